// Chapter 6: rules for layers that are not square, on widths of one's own.
const meansBench = (bench) => {
  const words = bench.dataset, rules = ["lecun", "xavier-normal", "geometric", "quadratic", "harmonic", "he-normal-fan-out"];
  const labels = words.rules.split("|");
  const gainOf = (init) => (init === "he-normal-fan-out" ? 1 / Math.SQRT2 : 1);
  const settings = ({ widths, activation, seed }, trials) => rules.map((init) => ({ widths, activation, init, ...(gainOf(init) === 1 ? {} : { gain: gainOf(init) }), seed, trials }));
  let last = null;
  askingBench(bench, async function* (setting) {
   // A coarse answer while a knob moves, the whole one when it rests.
   for (const trials of [8, 30, 100]) {
    const answers = await Promise.all(settings(setting, trials).map((own) => call("propagate", own)));
    last = answers;
    const curves = answers.map((answer) => [answer.layers.map((layer) => layer.activationSecondMoment.log10.median / 2), answer.layers.map((layer) => layer.gradientSecondMoment.log10.median / 2)]);
    const depth = answers[0].layers.length, dashes = ["", "7 3", "2 3", "9 3 2 3", "4 2", "1 4"];
    const all = curves.flat(2).filter(Number.isFinite), low = Math.floor(Math.min(-0.5, ...all) * 2) / 2, high = Math.ceil(Math.max(0.5, ...all) * 2) / 2;
    const draw = (index, title) => {
      const [x, y] = [across(0.8, depth + 0.2), upward(low, high)];
      return frame({
        title, x, y, xTicks: answers[0].layers.map((layer) => layer.layer).filter((layer) => depth < 16 || layer % 5 === 0), yTicks: ticks(low, high, 0.5), xLabel: words.x,
        yText: (tick) => digits(10 ** tick), label: title,
        body: curves.map((curve, k) => `<path class="line ${k % 2 ? "b" : "a"}" style="stroke-dasharray:${dashes[k]}" d="${path(curve[index].map((log, at) => [x(at + 1), y(log)]))}"/>`).join(""),
      });
    };
    const rows = answers.map((answer, k) => {
      const last = answer.layers[depth - 1].activationSecondMoment.log10.median / 2, first = answer.inputGradientSecondMoment.log10.median / 2;
      return `<tr><th scope="row"><svg class="key" viewBox="0 0 34 10" aria-hidden="true"><path class="line ${k % 2 ? "b" : "a"}" style="stroke-dasharray:${dashes[k]}" d="M0 5L34 5"/></svg> ${escaped(labels[k])}</th><td>${escaped(power(last))}</td><td>${escaped(power(first))}</td></tr>`;
    }).join("");
    const distance = answers.map((answer) => Math.abs(answer.layers[depth - 1].activationSecondMoment.log10.median) + Math.abs(answer.inputGradientSecondMoment.log10.median));
    const best = distance.indexOf(Math.min(...distance));
    yield { pictures: draw(0, words.signal) + draw(1, words.gradient), rows, sentence: fill(words.sum, { rule: labels[best] }) };
   }
  }, {
    shares: {
      command: (setting) => settings(setting, 100).map((own) => commandLine("propagate", own)).join("\n"),
      study: ({ widths, activation, seed }) => studyFile({
        seed, trials: 100,
        networks: settings({ widths, activation }, 100).map(({ init, gain }, k) => ({
          name: labels[k], widths: String(widths).split(",").map((width) => Number(width)), activation, init, ...(gain ? { gain } : {}),
        })),
      }),
      csv: () => csvOf(["rule", "layer", "width", "signal_log10_median", "gradient_log10_median"], last.flatMap((answer, k) => answer.layers.map((layer) => [
        rules[k], layer.layer, layer.width, layer.activationSecondMoment.log10.median, layer.gradientSecondMoment.log10.median,
      ]))),
    },
  });
};
