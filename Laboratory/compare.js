// Compares the laboratory with the command line, digit by digit, for random settings:
// node Laboratory/compare.js REPORT [COUNT [FILE.wasm]]
"use strict";
const fs = require("node:fs"), path = require("node:path"), zlib = require("node:zlib");
const { execFileSync, spawnSync } = require("node:child_process");
const { isDeepStrictEqual } = require("node:util");
const templates = path.join(__dirname, "..", "templates", "laboratory");
require(path.join(templates, "simulator.js"));

const [report, count = "100", file] = process.argv.slice(2);
const bytes = file ? fs.readFileSync(file)
  : zlib.gunzipSync(Buffer.from(fs.readFileSync(path.join(templates, "laboratory.wasm.txt"), "latin1"), "base64"));

// Marsaglia's xorshift, so that the settings are the same on every machine.
let state = 88172645;
const below = (n) => {
  state ^= state << 13; state ^= state >>> 17; state ^= state << 5;
  return (state >>> 0) % n;
};
const pick = (list) => list[below(list.length)];
const lines = (text, heading) => text.split(heading + "\n")[1].replace(/\s+/g, " ").split(". With a number")[0].trim().split(", ");
const help = execFileSync(report, ["propagate", "--help"], { encoding: "utf8" });
const activations = [...lines(help, "ACTIVATIONS"), "leaky-relu-0.2", "x * sigmoid(1.702 x)", "max(x, 0)^2", "sin(x) + x/3"];
const starts = [...lines(help, "STARTS"), "normal-0.05", "uniform-0.1", "orthogonal-1.2", "he", "truncated-normal-0.05"];

const setting = () => {
  const chosen = { activation: pick(activations), init: pick(starts), seed: below(1000000), trials: 2 + below(40) };
  const maybe = (share, key, value) => { if (below(100) < share) chosen[key] = value; };
  const isSquare = below(100) < 60;
  if (isSquare) {
    chosen.width = pick([1, 3, 16, 48, 100]);
    chosen.depth = 1 + below(24);
    maybe(40, "residual", pick(["plain", "scaled"]));
    if (!chosen.residual) maybe(15, "tied", true);
    if (chosen.residual) maybe(40, "expansion", 1 + below(4));
  } else {
    chosen.widths = Array.from({ length: 2 + below(8) }, () => 1 + below(90));
  }
  maybe(50, "gain", (1 + below(300)) / 100);
  maybe(40, "bias-variance", pick([0, 0.01, 0.5, 2]));
  maybe(50, "batch", 2 + below(12));
  maybe(35, "normalization", chosen.batch ? pick(["layer", "batch"]) : "layer");
  maybe(20, "input-second-moment", pick([0.01, 3, 1e9]));
  if (chosen.batch) maybe(30, "input-correlation", pick([0.2, 0.9, 1]));
  if (!chosen.expansion) maybe(35, "precision", pick(["float16", "float64"]));
  maybe(25, "sampler", pick(["exact", "dense"]));
  return chosen;
};
const options = (chosen) => Object.entries(chosen).flatMap(([key, value]) => (value === true ? ["--" + key] : ["--" + key, String(value)]));

// A small training of the same kind.
const training = () => {
  const chosen = {
    activation: pick(activations), init: pick(starts), seed: below(1000000), width: pick([4, 12, 25]), depth: below(5), networks: 1 + below(7),
    steps: 1 + below(40), batch: 1 + below(12), samples: 48 + below(80), tests: 1 + below(6),
  };
  const maybe = (share, key, value) => { if (below(100) < share) chosen[key] = value; };
  maybe(40, "gain", (1 + below(300)) / 100);
  maybe(40, "normalization", pick(["batch", "layer", "rms"]));
  maybe(40, "residual", true);
  maybe(60, "optimizer", pick(["sgd", "momentum", "adam"]));
  maybe(60, "learning-rate", pick([0.001, 0.03, 0.5, 20, 1e6]));
  maybe(25, "difficulty", below(21) / 10);
  maybe(30, pick(["clip-norm", "clip-value"]), (1 + below(200)) / 100);
  maybe(30, "warm-up", below(chosen.steps + 1));
  maybe(20, "target-loss", (1 + below(300)) / 100);
  return chosen;
};

