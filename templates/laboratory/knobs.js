// Knobs: what a form's fields say.

// Sliders of quantities that span decades move on a logarithmic scale.
const toSlider = (slider, value) => {
  const [low, high] = [Math.log(slider.dataset.low), Math.log(slider.dataset.high)];
  slider.value = String((Math.log(Math.max(value, 1e-9)) - low) / (high - low) * 200);
  slider.setAttribute("aria-valuetext", String(value));
};
const fromSlider = (slider) => {
  const [low, high] = [Math.log(slider.dataset.low), Math.log(slider.dataset.high)];
  const value = Math.exp(low + slider.value / 200 * (high - low));
  return slider.hasAttribute("data-real") ? Number(value.toPrecision(2)) : Math.round(value);
};
const scale = (form) => {
  for (const slider of form.querySelectorAll("[data-log]")) {
    if (slider.dataset.low) continue;
    [slider.dataset.low, slider.dataset.high] = [slider.min, slider.max];
    const value = Number(slider.getAttribute("value"));
    [slider.min, slider.max, slider.step] = ["0", "200", "1"];
    toSlider(slider, value);
  }
};
// A slider and the box beside it say the same.
const pair = (target) => {
  const twins = [...target.form.querySelectorAll(`[name="${target.name}"]`)].filter((field) => field !== target);
  if (target.type === "range") {
    const value = target.dataset.low ? fromSlider(target) : Number(target.value);
    for (const field of twins) field.value = String(value);
    target.setAttribute("aria-valuetext", String(value));
  } else if (target.type === "number" && target.value) {
    for (const field of twins) if (field.type === "range") { if (field.dataset.low) toSlider(field, Number(target.value)); else field.value = target.value; }
  }
};
// The names of the catalogues, beside what is chosen.
const offer = (form) => {
  for (const [name, list] of [["activation", names.activations], ["init", names.initializers]]) {
    const select = form.querySelector(`select[name="${name}"]`);
    if (!select) continue;
    const value = select.value;
    const all = list.includes(value) || value === "=" ? list : [value, ...list];
    select.replaceChildren(...all.map((text) => new Option(text, text)));
    const formula = name === "activation" && form.querySelector(".formula");
    if (formula) select.append(new Option(formula.firstChild.textContent.trim(), "="));
    select.value = value;
  }
};
const fieldOf = (form, name) => [...form.elements].find((field) => field.name === name && field.type !== "range");
// The setting that a form describes; what is left empty is left out, and a number that is none is “?”.
const settingOf = (form) => {
  const setting = {};
  for (const field of form.elements) {
    if (!field.name || field.type === "range" || field.name === "formula") continue;
    if (field.type === "checkbox") { if (field.checked) setting[field.name] = true; }
    else if (field.type === "number" && field.validity.badInput) setting[field.name] = "?";
    else if (field.value !== "") setting[field.name] = field.type === "number" ? Number(field.value) : field.value;
  }
  if (setting.activation === "=") setting.activation = form.elements.formula.value;
  return setting;
};
// Whether a text can be a field's value: names of catalogues are the simulator's to judge.
const fits = (field, value) => {
  if (!field) return false;
  if (field.name === "activation" || field.name === "init") return value !== "";
  if (field.type === "checkbox") return value === "true";
  if (field.tagName === "SELECT") return [...field.options].some((option) => option.value === value);
  const copy = field.cloneNode();
  copy.value = value;
  return copy.value === value && copy.value !== "" && copy.validity.valid;
};
// Turns a form's knobs to a setting.
const apply = (form, setting) => {
  for (const field of form.querySelectorAll("[type=checkbox]")) field.checked = false;
  for (const [name, value] of Object.entries(setting)) {
    const field = fieldOf(form, name), formula = form.querySelector(".formula");
    if (field.type === "checkbox") { field.checked = true; continue; }
    if (name === "activation" && formula) {
      const isFormula = names && !names.activations.includes(value) && /[^\w.() -]|(^|\W)x(\W|$)/i.test(value);
      formula.hidden = !isFormula;
      if (isFormula) { form.elements.formula.value = value; field.value = "="; continue; }
    }
    if (field.tagName === "SELECT" && ![...field.options].some((option) => option.value === String(value))) field.prepend(new Option(value, value));
    field.value = String(value);
    pair(field);
  }
};
// The same, from a form's first state.
const turn = (form, origin, setting) => {
  for (const field of origin.elements) if (field.name && field.type !== "range") fieldOf(form, field.name).value = field.value;
  for (const field of form.elements) if (field.type === "number") pair(field);
  const formula = form.querySelector(".formula");
  if (formula) formula.hidden = true;
  apply(form, setting);
};
// Settings worth a look, as buttons in the text of a bench.
const turns = (bench, use) => bench.querySelector(".ask").addEventListener("click", ({ target }) => {
  const text = target.closest("[data-turn]")?.dataset.turn;
  if (text !== undefined) use(Object.fromEntries(new URLSearchParams(text)));
});
