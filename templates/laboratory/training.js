// Chapter 9: networks that learn stroke digits, from the start that is chosen.
const trainingBench = (bench) => {
  const words = bench.dataset, form = bench.querySelector("form"), curves = bench.querySelector(".curves");
  const readout = bench.querySelector(".readout"), problem = bench.querySelector(".problem"), origin = form.cloneNode(true);
  let answer = null, answered = "", before = null, cursor = null, notice = "", spoken = 0;

  const commandOf = (setting) => commandLine("train", setting);
  const study = () => {
    const { seed, width, depth, activation, init, gain, networks, normalization, residual, optimizer, steps, batch, difficulty, "learning-rate": rate } = settingOf(form);
    const remedy = normalization ? `${normalization}-norm` : residual ? "residual" : null;
    return studyFile({
      seed, networks: [{ name: "A", width, depth, activation, init, ...(gain === undefined || gain === 1 ? {} : { gain }) }],
      training: [{
        name: "training", network: "A", over: "init", values: [init], optimizer, ...(rate === undefined ? {} : { "learning-rate": rate }), ...(remedy ? { remedy } : {}),
        steps, batch, networks, ...(difficulty === undefined ? {} : { difficulty }),
      }],
    });
  };
  const csv = () => csvOf(["step", "loss_low", "loss_median", "loss_high", "accuracy_median", ...answer.tests[0].layers.map(({ name }) => `movement_${name}`)],
    answer.tests.map(({ step, loss, accuracy, layers }) => [step, loss.low, loss.median, loss.high, accuracy?.median, ...layers.map(({ movement }) => movement)]));

  // MARK: Drawing.
  const overSteps = (title, low, high, least, yText, body, steps) => frame({
    title, x: across(0, steps), y: upward(low, high), xTicks: ticks(0, steps, 1), yTicks: ticks(low, high, least), xLabel: words.steps, yText, body, label: `${title}. ${words.curves}`,
  });
  const lossPicture = () => {
    const { steps, losses, tests, task } = answer, highest = Math.max(task.constantLoss * 1.25, ...tests.map(({ loss }) => loss.median ?? 0));
    const high = Math.min(highest, 3 * task.constantLoss), [x, y] = [across(0, steps), (loss) => upward(0, high)(Math.min(high, loss))];
    const known = losses.filter(({ low }) => low !== null), up = ({ high: value }) => value ?? high;
    const curve = (points, name, extra = "") => `<path class="${name}" ${extra} d="${path(points.map(({ step, median }) => [x(step), median === null ? NaN : y(median)]))}"/>`;
    return overSteps(words.loss, 0, high, 0.5, String, `<path class="theory" d="${path([[x(0), y(task.constantLoss)], [x(steps), y(task.constantLoss)]])}"/>`
      + `<path class="band a" d="${path([...known.map(({ step, low }) => [x(step), y(low)]), ...known.toReversed().map((one) => [x(one.step), y(up(one))])])}${known.length ? "Z" : ""}"/>`
      + (before ? curve(before.tests.map(({ loss }) => loss), "line b", 'style="stroke-width:1.4"') : "")
      + curve(tests.map(({ loss }) => loss), "line a")
      + tests.map(({ step, loss }) => (loss.median === null ? "" : `<circle class="dot a" cx="${x(step).toFixed(1)}" cy="${y(loss.median).toFixed(1)}" r="3"/>`)).join(""), steps);
  };
  const sharePicture = () => {
    const { steps, tests, task } = answer, [x, y] = [across(0, steps), upward(0, 1)], chance = 1 / task.classes;
    const curve = (list, name, extra = "") => `<path class="${name}" ${extra} d="${path(list.map(({ step, accuracy }) => [x(step), accuracy?.median === null ? NaN : y(accuracy.median)]))}"/>`;
    return overSteps(words.share, 0, 1, 0.25, (share) => `${Math.round(100 * share)} %`, `<path class="theory" d="${path([[x(0), y(chance)], [x(steps), y(chance)]])}"/>`
      + (before ? curve(before.tests, "line b", 'style="stroke-width:1.4"') : "") + curve(tests, "line a")
      + tests.map(({ step, accuracy }) => (accuracy?.median === null ? "" : `<circle class="dot a" cx="${x(step).toFixed(1)}" cy="${y(accuracy.median).toFixed(1)}" r="3"/>`)).join(""), steps);
  };
  const movementOf = ({ tests }) => tests.at(-1).layers.map(({ movement }) => Math.log10(movement));
  const gradientsOf = (test) => test.stages.filter(({ weightGradient }) => weightGradient !== null).map(({ weightGradient }) => Math.log10(weightGradient));
  const layersPicture = (title, lists) => {
    const all = lists.flatMap(({ list }) => list).filter(Number.isFinite), count = Math.max(...lists.map(({ list }) => list.length));
    let [low, high] = all.length ? [Math.floor(Math.min(...all)), Math.ceil(Math.max(...all))] : [-3, 0];
    if (high - low < 2) low = high - 2;
    const [x, y] = [across(0.7, count + 0.3), upward(low, high)];
    const body = (cursor ? `<line class="cursor" x1="${x(Math.min(cursor, count)).toFixed(1)}" x2="${x(Math.min(cursor, count)).toFixed(1)}" y1="${size.top}" y2="${size.height - size.bottom}"/>` : "")
      + lists.map(({ list, name, style, hasDots }) => `<path class="${name}" style="${style}" d="${path(list.map((log, at) => [x(at + 1), y(log)]))}"/>`
        + (hasDots ? list.map((log, at) => (Number.isFinite(log) ? `<circle class="dot ${name.split(" ")[1]}" cx="${x(at + 1).toFixed(1)}" cy="${y(log).toFixed(1)}" r="3.4"/>` : "")).join("") : "")).join("");
    return frame({ title, x, y, xTicks: [1, ...ticks(0, count, 1).filter((tick) => tick > 1)], yTicks: ticks(low, high, 1), xLabel: words.x, yText: (tick) => `10${raised(tick)}`, label: `${title}. ${words.curves}`, body });
  };
  const ghost = (list) => (before ? [{ list, name: "line b", style: "stroke-width:1.4" }] : []);
  const pictures = () => lossPicture() + sharePicture()
    + layersPicture(words.movement, [...ghost(before ? movementOf(before) : []), { list: movementOf(answer), name: "line a", style: "", hasDots: true }])
    + layersPicture(words.gradients, [{ list: gradientsOf(answer.tests[0]), name: "theory", style: "" }, { list: gradientsOf(answer.tests.at(-1)), name: "line a", style: "", hasDots: true }]);
  const sentence = () => {
    const { tests, networks, divergedAt } = answer, last = tests.at(-1), diverged = divergedAt.filter((step) => step !== null).length;
    if (cursor) {
      const at = Math.min(cursor, last.layers.length) - 1;
      return fill(words.read, { layer: at + 1, movement: digits(last.layers[at].movement ?? 0), start: power(gradientsOf(tests[0])[at]), now: power(gradientsOf(last)[at]) });
    }
    const loss = last.loss.median, share = last.accuracy.median, hidden = last.layers.slice(0, -1), [first, top] = [hidden[0]?.movement, hidden.at(-1)?.movement];
    return (loss === null ? "" : fill(words.sum, {
      steps: last.step, loss: loss.toFixed(2), share: Math.round(100 * share), constant: answer.task.constantLoss.toFixed(2), chance: Math.round(100 / answer.task.classes), networks,
    })) + (last.step && top && hidden.length > 1 ? " " + (first ? fill(words.moved, { ratio: digits(top / first), last: hidden.length }) : words.unmoved) : "")
      + (diverged ? " " + fill(words.diverged, { diverged, networks }) : "");
  };
  const draw = (isFinal) => {
    if (!answer?.tests.length) { curves.replaceChildren(); readout.textContent = answer ? fill(words.diverged, { diverged: answer.networks, networks: answer.networks }) : ""; return; }
    const focused = [...curves.children].indexOf(document.activeElement);
    curves.innerHTML = pictures();
    if (focused >= 0) curves.children[focused]?.focus({ preventScroll: true });
    const now = performance.now();
    if (isFinal || now - spoken > 1200) {
      spoken = now;
      readout.textContent = sentence();
    }
  };

  // MARK: Asking.
  const refined = seldom(draw);
  let isFirst = true, isDone = false;
  const watch = watched(bench.id, (data) => {
    if (data.problem) { problem.textContent = data.problem; return; }
    problem.textContent = notice;
    // What was there before this setting stays as a thin line.
    const asked = JSON.stringify(data.setting);
    if (isFirst && isDone && asked !== answered) before = answer;
    [answer, answered] = [data.answer, asked];
    isDone = data.done;
    if (isDone) curves.setAttribute("aria-busy", "false");
    refined(isFirst, data.done);
    isFirst = false;
  });
  const ask = () => {
    bench.querySelector(".proof code").textContent = commandOf(settingOf(form));
    isFirst = true;
    curves.setAttribute("aria-busy", "true");
    watch.ask({ train: settingOf(form) });
  };
  const set = (changes) => {
    notice = "";
    apply(form, changes);
    ask();
  };
  form.addEventListener("input", ({ target }) => { notice = ""; pair(target); ask(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  turns(bench, (setting) => {
    notice = "";
    turn(form, origin, setting);
    ask();
  });
  press(bench, {
    draw() { set({ seed: (Number(settingOf(form).seed) || 0) + 1 }); },
    reset() { form.innerHTML = origin.innerHTML; notice = ""; before = cursor = null; scale(form); offer(form); ask(); },
    link: () => linkTo("training", settingOf(form)), frame: () => frameOf(linkTo("training", settingOf(form))), command: () => commandOf(settingOf(form)), study, csv,
  });
  curves.addEventListener("keydown", (event) => {
    const index = [...curves.children].indexOf(event.target.closest("svg")), count = answer?.tests.at(-1).layers.length ?? 1;
    const moves = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
    if (event.key === "Escape") cursor = null;
    else if (index > 1 && event.key in moves) cursor = Math.min(count, Math.max(1, (cursor ?? count) + moves[event.key]));
    else return;
    event.preventDefault();
    draw(true);
  });
  curves.addEventListener("pointermove", (event) => {
    const svg = event.target.closest("svg"), index = [...curves.children].indexOf(svg), count = answer?.tests.at(-1)?.layers.length ?? 1;
    if (index < 2) return;
    const box = svg.getBoundingClientRect(), place = (event.clientX - box.left) / box.width * size.width;
    const layer = Math.round(0.7 + (place - size.left) / (size.width - size.left - size.right) * (count - 0.4));
    const next = layer < 1 || layer > count ? null : layer;
    if (next !== cursor) { cursor = next; draw(true); }
  });
  curves.addEventListener("pointerleave", () => { if (cursor) { cursor = null; draw(true); } });

  // A link's setting is tried before any knob turns.
  const follow = async () => {
    const link = linked();
    if (!concerns(link, bench)) return false;
    bench.scrollIntoView({ block: "start" });
    try {
      const [setting] = readLink(link, form, bench), whole = form.cloneNode(true);
      turn(whole, origin, setting);
      await call("checkTraining", settingOf(whole));
      notice = "";
      turn(form, origin, setting);
    } catch (error) { notice = problem.textContent = fill(words.broken, { problem: error.message }); return false; }
    return true;
  };
  addEventListener("hashchange", async () => { if (names && await follow()) ask(); });
  scale(form);
  bench.hidden = false;
  if (!canRun) { problem.textContent = words.cannot; return; }
  whenNear(bench, () => {
    readout.textContent = words.starting;
    started();
    named(async () => { offer(form); await follow(); ask(); });
  });
};
