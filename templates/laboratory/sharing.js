// Settings that travel: in links, as lines for a terminal, as study files and as tables.

// A link's bench and its settings: `#lab=width=64&b.activation=tanh` for the bench of a network, whose second setting
// has a “b.” before its names; `#lab=maps:activation=tanh` for another one. Null where there is no such link.
const linked = () => {
  if (!location.hash.startsWith("#lab=")) return null;
  const [, name, text] = /^(?:([a-z]+):)?(.*)$/s.exec(location.hash.slice(5));
  return { name: name ?? "network", parts: text ? text.split("&") : [] };
};
// The settings of a link's parts, for fields of a form; a part that cannot be used is an error.
const readLink = ({ name, parts }, form, bench) => {
  if (name !== bench.dataset.bench) throw new RangeError(name.slice(0, 40));
  const settings = [{}, {}];
  for (const part of parts) {
    const at = part.indexOf("="), name = part.slice(0, at), own = name.replace(/^b\./, "");
    let value = null;
    try { value = decodeURIComponent(part.slice(at + 1)); } catch { /* no text in UTF-8 */ }
    if (at < 0 || value === null || !fits(fieldOf(form, own), value)) throw new RangeError(part.slice(0, 60) || "…");
    settings[name === own ? 0 : 1][own] = value;
  }
  return settings;
};
const linkTo = (bench, ...settings) => location.href.split("#")[0] + "#lab=" + (bench === "network" ? "" : `${bench}:`)
  + settings.map((setting, index) => Object.entries(setting).map(([key, value]) => `${index ? "b." : ""}${key}=${encodeURIComponent(value)}`).join("&")).join("&");

// The same for a course's page: a frame that shows one bench.
const frameOf = (link) => `<iframe src="laboratory.html${link.slice(link.indexOf("#"))}" width="100%" height="980" style="border: 0" title="InitStudy"></iframe>`;

// A line for a terminal.
const commandLine = (command, setting) => `report ${command} ` + Object.entries(setting)
  .map(([key, value]) => (value === true ? `--${key}` : `--${key} ${/^[\w.,-]+$/.test(value) ? value : `'${String(value).replace(/'/g, "'\\''")}'`}`)).join(" ");

// A study file of networks, and of what is trained.
const scalar = (value) => (typeof value === "number" || value === true || /^[a-z][\w-]*$/.test(value) ? value : JSON.stringify(value));
const studyFile = ({ seed, trials, networks, training = [] }) => {
  const list = (entries) => entries.map((entry) => Object.entries(entry)
    .map(([key, value], index) => `${index ? "    " : "  - "}${key}: ${Array.isArray(value) ? `[${value.map(scalar).join(", ")}]` : scalar(value)}\n`).join("")).join("\n");
  return `title: From the laboratory\nseed: ${seed}\n${trials ? `trials: ${trials}\n` : ""}\nnetworks:\n${list(networks)}`
    + (training.length ? `\ntraining:\n${list(training)}` : "");
};

// A table for other programs.
const csvOf = (names, rows) => [names, ...rows].map((row) => row.map((x) => x ?? "").join(",")).join("\n") + "\n";

// A bench's buttons: those whose action gives a text copy it, and say so.
const press = (bench, actions) => bench.querySelector(".actions").addEventListener("click", async ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  const text = actions[button.dataset.do]?.(button);
  if (typeof text !== "string") return;
  await copyText(text);
  const label = button.dataset.label ??= button.textContent;
  button.textContent = bench.dataset.copied;
  setTimeout(() => { button.textContent = label; }, 1200);
});

// Whether a bench has to answer for a link: its own, or as the first of the page one to a bench that is not here.
const concerns = (link, { dataset: { bench } }) => {
  const all = [...document.querySelectorAll("[data-bench]")].map((one) => one.dataset.bench);
  return link !== null && (link.name === bench || (!all.includes(link.name) && all[0] === bench));
};

// Begins when a bench comes near, or at once where a link names it.
const whenNear = (bench, begin) => {
  if (concerns(linked(), bench)) { begin(); return; }
  const near = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    near.disconnect();
    begin();
  }, { rootMargin: "600px" });
  near.observe(bench);
};
