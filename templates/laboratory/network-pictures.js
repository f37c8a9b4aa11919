// What the bench of a network shows of its settings: three curves by layer, the activation, a sentence.
const networkPictures = (words, all, cursor) => {
  const quantities = ["signal", "gradient", "weights"];
  // Root mean squares, as the report's figures show them: half the logarithm of the mean square.
  const laws = (answer, index) => answer.quantiles.map((layer) => layer[index].map((log) => log / 2));
  const theoryOf = (answer, index) => answer.layers.map((layer, at) => {
    if (!layer.theory) return NaN;
    const { activationLog10, gradientLog10 } = layer.theory;
    if (index === 0) return (activationLog10 ?? NaN) / 2;
    if (index === 1) return (gradientLog10 ?? NaN) / 2;
    if (answer.isResidual) return NaN;
    return ((gradientLog10 ?? NaN) + (at === 0 ? 0 : answer.layers[at - 1].theory.activationLog10 ?? NaN)) / 2;
  });
  const panel = (index) => {
    const sets = all.map(({ letter, answer }) => ({ letter, law: laws(answer, index), theory: theoryOf(answer, index) }));
    const depth = Math.max(...sets.map(({ law }) => law.length));
    const numbers = sets.flatMap(({ law, theory }) => [...law.flat(), ...theory]).filter(Number.isFinite);
    let [low, high] = [Math.floor(Math.min(0, ...numbers)), Math.ceil(Math.max(0, ...numbers))];
    if (high - low < 2) { low -= 1; high = Math.max(high, low + 2); }
    const x = (layer) => size.left + (depth === 1 ? 0.5 : (layer - 1) / (depth - 1)) * (size.width - size.left - size.right);
    const y = (log) => size.top + (high - Math.min(high, Math.max(low, log))) / (high - low) * (size.height - size.top - size.bottom);
    let body = "", notes = [];
    for (const { letter, law, theory } of sets) {
      const known = law.map((one, at) => [at + 1, ...one]).filter(([, , median]) => Number.isFinite(median));
      if (known.length) {
        const edge = [...known.map(([at, lower]) => [x(at), y(lower)]), ...known.reverse().map(([at, , , upper]) => [x(at), y(upper)])];
        body += `<path class="band ${letter}" d="${path(edge)}Z"/>`;
      }
      body += `<path class="line ${letter}" d="${path(law.map(([, median], at) => [x(at + 1), Number.isFinite(median) ? y(median) : NaN]))}"/>`;
      body += `<path class="theory" d="${path(theory.map((log, at) => [x(at + 1), Number.isFinite(log) ? y(log) : NaN]))}"/>`;
      const at = law.findIndex(([, median]) => median === -Infinity), over = law.findIndex(([, median]) => median === Infinity);
      if (at >= 0 && index !== 0) notes.push(fill(words.zeroBack, { layer: law.findLastIndex(([, median]) => median === -Infinity) + 1 }));
      else if (at >= 0) notes.push(fill(words.zero, { layer: at + 1 }));
      if (over >= 0) notes.push(fill(words.overflow, { layer: over + 1 }));
      const here = Math.min(cursor ?? law.length, law.length);
      if (Number.isFinite(law[here - 1][1])) body += `<circle class="dot ${letter}" cx="${x(here).toFixed(1)}" cy="${y(law[here - 1][1]).toFixed(1)}" r="4"/>`;
    }
    if (cursor) body = `<line class="cursor" x1="${x(Math.min(cursor, depth)).toFixed(1)}" x2="${x(Math.min(cursor, depth)).toFixed(1)}" y1="${size.top}" y2="${size.height - size.bottom}"/>` + body;
    body += [...new Set(notes)].map((note, at) => `<text class="note" x="${size.width - size.right}" y="${size.top + 12 + 14 * at}" text-anchor="end">${escaped(note)}</text>`).join("");
    const name = words[quantities[index]];
    const xTicks = ticks(0, depth, 1).filter((tick) => tick > 1);
    return frame({
      title: name, x, y, xTicks: [1, ...xTicks], yTicks: ticks(low, high, 1), xLabel: words.x, body,
      yText: (tick) => `10${raised(tick)}`, label: `${name}. ${words.curves}`,
    });
  };
  // f and its slope where the net inputs of the chosen layer lie.
  const spread = ({ answer }) => {
    const layer = answer.layers[Math.min(cursor ?? answer.layers.length, answer.layers.length) - 1];
    const log = layer.preactivationSecondMoment?.log10.median;
    return answer.isNormalized ? 1 : log === null || log === undefined ? null : Math.min(1e6, 10 ** (log / 2));
  };
  const unit = () => {
    const numbers = all.flatMap(({ curve }) => [...curve.values, ...curve.slopes]).filter(Number.isFinite);
    const [low, high] = [Math.max(-3, Math.min(0, ...numbers)), Math.min(3, Math.max(1, ...numbers))];
    const x = (z) => size.left + (z + 6) / 12 * (size.width - size.left - size.right);
    const y = (value) => size.top + (high - Math.min(high, Math.max(low, value))) / (high - low) * (size.height - size.top - size.bottom);
    let body = "";
    for (const set of all) {
      const { letter, curve: { values, slopes } } = set, at = (k) => -6 + 12 * k / (values.length - 1), z = spread(set);
      if (z !== null) {
        const half = Math.min(6, Math.max(0.03, 1.96 * z));
        body += `<rect class="band ${letter}" x="${x(-half).toFixed(1)}" width="${(x(half) - x(-half)).toFixed(1)}" y="${size.top}" height="${size.height - size.top - size.bottom}"/>`;
      }
      const curve = (numbers) => path(numbers.map((value, k) => [x(at(k)), value >= low - 0.01 && value <= high + 0.01 ? y(value) : NaN]));
      body += `<path class="line ${letter}" d="${curve(values)}"/><path class="line ${letter}" style="stroke-dasharray:2 3" d="${curve(slopes)}"/>`;
    }
    return frame({
      title: words.unit, x, y, xTicks: [-6, -3, 0, 3, 6], yTicks: ticks(low, high, 0.25), xLabel: words.unitX, body,
      yText: (tick) => String(Math.round(tick * 100) / 100).replace("-", "−"), label: words.unit,
    });
  };
  // The share of normal net inputs of a deviation at which the slope is below a tenth of its largest; beyond the curve's
  // ends it is what it is there.
  const flat = (slopes, deviation) => {
    const steepest = Math.max(...slopes.map(Math.abs)), step = 12 / (slopes.length - 1);
    let [inside, low] = [0, 0];
    slopes.forEach((slope, k) => {
      const weight = Math.exp(-(((-6 + k * step) / deviation) ** 2) / 2) / (deviation * Math.sqrt(2 * Math.PI)) * step;
      inside += weight;
      if (Math.abs(slope) < steepest / 10) low += weight;
    });
    const ends = [slopes[0], slopes.at(-1)].filter((slope) => Math.abs(slope) < steepest / 10).length;
    return Math.min(1, low + Math.max(0, 1 - inside) * ends / 2);
  };
  const sentences = (set) => {
    const { answer, curve } = set, depth = answer.layers.length;
    const median = (index, layer) => answer.quantiles[layer - 1][index][1] / 2;
    let text = "";
    if (cursor) {
      const layer = Math.min(cursor, depth);
      text = fill(words.read, { layer, signal: power(median(0, layer)), gradient: power(median(1, layer)), weights: power(median(2, layer)) });
    } else if (depth > 1) {
      const factor = (from, to, index) => power((median(index, to) - median(index, from)) / (depth - 1));
      const ratio = median(2, 1) - median(2, depth);
      text = Number.isFinite(ratio)
        ? fill(words.sum, { gradient: factor(depth, 1, 1), signal: factor(1, depth, 0), last: depth, ratio: power(ratio) }) : words.lost;
    }
    const z = spread(set);
    if (z !== null) {
      const half = Math.min(6, 1.96 * z), slopes = curve.slopes.filter((_, k) => Math.abs(-6 + 12 * k / (curve.slopes.length - 1)) <= Math.max(half, 0.05));
      const slope = Math.max(...slopes.map(Math.abs));
      if (Number.isFinite(slope)) text += " " + fill(words.unitSum, { slope: slope.toPrecision(2) });
      const share = flat(curve.slopes, z);
      if (share >= 0.02) text += " " + fill(words.flat, { share: Math.round(100 * share) });
    }
    return `${text} ${fill(words.count, { networks: answer.trials })}.`;
  };
  return { curves: [0, 1, 2].map(panel).join("") + unit(), sentences };
};
