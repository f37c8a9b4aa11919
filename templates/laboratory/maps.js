// Chapter 8: the plane of variances, and the two maps with the path of one network through its layers.
const mapsBench = (bench) => {
  const words = bench.dataset, limits = { weight: 5, bias: 1 };
  let edges = {}, last = null, from = { length: 3, correlation: 0.3 };
  const cobweb = (start, at, x, y, limit) => {
    const points = [[x(start), y(0)]];
    let value = start;
    for (let step = 0; step < 40; step++) {
      const next = at(value);
      if (!Number.isFinite(next)) break;
      points.push([x(value), y(Math.min(next, limit))]);
      if (next > limit) break;
      points.push([x(next), y(next)]);
      value = next;
    }
    return path(points);
  };
  const between = (list, upTo) => (value) => {
    const place = value / upTo * (list.length - 1), k = Math.min(list.length - 2, Math.floor(place));
    return place < 0 || place > list.length - 1 ? NaN : list[k] + (place - k) * (list[k + 1] - list[k]);
  };
  askingBench(bench, async function* ({ activation, "weight-variance": weightVariance, "bias-variance": biasVariance }) {
    const upTo = 5;
    edges[activation] ??= await call("edge", { activation, points: 21, upTo: limits.bias });
    const found = await call("maps", { activation, weightVariance, biasVariance, upTo });
    last = { ...found, upTo };
    const edge = edges[activation];
    const [px, py] = [across(0, limits.weight), upward(0, limits.bias)];
    const line = path(edge.map((weight, k) => [weight <= limits.weight ? px(weight) : NaN, py(limits.bias * (k / (edge.length - 1)) ** 2)]));
    const inside = [Math.min(limits.weight, Math.max(0, weightVariance)), Math.min(limits.bias, Math.max(0, biasVariance))];
    const plane = frame({
      title: words.plane, x: px, y: py, xTicks: ticks(0, limits.weight, 1), yTicks: ticks(0, limits.bias, 0.1), xLabel: words.weight,
      yText: (tick) => String(Math.round(tick * 10) / 10), label: words.planeLabel,
      body: `<path class="line a" d="${line}"/><text x="${px(0.15)}" y="${py(0.93)}">${escaped(words.ordered)}</text>`
        + `<text x="${px(limits.weight)}" y="${py(0.03)}" text-anchor="end">${escaped(words.chaotic)}</text>`
        + `<circle class="dot b" cx="${px(inside[0]).toFixed(1)}" cy="${py(inside[1]).toFixed(1)}" r="7"/>`,
    });
    const map = (title, list, high, start, fixed, xLabel) => {
      const [x, y] = [across(0, high), upward(0, high)];
      return frame({
        title, x, y, xTicks: ticks(0, high, high > 1 ? 1 : 0.1), yTicks: ticks(0, high, high > 1 ? 1 : 0.1), xLabel, label: title,
        yText: (tick) => String(Math.round(tick * 10) / 10),
        body: `<path class="theory" d="${path([[x(0), y(0)], [x(high), y(high)]])}"/>`
          + `<path class="line a" d="${path(list.map((value, k) => [x(high * k / (list.length - 1)), value <= high ? y(value) : NaN]))}"/>`
          + `<path class="line b" style="stroke-width:1.3" d="${cobweb(start, between(list, high), x, y, high)}"/>`
          + (fixed !== null && fixed <= high ? `<circle class="dot b" cx="${x(fixed).toFixed(1)}" cy="${y(fixed).toFixed(1)}" r="4"/>` : ""),
      });
    };
    const blanks = { chi: digits(found.chi1), q: found.qStar === null ? "∞" : digits(found.qStar), c: digits(found.cStar), depth: found.depthScale === null ? "∞" : digits(found.depthScale), gradient: found.gradientDepthScale === null ? "∞" : digits(found.gradientDepthScale) };
    yield {
      pictures: plane + map(words.length, found.lengths, upTo, from.length, found.qStar, words.lengthX)
        + (found.correlations.some(Number.isFinite) ? map(words.correlation, found.correlations, 1, from.correlation, found.cStar, words.correlationX) : ""),
      sentence: fill(words[found.phase + "Sentence"] + " " + words.numbers, blanks),
    };
  }, {
    shares: {
      command: (setting) => commandLine("theory", setting),
      csv: () => csvOf(["length", "next_length", "correlation", "next_correlation"], last.lengths.map((value, k) => [
        last.upTo * k / (last.lengths.length - 1), value, k / (last.lengths.length - 1), Number.isFinite(last.correlations[k]) ? last.correlations[k] : null,
      ])),
    },
    pointer({ curves, set, show, values }) {
      const place = (event, svg) => {
        const box = svg.getBoundingClientRect();
        return [(event.clientX - box.left) / box.width * size.width, (event.clientY - box.top) / box.height * size.height];
      };
      let isDragging = false;
      const move = (event, isPress) => {
        const svg = event.target.closest?.("svg") ?? null, index = [...curves.children].indexOf(svg);
        if (index < 0) return;
        const [x, y] = place(event, svg), share = Math.min(1, Math.max(0, (x - size.left) / (size.width - size.left - size.right)));
        if (index === 0) {
          if (!isPress && !isDragging) return;
          const up = Math.min(1, Math.max(0, (size.height - size.bottom - y) / (size.height - size.top - size.bottom)));
          set({ "weight-variance": Math.round(share * limits.weight * 100) / 100, "bias-variance": Math.round(up * limits.bias * 100) / 100 });
        } else {
          if (index === 1) from.length = share * 5; else from.correlation = share;
          show();
        }
      };
      curves.addEventListener("pointerdown", (event) => { isDragging = true; move(event, true); });
      addEventListener("pointerup", () => { isDragging = false; });
      curves.addEventListener("pointermove", (event) => move(event, false));
      curves.addEventListener("keydown", (event) => {
        const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };
        if (!(event.key in steps)) return;
        event.preventDefault();
        const index = [...curves.children].indexOf(event.target.closest("svg")), [dx, dy] = steps[event.key], now = values();
        const within = (value, high) => Math.min(high, Math.max(0, Math.round(value * 100) / 100));
        if (index === 0) set({ "weight-variance": within(now["weight-variance"] + 0.05 * dx, 100), "bias-variance": within(now["bias-variance"] + 0.02 * dy, 100) });
        else {
          if (index === 1) from.length = within(from.length + 0.1 * dx, 5); else from.correlation = within(from.correlation + 0.02 * dx, 1);
          show();
        }
      });
    },
  });
};
