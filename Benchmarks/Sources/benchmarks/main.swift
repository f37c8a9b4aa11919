import Kernels
import Simulation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Prints one line per figure: a name, a tab, a number.
///
/// Each body is timed twice over: in processor seconds, all threads together, which a busy machine
/// does not add to; and on the wall with every core, which is what a user waits for. `compare.py` runs
/// this and the numpy versions side by side and prints ratios, the only figures that carry from one
/// machine to another. Arguments select the figures whose names contain one of them.

let wanted = Array(CommandLine.arguments.dropFirst())

func isWanted(_ name: String) -> Bool {
  wanted.isEmpty || wanted.contains { name.contains($0) }
}

func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

/// Seconds of the fastest of several runs, on the given clock.
func fastest(
  _ runs: Int, clock: clockid_t = CLOCK_PROCESS_CPUTIME_ID, _ body: () async throws -> Void
) async rethrows -> Double {
  var best = Double.infinity
  for _ in 0..<runs {
    let start = seconds(clock)
    try await body()
    best = min(best, seconds(clock) - start)
  }
  return best
}

func line(_ name: String, _ value: Double) { print("\(name)\t\(value)") }

/// One figure for a loop over a buffer, in millions of elements per second.
func rate(_ name: String, elements: Int, _ body: () -> Void) async {
  guard isWanted(name) else { return }
  line(name + ", M/s", Double(elements) / 1e6 / (await fastest(5) { body() }))
}

/// Milliseconds of a body that takes its number of jobs: processor time of one, the wall with all.
func time(_ name: String, runs: Int, _ body: (Int?) async throws -> Void) async rethrows {
  guard isWanted(name) else { return }
  line(name + ", ms", 1000 * (try await fastest(runs) { try await body(1) }))
  line(
    name + ", all cores, ms",
    1000 * (try await fastest(runs, clock: CLOCK_MONOTONIC) { try await body(nil) }))
}

let seed = SeedTree(seed: 1)
let count = 1 << 14
var x = [Float](repeating: 0, count: count)
var y = x
var s = x
let address = StreamAddress(key: 1, lane: 2)
let repeats = 200

await rate("normals float32", elements: count * repeats) {
  for i in 0..<repeats {
    NormalFill.normals(&x, count: count, from: address, startingAtGroup: UInt64(i * count))
  }
}
NormalFill.normals(&x, count: count, from: address)
for activation in ActivationCatalog.all {
  await rate("\(activation.name) float32", elements: count * repeats) {
    for _ in 0..<repeats {
      var output = y.mutableSpan
      activation.apply(x.span, into: &output)
    }
  }
  await rate("\(activation.name) slopes float32", elements: count * repeats) {
    for _ in 0..<repeats {
      var output = s.mutableSpan
      activation.slopes(x.span, into: &output)
    }
  }
}

func propagation(
  _ name: String, width: Int, depth: Int, trials: Int, sampler: Sampler = .exact, batch: Int = 1,
  runs: Int = 3
) async throws {
  guard isWanted(name) else { return }
  let request = PropagationRequest(
    width: width, depth: depth, activation: Tanh(), initializer: XavierNormal(), batch: batch,
    sampler: sampler, trials: trials, seed: seed, jobs: 1)
  let seconds = try await fastest(runs) { _ = try await propagate(request) }
  line(name + ", ms per trial", seconds * 1000 / Double(trials))
  line(
    name + ", ns per unit and layer",
    seconds * 1e9 / Double(trials) / Double(width * depth * batch))
}

try await propagation("exact 1000 x 30", width: 1000, depth: 30, trials: 200)
try await propagation("exact 4096 x 30", width: 4096, depth: 30, trials: 100)
try await propagation("exact 100000 x 30", width: 100_000, depth: 30, trials: 4)
try await propagation("exact 1000000 x 100", width: 1_000_000, depth: 100, trials: 2, runs: 2)

/// Where the exact batch sampler stops paying.
for (width, batch) in [(256, 16), (256, 32), (512, 32), (512, 64), (1024, 64), (1024, 128)] {
  for sampler in [Sampler.exact, .dense] {
    try await propagation(
      "crossover \(sampler.rawValue) \(width) x 10, batch \(batch)", width: width, depth: 10,
      trials: 4, sampler: sampler, batch: batch)
  }
}

let dense = PropagationRequest(
  width: 512, depth: 50, activation: Tanh(), initializer: XavierNormal(), batch: 128,
  sampler: .dense, trials: 8, seed: seed)
try await time("dense 512 x 50, batch 128, 8 trials", runs: 3) { jobs in
  var request = dense
  request.jobs = jobs
  _ = try await propagate(request)
}

/// Three activations under seven starts.
let starts: [any WeightInitializer] = [
  Normal(standardDeviation: 0.01), Normal(standardDeviation: 1), XavierNormal(), XavierUniform(),
  HeNormal(), LeCun(), Geometric(),
]
let activations: [any Activation] = [Sigmoid(), Tanh(), ReLU()]
try await time("grid 3 x 7, 512 x 50, batch 128, 20 trials", runs: 1) { jobs in
  let cells = activations.flatMap { activation in
    starts.map {
      PropagationRequest(
        width: 512, depth: 50, activation: activation, initializer: $0, batch: 128,
        sampler: .dense, trials: 20, seed: seed, jobs: jobs)
    }
  }
  _ = try await propagate(cells)
}

try await time("10000 products of 100 matrices 4 x 4", runs: 5) { jobs in
  _ = try await sampleGaussianProducts(
    GaussianProductRequest(
      size: 4, steps: 100, trials: 10_000, trackedTrials: 0, keptRuns: 0, seed: seed, jobs: jobs))
}

try await time("20 spectra 1000 x 500, xavier-uniform", runs: 3) { jobs in
  _ = try await sampleSpectrum(
    SpectrumRequest(
      rows: 1000, columns: 500, initializer: XavierUniform(), trials: 20, seed: seed, jobs: jobs))
}

try await time("100 largest singular values 10000 x 10000", runs: 2) { jobs in
  _ = try await mapTrials(100, jobs: jobs) { trial in
    var random = seed.child(trial).source()
    return BidiagonalModel(rows: 10_000, columns: 10_000, random: &random).largestSingularValue()
  }
}