(async () => {
  const simulator = await initStudySimulator(bytes);
  // Settings of a command until so many are answered, by both with the same digits; the others are refused by both.
  const compared = (command, settings, answer, goal, ignored) => {
    let [equal, refused] = [0, 0];
    while (equal < goal) {
      const chosen = settings();
      const theirs = spawnSync(report, [command, ...options(chosen), "--json"], { encoding: "utf8", maxBuffer: 1 << 28 });
      let own = null, complaint = null;
      try { own = answer(chosen); } catch (error) { complaint = error.message; }
      const fail = (words) => {
        console.error(`${words}: report ${command} ${options(chosen).join(" ")}`);
        process.exit(1);
      };
      if (theirs.status !== 0) {
        if (own) fail("the laboratory answers what the command refuses");
        if (!theirs.stderr.includes(complaint)) fail(`“${complaint}” is not what the command says, “${theirs.stderr.trim()}”`);
        refused++;
        continue;
      }
      if (complaint) fail(`the laboratory refuses what the command answers, “${complaint}”`);
      const expected = JSON.parse(theirs.stdout);
      for (const name of ignored) delete expected[name];
      // Through text, as scripts get it.
      if (!isDeepStrictEqual(JSON.parse(JSON.stringify(own)), expected)) {
        const difference = (a, b, at) => (a && b && typeof a === "object" && typeof b === "object"
          ? Object.keys({ ...a, ...b }).map((key) => difference(a[key], b[key], `${at}.${key}`)).find((one) => one)
          : Object.is(a, b) ? null : `${at}: ${a} and ${b}`);
        fail(`other digits (${difference(own, expected, "")})`);
      }
      equal++;
    }
    return [equal, refused];
  };
  const [equal, refused] = compared("propagate", setting, simulator.propagate, Number(count), ["seconds"]);
  const [learned, unlearned] = compared("train", training, simulator.train, Math.ceil(Number(count) / 2), ["seconds", "stepsPerSecond"]);
  // The other benches: both maps, and products of matrices.
  const json = (...words) => JSON.parse(execFileSync(report, [...words, "--json"], { encoding: "utf8" }));
  const same = (own, theirs, words) => {
    for (const [key, value] of Object.entries(own)) {
      if (Object.is(theirs[key], value)) continue;
      console.error(`other digits (${key}: ${value} and ${theirs[key]}): report ${words}`);
      process.exit(1);
    }
  };
  for (let round = 0; round < 12; round++) {
    const asked = { activation: pick(["tanh", "erf", "sigmoid", "gelu", "relu"]), weightVariance: (1 + below(400)) / 100, biasVariance: below(80) / 100 };
    const { lengths, correlations, ...own } = simulator.maps(asked);
    same(own, json("theory", "--activation", asked.activation, "--weight-variance", `${asked.weightVariance}`, "--bias-variance", `${asked.biasVariance}`), "theory");
    const product = { size: 1 + below(8), steps: 1 + below(60), entryDeviation: (1 + below(200)) / 100, seed: below(1000) };
    const { mean, standardDeviation } = simulator.products(product);
    same({ mean, standardDeviation }, json("product", "--size", `${product.size}`, "--steps", `${product.steps}`, "--entry-deviation", `${product.entryDeviation}`,
      "--seed", `${product.seed}`, "--trials", "64"), `product --size ${product.size}`);
  }
  console.log(`${equal} settings and ${learned} trainings with the digits of the command line, ${refused} and ${unlearned} refused by both with the same words`);
})();
