// Compares two compilations of the simulation, digit by digit: the page's in Node, and the one without vector
// instructions in the toolchain's wasmkit: node Laboratory/digests.js PAGE.wasm PLAIN.wasm [COUNT]
"use strict";
const fs = require("node:fs"), { execFileSync } = require("node:child_process");
const [page, plain, count = "20"] = process.argv.slice(2);
const activations = ["tanh", "sigmoid", "relu", "gelu"], starts = ["xavier-normal", "he-uniform", "orthogonal", "lecun"];

// FNV-1a over the bits of an answer's numbers, as in C/plain.c.
const digest = (numbers) => {
  const view = new DataView(new ArrayBuffer(8));
  let hash = 0xcbf29ce484222325n;
  for (const number of numbers) {
    view.setFloat64(0, number, true);
    const bits = Number.isNaN(number) ? 0x7ff8000000000000n : view.getBigUint64(0, true);
    for (let byte = 0n; byte < 8n; byte++) hash = BigInt.asUintN(64, (hash ^ (bits >> (8n * byte) & 0xffn)) * 0x100000001b3n);
  }
  return hash;
};

(async () => {
  const { instance: { exports: lab } } = await WebAssembly.instantiate(fs.readFileSync(page), { page: { number: () => NaN } });
  const put = (bytes) => {
    const at = lab.lab_allocate(bytes.length);
    new Uint8Array(lab.memory.buffer).set(bytes, at);
    return at;
  };
  const answered = (width, depth, activation, start, precision, trials, seed) => {
    const numbers = Float64Array.of(seed, 0, 1, NaN, 0, 0, 0, 0, 1, 1, 0, precision, 0, ...Array(depth + 1).fill(width));
    const text = new TextEncoder().encode(`${activations[activation]}\n${starts[start]}`);
    const bench = lab.lab_open(put(new Uint8Array(numbers.buffer)), numbers.length, put(text), text.length);
    lab.lab_run(bench, trials);
    const at = lab.lab_result(bench), perLayer = new Float64Array(lab.memory.buffer, at, 4)[3];
    const hash = digest(new Float64Array(lab.memory.buffer, at, 18 + depth * perLayer));
    lab.lab_close(bench);
    return hash;
  };
  for (let k = 0; k < Number(count); k++) {
    const setting = [1 + (k * 7) % 40, 1 + (k * 5) % 12, k % 4, (k >> 2) % 4, 1 + k % 2, 2 + k % 5, k];
    const found = execFileSync("wasmkit", ["run", plain, "lab_digest", ...setting.map((number) => `i32:${number}`)], { encoding: "utf8" });
    const theirs = BigInt.asUintN(64, BigInt(/-?\d+(?=\)?\]?\s*$)/.exec(found)[0]));
    if (answered(...setting) !== theirs) {
      console.error(`wasmkit computes other digits: lab_digest ${setting.join(" ")}`);
      process.exit(1);
    }
  }
  console.log(`${count} settings with the same digits in wasmkit, without vector instructions, and in Node`);
})();
