// Comfort: the page can be read without any of it. Each part stands by itself.
"use strict";
const remembered = {
  get(key) { try { return localStorage.getItem("initstudy-" + key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem("initstudy-" + key, value); } catch { /* private windows */ } },
};
const root = document.documentElement;
const studyTheme = root.dataset.theme;
// Before the first paint, so that the page never flashes in the other colours.
root.dataset.theme = remembered.get("theme") ?? studyTheme;
addEventListener("DOMContentLoaded", () => {
  root.classList.add("js");
  const main = document.querySelector("main");
  for (const controls of document.querySelectorAll(".controls")) controls.hidden = false;
  const place = (hash) => { try { return document.getElementById(decodeURIComponent(hash.slice(1))); } catch { return null; } };
  const texOf = (formulas) => [...formulas]
    .map((math) => math.getAttribute("alttext") ?? math.textContent).join(" \\qquad ");

  // Lets the keyboard reach what scrolls sideways.
  const reach = () => {
    for (const box of document.querySelectorAll("pre, .parts > math, .long, .numbers .scroll, figure.table .scroll")) {
      if (box.scrollWidth > box.clientWidth) box.setAttribute("tabindex", "0");
      else box.removeAttribute("tabindex");
    }
  };
  addEventListener("load", reach);
  addEventListener("resize", reach);

  // Labels for rows that narrow screens show as cards.
  {
    const narrow = matchMedia("(max-width: 640px)");
    const label = () => {
      if (!narrow.matches) return;
      narrow.removeEventListener("change", label);
      for (const table of document.querySelectorAll("figure.table table")) {
        const labels = [...table.querySelectorAll("th[data-label]")].map((cell) => cell.dataset.label);
        for (const row of table.tBodies[0]?.rows ?? []) {
          [...row.cells].forEach((cell, column) => { cell.dataset.label = labels[column] ?? ""; });
        }
      }
    };
    narrow.addEventListener("change", label);
    label();
  }

  // The theme: as the system says, light, dark.
  {
    const button = document.getElementById("theme");
    const show = () => { button.textContent = button.dataset[root.dataset.theme]; };
    button.addEventListener("click", () => {
      const themes = ["auto", "light", "dark"];
      root.dataset.theme = themes[(themes.indexOf(root.dataset.theme) + 1) % 3];
      remembered.set("theme", root.dataset.theme);
      show();
    });
    show();
  }

  // One chapter at a time, on demand; what is folded away can still be found by the browser.
  const parts = [...document.querySelectorAll("main > .part")];
  const view = document.getElementById("view");
  const isSingle = () => view.getAttribute("aria-pressed") === "true";
  const open = (part) => {
    for (const other of parts) {
      if (isSingle() && other !== part) other.setAttribute("hidden", "until-found");
      else other.removeAttribute("hidden");
    }
  };
  const partOf = (hash) => place(hash)?.closest("main > .part") ?? parts[0];
  const follow = () => {
    if (!isSingle() || location.hash === "#contents") return;
    open(partOf(location.hash));
    const target = place(location.hash);
    if (target && target !== main) target.scrollIntoView(); else scrollTo(0, 0);
  };
  const press = (single) => {
    view.setAttribute("aria-pressed", single);
    remembered.set("view", single ? "one" : "all");
    open(partOf(location.hash));
  };
  view.addEventListener("click", () => {
    press(!isSingle());
    partOf(location.hash).scrollIntoView();
  });
  addEventListener("hashchange", follow);
  for (const part of parts) part.addEventListener("beforematch", () => open(part));
  if (remembered.get("view") === "one") {
    press(true);
    follow();
  }
  // Paper shows answers and every chapter.
  const folded = [];
  addEventListener("beforeprint", () => {
    for (const part of parts) part.removeAttribute("hidden");
    for (const details of document.querySelectorAll("details:not([open]):not(.numbers)")) {
      details.open = true;
      folded.push(details);
    }
  });
  addEventListener("afterprint", () => {
    while (folded.length) folded.pop().open = false;
    open(partOf(location.hash));
  });

  // Marks the place of the reader in the contents.
  {
    const links = new Map();
    for (const link of document.querySelectorAll("#contents .chapters a")) links.set(decodeURIComponent(link.hash.slice(1)), link);
    const headings = [...document.querySelectorAll("main h2[id], main h3[id]")].filter((heading) => links.has(heading.id));
    const here = document.querySelector(".bar .here");
    const title = here.textContent;
    let current = null;
    const update = () => {
      let last = null;
      for (const heading of headings) {
        if (heading.closest("[hidden]")) continue;
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
      const chapter = link.closest(".chapters > li");
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
    requestAnimationFrame(update);
  }

  // Search over headings, figures, tables and terms; "/" leads to it.
  {
    const box = document.getElementById("search"), list = document.getElementById("results");
    const found = document.getElementById("found");
    const words = (element) => {
      const copy = element.cloneNode(true);
      for (const extra of copy.querySelectorAll("button")) extra.remove();
      return copy.textContent.replace(/\s+/g, " ").trim();
    };
    const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
    let index = null;
    const collect = () => {
      const entries = [];
      const add = (element, id, text) => {
        const chapter = element.closest("section.part")?.querySelector("h2");
        entries.push({ id, text, key: plain(text), chapter: chapter && chapter !== element ? words(chapter) : "" });
      };
      for (const heading of main.querySelectorAll("h2[id], h3[id], h4[id]")) add(heading, heading.id, words(heading));
      for (const figure of main.querySelectorAll("figure.chart")) add(figure, figure.id, words(figure.querySelector(".finding strong")));
      for (const table of main.querySelectorAll("figure.table[id]")) add(table, table.id, words(table.querySelector("figcaption")));
      for (const term of main.querySelectorAll("[id^='term-']")) {
        add(term, term.id, [...term.closest("tr").cells].map(words).join(" · "));
      }
      return entries;
    };
    const search = () => {
      const wanted = plain(box.value.trim()).split(/\s+/).filter(Boolean);
      list.replaceChildren();
      found.textContent = "";
      if (wanted.length === 0) return;
      index ??= collect();
      const hits = index.filter((entry) => wanted.every((word) => entry.key.includes(word)))
        .map((entry) => ({ entry, rank: entry.key.startsWith(wanted[0]) ? 0 : entry.key.includes(" " + wanted[0]) ? 1 : 2 }))
        .sort((a, b) => a.rank - b.rank).slice(0, 12);
      if (hits.length === 0) found.textContent = found.dataset.none;
      for (const { entry } of hits) {
        const link = document.createElement("a"), item = document.createElement("li");
        link.href = "#" + encodeURIComponent(entry.id);
        link.textContent = entry.text.length > 110 ? entry.text.slice(0, 108) + "…" : entry.text;
        item.append(link);
        if (entry.chapter) {
          const chapter = document.createElement("span");
          chapter.textContent = entry.chapter;
          link.append(chapter);
        }
        list.append(item);
      }
    };
    box.addEventListener("input", search);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") list.querySelector("a")?.click();
      else if (event.key === "Escape") { box.value = ""; search(); }
      else if (event.key === "ArrowDown") { list.querySelector("a")?.focus(); event.preventDefault(); }
    });
    addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.target.closest("input, textarea") || box.getClientRects().length === 0) return;
      box.focus();
      event.preventDefault();
    });
  }

  // Copies formulas as TeX, programs, citations; and TeX where a formula is part of a selection.
  {
    const addButton = (element, label, text) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = label;
      button.addEventListener("click", async () => {
        await copyText(text());
        button.textContent = main.dataset.copied;
        setTimeout(() => { button.textContent = label; }, 1500);
      });
      element.append(button);
    };
    for (const equation of main.querySelectorAll(".equation")) {
      addButton(equation, main.dataset.copyFormula, () => texOf(equation.querySelectorAll("math")));
    }
    for (const code of main.querySelectorAll("pre > code")) {
      const frame = document.createElement("div");
      frame.className = "copyable";
      code.parentElement.replaceWith(frame);
      frame.append(code.parentElement);
      addButton(frame, main.dataset.copy, () => code.textContent);
    }
    for (const tools of main.querySelectorAll(".tools")) {
      const command = tools.querySelector(".command");
      if (command) addButton(tools, main.dataset.copy, () => command.textContent);
    }
    document.addEventListener("copy", (event) => {
      const selection = getSelection();
      if (selection.rangeCount === 0 || selection.isCollapsed) return;
      const range = selection.getRangeAt(0).cloneRange();
      const formula = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest("math");
      const [first, last] = [formula(range.startContainer), formula(range.endContainer)];
      if (first) range.setStartBefore(first);
      if (last) range.setEndAfter(last);
      const piece = document.createElement("div");
      piece.append(range.cloneContents());
      const formulas = piece.querySelectorAll("math");
      if (formulas.length === 0) return;
      for (const math of formulas) math.replaceWith((math.getAttribute("display") === "block" ? "$$" : "$") + texOf([math]) + (math.getAttribute("display") === "block" ? "$$" : "$"));
      for (const extra of piece.querySelectorAll("button, svg, style")) extra.remove();
      for (const block of piece.querySelectorAll("p, li, h2, h3, h4, div, tr, figcaption, blockquote")) block.append("\n");
      for (const cell of piece.querySelectorAll("td, th")) cell.append("\t");
      event.clipboardData.setData("text/plain", piece.textContent.trim() + "\n");
      event.preventDefault();
    });
  }

  // What is packed in the page, as text: nothing where there is nothing.
  const unpacked = async (id) => {
    const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0));
    if (bytes.length === 0) return "";
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  };

  // The charts laid out for phone and paper are packed: on a phone at once, elsewhere after the first paint.
  if ("DecompressionStream" in window) {
    const layOut = async () => {
      const box = document.createElement("template");
      box.innerHTML = await unpacked("layouts");
      for (const drawing of [...box.content.children]) {
        const wide = document.getElementById(drawing.dataset.figure)?.querySelector(".drawing.wide");
        wide?.parentElement.insertBefore(drawing, wide.parentElement.querySelector("figcaption"));
        for (const kind of ["phone", "print"]) if (drawing.classList.contains(kind)) wide?.classList.remove(kind);
      }
    };
    if (innerWidth < 700) layOut(); else requestAnimationFrame(() => setTimeout(layOut));
  }

  // So are the tables behind the charts: the page may have been mailed without the folder that its links lead to.
  if ("DecompressionStream" in window) {
    let tables;
    for (const link of document.querySelectorAll("a.data")) {
      link.addEventListener("click", async (event) => {
        event.preventDefault();
        tables ??= unpacked("tables").then(JSON.parse);
        const plain = document.createElement("a");
        plain.href = URL.createObjectURL(new Blob([(await tables)[link.download]], { type: "text/csv" }));
        plain.download = link.download;
        plain.click();
        setTimeout(() => URL.revokeObjectURL(plain.href), 10000);
      });
    }
  }
});
