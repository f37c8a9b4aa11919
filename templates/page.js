// Marks the place of the reader in the contents, and lets the keyboard reach what scrolls sideways. The
// page does without.
"use strict";
(() => {
  const reach = () => {
    for (const box of document.querySelectorAll("pre, .parts > math, .long, .numbers .scroll, figure.table .scroll")) {
      if (box.scrollWidth > box.clientWidth) box.setAttribute("tabindex", "0");
      else box.removeAttribute("tabindex");
    }
  };
  addEventListener("load", reach);
  addEventListener("resize", reach);
})();
(() => {
  const links = new Map();
  for (const link of document.querySelectorAll("#contents li a")) {
    links.set(decodeURIComponent(link.hash.slice(1)), link);
  }
  const headings = [...document.querySelectorAll("main h2[id], main h3[id]")]
    .filter((heading) => links.has(heading.id));
  if (headings.length === 0) return;
  document.documentElement.classList.add("js");
  const here = document.querySelector(".bar .here");
  const title = here.textContent;
  let current = null;
  const update = () => {
    let last = null;
    for (const heading of headings) {
      if (heading.getBoundingClientRect().top > 120) break;
      last = heading;
    }
    if (last === current) return;
    current = last;
    for (const link of links.values()) {
      link.removeAttribute("aria-current");
      link.parentElement.classList.remove("current");
    }
    if (last === null) {
      here.textContent = title;
      return;
    }
    const link = links.get(last.id);
    link.setAttribute("aria-current", "true");
    const chapter = link.closest("nav > ol > li");
    chapter.classList.add("current");
    here.textContent = chapter.querySelector("a").textContent;
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      update();
    });
  }, { passive: true });
  update();
})();
