// Benches whose answers are questions to the simulator: knobs, pictures, a sentence.
//
// `answers(setting, tools)` gives one answer after the other, better ones later; another turn of a knob ends it.
// `shares` are what the buttons copy: { command, study, csv }, each a function of the setting.
const askingBench = (bench, answers, { shares = {}, pointer } = {}) => {
  const form = bench.querySelector("form"), curves = bench.querySelector(".curves"), readout = bench.querySelector(".readout");
  const problem = bench.querySelector(".problem"), origin = form.cloneNode(true), words = bench.dataset;
  let asked = 0, isBusy = false, good = null, notice = "";
  const put = ({ pictures, sentence, rows }) => {
    const focused = [...curves.children].indexOf(document.activeElement);
    curves.innerHTML = pictures;
    if (focused >= 0) curves.children[focused]?.focus({ preventScroll: true });
    if (rows !== undefined) bench.querySelector("tbody").innerHTML = rows;
    if (readout.textContent !== sentence) readout.textContent = sentence;
    problem.textContent = notice;
  };
  const show = async () => {
    asked += 1;
    if (isBusy) return;
    isBusy = true;
    curves.setAttribute("aria-busy", "true");
    for (let own = 0; own !== asked;) {
      own = asked;
      const setting = settingOf(form);
      try {
        for await (const answer of answers(setting)) {
          put(answer);
          good = setting;
          if (own !== asked) break;
        }
      } catch (error) { problem.textContent = error.message; }
    }
    isBusy = false;
    curves.setAttribute("aria-busy", "false");
  };
  const set = (changes) => {
    notice = "";
    apply(form, { ...settingOf(form), ...changes });
    show();
  };
  // A link's setting is tried before any knob turns.
  const follow = async () => {
    const link = linked();
    if (!concerns(link, bench)) return false;
    bench.scrollIntoView({ block: "start" });
    try {
      const [setting] = readLink(link, form, bench);
      const whole = form.cloneNode(true);
      turn(whole, origin, setting);
      for await (const answer of answers(settingOf(whole))) { void answer; break; }
      notice = "";
      turn(form, origin, setting);
    } catch (error) { notice = problem.textContent = fill(words.broken, { problem: error.message }); return false; }
    return true;
  };
  form.addEventListener("input", ({ target }) => { notice = ""; pair(target); show(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  press(bench, {
    draw() { set({ seed: (Number(settingOf(form).seed) || 0) + 1 }); },
    reset() { form.innerHTML = origin.innerHTML; notice = ""; scale(form); if (names) offer(form); show(); },
    link: () => linkTo(words.bench, settingOf(form)), frame: () => frameOf(linkTo(words.bench, settingOf(form))),
    ...Object.fromEntries(Object.entries(shares).map(([name, text]) => [name, () => text(good ?? settingOf(form))])),
  });
  turns(bench, (setting) => {
    notice = "";
    turn(form, origin, setting);
    show();
  });
  pointer?.({ curves, set, show, values: () => settingOf(form) });
  scale(form);
  bench.hidden = false;
  if (!canRun) { problem.textContent = words.cannot; return; }
  whenNear(bench, () => {
    started();
    named(async () => { offer(form); await follow(); show(); });
  });
  addEventListener("hashchange", async () => { if (names && await follow()) show(); });
};
