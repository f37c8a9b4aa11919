// Chapter 2: a network on the bench, or two.
const networkBench = (bench) => {
  const words = bench.dataset, settings = bench.querySelector(".settings"), curves = bench.querySelector(".curves");
  const readout = bench.querySelector(".readout"), problem = bench.querySelector(".problem"), legend = bench.querySelector(".legend");
  const origin = settings.querySelector("form").cloneNode(true);
  const shown = {}; // what is known of each setting: answer and curve
  let cursor = null, spoken = 0, notice = "";
  const forms = () => [...settings.querySelectorAll("form")];
  const known = () => forms().map(({ dataset: { setting: letter } }) => ({ letter, ...shown[letter] })).filter(({ answer }) => answer);

  // Of a form only what differs from what the command takes for granted.
  const described = (form) => {
    const setting = settingOf(form);
    if (setting.normalization === "batch" && setting.batch < 2) {
      setting.batch = 32;
      form.elements.batch.value = "32";
    }
    for (const [name, value] of [["gain", 1], ["batch", 1]]) if (setting[name] === value) delete setting[name];
    return setting;
  };
  const command = (form) => commandLine("propagate", { width: 0, depth: 0, activation: 0, init: 0, ...described(form) });
  const study = () => {
    const { seed = 1, trials = 100 } = described(forms()[0]);
    return studyFile({
      seed, trials: Number(trials),
      networks: forms().map((form) => ({ name: form.dataset.setting, ...Object.fromEntries(Object.entries(described(form)).filter(([key]) => key !== "seed" && key !== "trials")) })),
    });
  };
  const csv = () => known().map(({ answer }) => csvOf([
    "layer", "width", "activation", "activation_low", "activation_high", "activation_log10_median", "activation_theory", "gradient", "gradient_low",
    "gradient_high", "gradient_log10_median", "gradient_theory", "weight_gradient",
  ], answer.layers.map((layer) => {
    const [a, g] = [layer.activationSecondMoment, layer.gradientSecondMoment];
    return [layer.layer, layer.width, a.value, a.low, a.high, a.log10.median, layer.theory?.activationSecondMoment,
      g.value, g.low, g.high, g.log10.median, layer.theory?.gradientSecondMoment, layer.weightGradientSecondMoment.value];
  }))).join("\n");

  const draw = (isFinal) => {
    const all = known();
    if (!all.length) return;
    const pictures = networkPictures(words, all, cursor);
    const focused = [...curves.children].indexOf(document.activeElement);
    curves.innerHTML = pictures.curves;
    if (focused >= 0) curves.children[focused]?.focus({ preventScroll: true });
    legend.textContent = words.curves + ". " + all.map(({ answer }) => answer.theoryObstacle).filter(Boolean).map((why) => why + ".").join(" ");
    // Spoken at most once in a while, and when all is known.
    const now = performance.now();
    if (isFinal || now - spoken > 700) {
      spoken = now;
      readout.innerHTML = all.map((one) => `<span class="${one.letter}">${escaped(pictures.sentences(one))}</span>`).join("");
    }
  };

  // MARK: Asking.
  const questions = {};
  const questionOf = (letter) => questions[letter] ??= (() => {
    let curve = null, answers = 0;
    const refined = seldom(draw);
    const watch = watched(`${bench.id}-${letter}`, (data) => {
      if (data.problem) { problem.textContent = data.problem; return; }
      if (data.curve) { [curve, answers] = [data.curve, 0]; return; }
      problem.textContent = notice;
      const { residual, normalization } = data.setting;
      shown[letter] = { answer: { ...data.answer, isResidual: !!residual, isNormalized: !!normalization }, curve };
      answers += 1;
      shown[letter].isDone = data.done;
      if (known().every(({ isDone }) => isDone)) curves.setAttribute("aria-busy", "false");
      refined(answers === 1, data.done);
    });
    return {
      ask(setting) {
        const { trials = 200, ...network } = setting;
        watch.ask({ setting: network, trials });
      },
      close() {
        watch.close();
        delete shown[letter];
        delete questions[letter];
      },
    };
  })();
  const ask = (form) => {
    curves.setAttribute("aria-busy", "true");
    form.querySelector(".formula").hidden = fieldOf(form, "activation").value !== "=";
    bench.querySelector(".proof code").textContent = command(forms()[0]);
    questionOf(form.dataset.setting).ask(described(form));
  };
  const askAll = () => forms().forEach(ask);
  settings.addEventListener("input", ({ target }) => {
    notice = "";
    pair(target);
    ask(target.closest("form"));
  });
  settings.addEventListener("submit", (event) => event.preventDefault());

  const pressTwo = (on) => {
    const button = bench.querySelector("[data-do='two']"), [first, second] = forms();
    button.setAttribute("aria-pressed", on);
    settings.classList.toggle("two", on);
    first.querySelector(".which").hidden = !on;
    if (on && !second) {
      const copied = first.cloneNode(true);
      copied.dataset.setting = "b";
      copied.querySelector(".which").textContent = "B";
      copied.setAttribute("aria-label", words.two);
      settings.append(copied);
      apply(copied, settingOf(first));
    } else if (!on && second) {
      second.remove();
      questions.b?.close();
    }
  };
  const reset = () => {
    notice = "";
    pressTwo(false);
    forms()[0].replaceWith(origin.cloneNode(true));
    scale(forms()[0]);
    offer(forms()[0]);
    cursor = null;
    askAll();
  };
  press(bench, {
    draw() {
      for (const form of forms()) form.elements.seed.value = String((Number(form.elements.seed.value) || 0) + 1);
      askAll();
    },
    two(button) { pressTwo(button.getAttribute("aria-pressed") !== "true"); askAll(); draw(true); },
    link: () => linkTo("network", ...forms().map(described)), frame: () => frameOf(linkTo("network", ...forms().map(described))), command: () => forms().map(command).join("\n"), study, csv, reset,
  });
  turns(bench, (setting) => {
    notice = "";
    turn(forms()[0], origin, setting);
    askAll();
  });

  // The cursor: a layer that every picture marks and the sentence below reads.
  const depthNow = () => Math.max(1, ...known().map(({ answer }) => answer.layers.length));
  const point = (event) => {
    const svg = event.target.closest("svg");
    if (!svg || svg === curves.lastElementChild) return;
    const box = svg.getBoundingClientRect(), place = (event.clientX - box.left) / box.width * size.width;
    const layer = Math.round(1 + (place - size.left) / (size.width - size.left - size.right) * (depthNow() - 1));
    const next = layer < 1 || layer > depthNow() ? null : layer;
    if (next !== cursor) { cursor = next; draw(true); }
  };
  curves.addEventListener("pointermove", point);
  curves.addEventListener("pointerdown", point);
  curves.addEventListener("pointerleave", () => { cursor = null; draw(true); });
  curves.addEventListener("keydown", (event) => {
    const moves = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity };
    if (event.key === "Escape") cursor = null;
    else if (event.key in moves) cursor = Math.min(depthNow(), Math.max(1, (cursor ?? depthNow()) + moves[event.key]));
    else return;
    event.preventDefault();
    draw(true);
  });

  // A link's settings are tried before any knob turns.
  const follow = async () => {
    const link = linked();
    if (!concerns(link, bench)) return false;
    bench.scrollIntoView({ block: "start" });
    try {
      const [one, two] = readLink(link, forms()[0], bench), isTwo = Object.keys(two).length > 0;
      const tried = [one, ...(isTwo ? [{ ...one, ...two }] : [])].map((setting) => {
        const form = forms()[0].cloneNode(true);
        turn(form, origin, setting);
        return described(form);
      });
      for (const setting of tried) await call("check", setting);
      notice = "";
      pressTwo(isTwo);
      forms().forEach((form, index) => turn(form, origin, index ? { ...one, ...two } : one));
    } catch (error) { notice = problem.textContent = fill(words.broken, { problem: error.message }); return false; }
    return true;
  };
  addEventListener("hashchange", async () => { if (names && await follow()) askAll(); });

  bench.hidden = false;
  forms().forEach(scale);
  if (!canRun) { problem.textContent = words.cannot; return; }
  whenNear(bench, () => {
    readout.textContent = words.starting;
    started();
    named(async () => { forms().forEach(offer); await follow(); askAll(); });
  });
};
