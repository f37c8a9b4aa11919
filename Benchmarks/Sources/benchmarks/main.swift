import Kernels
import Simulation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Processor time, all threads together; `compare.py` runs this and the numpy versions
/// side by side and prints ratios, the only figures that carry from one machine to another.

/// Processor seconds of this process so far: what a busy machine does not add to.
func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

/// Processor seconds of the fastest of several runs.
func fastest(_ runs: Int, _ body: () -> Void) -> Double {
  (0..<runs).map { _ in
    let start = processorSeconds()
    body()
    return processorSeconds() - start
  }.min() ?? 0
}

/// Processor seconds of the fastest of several runs of an asynchronous body.
func fastest(_ runs: Int, _ body: () async throws -> Void) async rethrows -> Double {
  var best = Double.infinity
  for _ in 0..<runs {
    let start = processorSeconds()
    try await body()
    best = min(best, processorSeconds() - start)
  }
  return best
}

func line(_ name: String, _ value: Double) { print("\(name)\t\(value)") }

let seed = SeedTree(seed: 1)
let count = 1 << 14
var x = [Float](repeating: 0, count: count)
var y = x
var s = x
let address = StreamAddress(key: 1, lane: 2)
let repeats = 200

line(
  "normals float32, M/s",
  Double(count * repeats) / 1e6
    / fastest(5) {
      for i in 0..<repeats {
        NormalFill.normals(&x, count: count, from: address, startingAtGroup: UInt64(i * count))
      }
    })
for activation in ActivationCatalog.all {
  line(
    "\(activation.name) float32, M/s",
    Double(count * repeats) / 1e6
      / fastest(5) { for _ in 0..<repeats { activation.apply(x, into: &y, count: count) } })
  line(
    "\(activation.name) slopes float32, M/s",
    Double(count * repeats) / 1e6
      / fastest(5) { for _ in 0..<repeats { activation.slopes(x, into: &s, count: count) } })
}

func propagation(
  _ name: String, width: Int, depth: Int, trials: Int, sampler: Sampler = .exact, batch: Int = 1,
  jobs: Int = 1, runs: Int = 3
) async throws {
  let request = PropagationRequest(
    width: width, depth: depth, activation: Tanh(), initializer: XavierNormal(), batch: batch,
    sampler: sampler, trials: trials, seed: seed, jobs: jobs)
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
try await propagation(
  "dense 512 x 50, batch 128, two jobs", width: 512, depth: 50, trials: 8, sampler: .dense,
  batch: 128, jobs: 2)

/// Three activations under seven starts: starts that are one law on square layers are simulated once.
let starts: [any WeightInitializer] = [
  Normal(standardDeviation: 0.01), Normal(standardDeviation: 1), XavierNormal(), XavierUniform(),
  HeNormal(), LeCun(), Geometric(),
]
let activations: [any Activation] = [Sigmoid(), Tanh(), ReLU()]
let grid = activations.flatMap { activation in
  starts.map {
    PropagationRequest(
      width: 512, depth: 50, activation: activation, initializer: $0, batch: 128, sampler: .dense,
      trials: 4, seed: seed)
  }
}
line(
  "grid 3 x 7, 512 x 50, batch 128, s per trial",
  try await fastest(1) { _ = try await propagate(grid) } / 4)
