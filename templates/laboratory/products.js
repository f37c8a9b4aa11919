// Chapter 1: products of random matrices, run by run.
const productsBench = (bench) => {
  const words = bench.dataset;
  let last = null;
  askingBench(bench, async function* ({ size: n, steps, "entry-deviation": deviation, seed }) {
    const found = await call("products", { size: n, steps, entryDeviation: deviation, seed });
    last = found;
    const logs = found.runs.map((run) => run.map((log) => log / Math.LN10)), all = logs.flat().filter(Number.isFinite);
    let [low, high] = [Math.floor(Math.min(0, ...all)), Math.ceil(Math.max(0, ...all))];
    if (high - low < 2) { low -= 1; high += 1; }
    const [x, y] = [across(0, steps), upward(low, high)];
    const theory = path([[x(0), y(0)], ...[1, steps].map((t) => [x(t), y(Math.max(low, Math.min(high, found.exponent * t / Math.LN10)))])]);
    const picture = frame({
      title: words.runs, x, y, xTicks: ticks(0, steps, 1), yTicks: ticks(low, high, 1), xLabel: words.x, yText: (tick) => `10${raised(tick)}`, label: words.runs,
      body: logs.map((run) => `<path class="line a" style="stroke-width:1;opacity:.4" d="${path(run.map((log, t) => [x(t + 1), y(log)]))}"/>`).join("")
        + `<path class="theory" style="stroke-width:2" d="${theory}"/>`,
    });
    // Where the runs end.
    const ends = logs.map((run) => run[run.length - 1]).sort((a, b) => a - b), bins = 16, least = ends[0], span = Math.max(1e-9, ends[ends.length - 1] - least);
    const counts = Array(bins).fill(0);
    for (const end of ends) counts[Math.min(bins - 1, Math.floor((end - least) / span * bins))] += 1;
    const [hx, hy] = [across(least, least + span), upward(0, Math.max(...counts))];
    const histogram = frame({
      title: words.ends, x: hx, y: hy, xTicks: [], yTicks: ticks(0, Math.max(...counts), 1), xLabel: `10${raised(Math.round(least))} … 10${raised(Math.round(least + span))}`, yText: String, label: words.ends,
      body: counts.map((count, k) => `<rect class="band a" style="opacity:.55" x="${hx(least + span * k / bins).toFixed(1)}" width="${((size.width - size.left - size.right) / bins - 1).toFixed(1)}" y="${hy(count).toFixed(1)}" height="${(hy(0) - hy(count)).toFixed(1)}"/>`).join(""),
    });
    yield {
      pictures: picture + histogram,
      sentence: fill(words.sum, {
        factor: digits(Math.exp(found.mean / steps)), theory: digits(Math.exp(found.exponent)), least: power(ends[0]), most: power(ends[ends.length - 1]),
        steps, runs: found.runs.length, seed,
      }),
    };
  }, {
    shares: {
      command: ({ size: n, steps, "entry-deviation": deviation, seed }) => commandLine("product", { size: n, steps, "entry-deviation": deviation, seed, trials: last?.runs.length ?? 64 }),
      csv: () => csvOf(["steps", ...last.runs.map((_, run) => `run_${run + 1}_log_norm`)], last.runs[0].map((_, step) => [step + 1, ...last.runs.map((run) => run[step])])),
    },
  });
};
