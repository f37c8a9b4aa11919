// The simulator of the command line, compiled to WebAssembly: settings in, numbers out. Knows nothing of a page, so
// that it runs in a worker and in tests alike.
"use strict";
globalThis.initStudySimulator = async (bytes) => {
  const { instance } = await WebAssembly.instantiate(bytes, {
    page: { number: (at, length) => { const text = read(at, length); return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : NaN; } },
  });
  const lab = instance.exports;
  // Memory may have grown, and then it is another buffer.
  const read = (at, length) => new TextDecoder().decode(new Uint8Array(lab.memory.buffer, at, length));
  const message = () => read(lab.lab_message(), lab.lab_message_length());

  const place = (list, value, name) => {
    const at = list.indexOf(value ?? list[0]);
    if (at < 0) throw new RangeError(`${name}: there is no '${value}'; the names are: ${list.filter((one) => one).join(", ")}`);
    return at;
  };
  const whole = (value, name, low, high) => {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (!Number.isInteger(number) || number < low || number > high) {
      throw new RangeError(`${name}: '${value}' is no whole number from ${low} to ${high}`);
    }
    return number;
  };
  const real = (value, name, low, high) => {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (!(typeof number === "number" && number >= low && number <= high)) {
      throw new RangeError(`${name}: '${value}' is no number from ${low} to ${high}`);
    }
    return number;
  };
  const ofPropagation = ["width", "depth", "widths", "activation", "init", "gain", "bias-variance", "normalization", "residual", "expansion",
    "tied", "batch", "input-second-moment", "input-correlation", "precision", "sampler", "seed", "trials"];
  const ofTraining = ["width", "depth", "activation", "init", "gain", "normalization", "residual", "optimizer", "learning-rate", "warm-up", "steps",
    "batch", "networks", "tests", "samples", "difficulty", "clip-norm", "clip-value", "target-loss", "seed"];
  // Names as the command line has them; scripts may write biasVariance for bias-variance.
  const named = (setting, known = ofPropagation) => Object.fromEntries(Object.entries(setting).filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => {
      const name = key.replace(/[A-Z]/g, (letter) => "-" + letter.toLowerCase());
      if (!known.includes(name)) throw new RangeError(`there is no setting '${key}'; the settings are: ${known.join(", ")}`);
      return [name, value];
    }));

  const limits = { width: 1e6, depth: 1000, trials: 1e5 };
  const widthsOf = (setting) => {
    if (setting.widths !== undefined) {
      const list = Array.isArray(setting.widths) ? setting.widths : String(setting.widths).split(",");
      if (list.length < 2) throw new RangeError(`widths: '${setting.widths}' needs an input and at least one layer, such as 64,128,64`);
      return list.map((width) => whole(width, "widths", 1, limits.width));
    }
    return Array(whole(setting.depth ?? 50, "depth", 1, limits.depth) + 1).fill(whole(setting.width ?? 256, "width", 1, limits.width));
  };
  // The low and the high 32 bits.
  const halves = (value) => {
    const seed = whole(value ?? 1, "seed", 0, Number.MAX_SAFE_INTEGER);
    return [seed % 0x100000000, Math.floor(seed / 0x100000000)];
  };
  const encoded = (setting) => {
    return [
      ...halves(setting.seed), real(setting.gain ?? 1, "gain", 0, 1e6),
      setting["bias-variance"] === undefined ? NaN : real(setting["bias-variance"], "bias-variance", 0, 1e12),
      place(["", "batch", "layer"], setting.normalization, "normalization"),
      place(["", "plain", "scaled"], setting.residual, "residual"),
      setting.expansion === undefined ? 0 : whole(setting.expansion, "expansion", 1, 64), setting.tied ? 1 : 0,
      whole(setting.batch ?? 1, "batch", 1, 4096), real(setting["input-second-moment"] ?? 1, "input-second-moment", 0, 1e20),
      real(setting["input-correlation"] ?? 0, "input-correlation", 0, 1),
      setting.precision === undefined ? 1 : place(["float16", "float32", "float64"], setting.precision, "precision"),
      place(["auto", "exact", "dense"], setting.sampler, "sampler"), ...widthsOf(setting),
    ];
  };

  const statuses = ["estimated", "zero", "ruled by few networks", "has no mean", "overflow", "undefined"];
  // The numbers of `BenchRecord`, in its order, under the names of the command's JSON; what is not finite is null there,
  // and stays in `quantiles`, for drawing.
  const reader = (at) => {
    const numbers = new Float64Array(lab.memory.buffer, at);
    let next = 0;
    const take = () => numbers[next++];
    const finite = () => { const x = take(); return Number.isFinite(x) ? x : null; };
    const moment = () => {
      const [value, low, high] = [finite(), finite(), finite()];
      const [samples, status, shareDead, shareOverflowed] = [take(), take(), take(), take()];
      const [mean, median, deviation, lower, upper, zeros, overflows] = [finite(), take(), finite(), take(), take(), take(), take()];
      if (samples < 0) return null;
      const shown = (x) => (Number.isFinite(x) ? x : null);
      const result = {
        value, low, high, samples, status: statuses[status], shareDead, shareOverflowed,
        log10: { mean, median: shown(median), standardDeviation: deviation, low: shown(lower), high: shown(upper), zeros, overflows },
      };
      Object.defineProperty(result, "quantiles", { value: [lower, median, upper] });
      return result;
    };
    const estimate = () => {
      const result = { value: finite(), low: finite(), high: finite(), samples: take() };
      return result.samples < 0 ? null : result;
    };
    return { take, finite, moment, estimate };
  };

  const answer = (bench, setting, numbers) => {
    const { take, finite, moment, estimate } = reader(lab.lab_result(bench));
    const [activation, initializer, obstacle] = message().split("\n");
    const sampler = ["", "exact", "dense"][take()];
    const [trials, depth] = [take(), take()];
    take();
    const inputGradientSecondMoment = moment();
    const layers = [];
    for (let layer = 1; layer <= depth; layer++) {
      const width = take();
      const [activationSecondMoment, activationVariance, preactivationSecondMoment, gradientSecondMoment, weightGradientSecondMoment,
        varianceAcrossInputs] = [moment(), moment(), moment(), moment(), moment(), moment()];
      const [activationMean, activationCosine, gradientCosine] = [estimate(), estimate(), estimate()];
      const [zeroActivations, zeroGradients, lostActivations, lostGradients] = [estimate(), estimate(), estimate(), estimate()];
      const theory = {
        activationSecondMoment: finite(), gradientSecondMoment: finite(), preactivationSecondMoment: finite(),
        activationLog10: finite(), gradientLog10: finite(),
      };
      layers.push({
        layer, width, activationSecondMoment, activationVariance, activationMean, preactivationSecondMoment, gradientSecondMoment,
        weightGradientSecondMoment, varianceAcrossInputs, activationCosine, gradientCosine,
        irregular: zeroActivations && { zeroActivations, zeroGradients, lostActivations, lostGradients },
        theory: obstacle ? null : theory,
      });
    }
    return {
      sampler, trials, seed: numbers[0] + numbers[1] * 0x100000000, activation, initializer,
      precision: setting.precision ?? "float32", batch: numbers[8], layers, inputGradientSecondMoment, theoryObstacle: obstacle || null,
    };
  };

  const withMemory = (arrays, use) => {
    const places = arrays.map((array) => {
      const at = lab.lab_allocate(Math.max(8, array.byteLength));
      new Uint8Array(lab.memory.buffer, at, array.byteLength).set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
      return at;
    });
    try { return use(...places); } finally { for (const at of places) lab.lab_free(at); }
  };

  // Opens a bench of some numbers and two names.
  const opened = (open, numbers, ...words) => {
    const names = new TextEncoder().encode(words.map((name) => String(name).replace(/\s/g, " ")).join("\n"));
    const bench = withMemory([Float64Array.from(numbers), names], (at, text) => open(at, numbers.length, text, names.length));
    if (bench < 0) throw new RangeError(message());
    return bench;
  };

  // Networks of a setting, a few at a time.
  const open = (given) => {
    const setting = named(given);
    const numbers = encoded(setting);
    const bench = opened(lab.lab_open, numbers, setting.activation ?? "tanh", setting.init ?? "xavier-normal");
    return {
      run: (trials) => lab.lab_run(bench, trials),
      answer: () => answer(bench, setting, numbers),
      close: () => lab.lab_close(bench),
      // The activation and its slope at so many numbers.
      curve(low, high, count) {
        return withMemory([new Float64Array(2 * count)], (at) => {
          lab.lab_curve(bench, low, high, count, at);
          const numbers = new Float64Array(lab.memory.buffer.slice(at, at + 16 * count));
          return { values: [...numbers.subarray(0, count)], slopes: [...numbers.subarray(count)] };
        });
      },
    };
  };

  // The numbers of `TrainingRecord` under the names of the JSON of `report train`, after so many steps.
  const optimizers = ["sgd", "momentum", "adam"], rates = { sgd: 0.1, momentum: 0.02, adam: 0.001 };
  const trainingAnswer = (bench, numbers, setting, after) => {
    const { take, finite, estimate } = reader(lab.lab_train_result(bench, after));
    const [matrices, stages, kinds] = message().split("\n").map((line) => line.split("\t").filter((name) => name));
    const list = (count, one) => Array.from({ length: count }, (_, index) => one(index));
    const [optimizer, rate, steps, batch, networks] = numbers.slice(7, 12);
    const task = { name: "digits", training: take(), test: take(), classes: take(), constantLoss: finite() };
    const parameters = take(), targetLoss = finite(), learned = estimate();
    const time = { samples: take(), value: finite(), low: finite(), high: finite() };
    const learnedAt = list(networks, finite), divergedAt = list(networks, finite);
    const [losses, tests, layers, places] = [take(), take(), take(), take()];
    const spread = (step) => ({ step, low: finite(), median: finite(), high: finite() });
    return {
      network: "layers", task,
      optimizer: { name: optimizers[optimizer], learningRate: rate, warmUp: numbers[18], clipNorm: setting["clip-norm"] ?? null, clipValue: setting["clip-value"] ?? null },
      steps, batch, networks, parameters, precision: "float32", lossScale: 1, skippedSteps: 0, seed: numbers[0] + numbers[1] * 0x100000000,
      targetLoss, learned, learningTime: time.samples < 0 ? null : time, learnedAt, divergedAt,
      losses: list(losses, spread),
      tests: list(tests, () => {
        const [step, alive] = [take(), take()];
        return {
          step, networks: alive, loss: spread(step), accuracy: spread(step),
          layers: list(layers, (index) => ({ name: matrices[index], movement: finite() })),
          stages: list(places, (index) => ({
            name: stages[index], kind: kinds[index], output: finite(), gradient: finite(), weightGradient: finite(), saturated: finite(), zero: finite(),
          })),
        };
      }),
    };
  };
  // Networks of a setting in training, some steps at a time; `run` says how many there were, one more than there are
  // to be when all is known.
  const openTraining = (given) => {
    const setting = named(given, ofTraining);
    const optimizer = setting.optimizer ?? "sgd", missing = NaN;
    const bound = (name) => (setting[name] === undefined ? missing : real(setting[name], name, Number.MIN_VALUE, Number.MAX_VALUE));
    if (setting["clip-norm"] !== undefined && setting["clip-value"] !== undefined) {
      throw new RangeError("--clip-norm and --clip-value exclude each other; give one.");
    }
    const numbers = [
      ...halves(setting.seed), whole(setting.width ?? 64, "width", 1, 1024), whole(setting.depth ?? 4, "depth", 0, 200),
      real(setting.gain ?? 1, "gain", 0, 1e6), place(["", "batch", "layer", "rms"], setting.normalization, "normalization"),
      setting.residual ? 1 : 0, place(optimizers, optimizer, "optimizer"), real(setting["learning-rate"] ?? rates[optimizer], "learning-rate", 0, 1e12),
      whole(setting.steps ?? 300, "steps", 1, 1e5), whole(setting.batch ?? 32, "batch", 1, 2000), whole(setting.networks ?? 10, "networks", 1, 200),
      whole(setting.tests ?? 20, "tests", 1, 1000), whole(setting.samples ?? 2000, "samples", 10, 2e4),
      real(setting.difficulty ?? 1, "difficulty", 0, 2), bound("clip-norm"), bound("clip-value"), bound("target-loss"),
      whole(setting["warm-up"] ?? 0, "warm-up", 0, setting.steps ?? 300),
    ];
    const bench = opened(lab.lab_train_open, numbers, setting.activation ?? "relu", setting.init ?? "he-normal"), steps = numbers[9];
    return {
      steps, run: (count) => lab.lab_train_run(bench, count), answer: (after) => trainingAnswer(bench, numbers, setting, after),
      close: () => lab.lab_train_close(bench),
    };
  };

  const nameOf = (activation) => new TextEncoder().encode(String(activation ?? "tanh"));
  const finiteOrNull = (x) => (Number.isFinite(x) ? x : null);

  // The numbers of `report theory`, and both maps: V at `points` lengths from 0 to `upTo`, C at correlations from 0 to 1.
  const maps = ({ activation, weightVariance, biasVariance = 0, points = 121, upTo = 4 }) => {
    const name = nameOf(activation), count = 7 + 2 * points;
    const variances = [real(weightVariance, "weight-variance", 0, 1e6), real(biasVariance, "bias-variance", 0, 1e6)];
    return withMemory([name, new Float64Array(count)], (text, at) => {
      if (lab.lab_maps(text, name.length, ...variances, points, upTo, at) < 0) throw new RangeError(message());
      const [qStar, chi1, cStar, depthScale, lengthDepthScale, gradientDepthScale, phase, ...rest] = new Float64Array(lab.memory.buffer.slice(at, at + 8 * count));
      return {
        qStar: finiteOrNull(qStar), chi1: finiteOrNull(chi1), cStar: finiteOrNull(cStar), depthScale: finiteOrNull(depthScale),
        lengthDepthScale: finiteOrNull(lengthDepthScale), gradientDepthScale: finiteOrNull(gradientDepthScale),
        phase: ["ordered", "critical", "chaotic"][phase], lengths: rest.slice(0, points), correlations: rest.slice(points),
      };
    });
  };
  // The critical weight variance at bias variances from 0 to `upTo`; NaN where there is none.
  const edge = ({ activation, points = 17, upTo = 1 }) => {
    const name = nameOf(activation);
    return withMemory([name, new Float64Array(points)], (text, at) => {
      lab.lab_edge(text, name.length, points, upTo, at);
      return [...new Float64Array(lab.memory.buffer.slice(at, at + 8 * points))];
    });
  };
  // The first products of `report product`: ln of the norm by product and step, and what they come to.
  const products = ({ size = 4, steps = 100, entryDeviation = 1, seed = 1 }) => {
    const n = whole(size, "size", 1, 8), count = whole(steps, "steps", 1, 1000), [low, high] = halves(seed);
    return withMemory([new Float64Array(64 * count + 5)], (at) => {
      const runs = lab.lab_products(n, count, real(entryDeviation, "entry-deviation", 1e-6, 1e6), low, high, at);
      if (runs < 0) throw new RangeError(message());
      const numbers = new Float64Array(lab.memory.buffer.slice(at, at + 8 * (runs * count + 5)));
      const [mean, least, most, standardDeviation, exponent] = numbers.subarray(runs * count);
      return {
        runs: Array.from({ length: runs }, (_, run) => [...numbers.subarray(run * count, (run + 1) * count)]),
        mean, low: least, high: most, standardDeviation, exponent,
      };
    });
  };

  lab.lab_names();
  const [activations, initializers] = message().split("\n").map((line) => line.split(","));

  const trials = (count) => whole(count ?? 100, "trials", 2, limits.trials);
  return {
    open, openTraining, trials, activations, initializers, maps, edge, products,
    // Refuses a setting that has no answer.
    check(setting) {
      trials(named(setting).trials);
      open(setting).close();
    },
    checkTraining(setting) { openTraining(setting).close(); },
    // The JSON of `report propagate` for a setting.
    propagate(setting) {
      const count = trials(named(setting).trials), bench = open(setting);
      try {
        bench.run(count);
        return bench.answer();
      } finally { bench.close(); }
    },
    // The JSON of `report train` for a setting.
    train(setting) {
      const bench = openTraining(setting);
      try {
        bench.run(bench.steps + 1);
        return bench.answer(bench.steps);
      } finally { bench.close(); }
    },
  };
};
