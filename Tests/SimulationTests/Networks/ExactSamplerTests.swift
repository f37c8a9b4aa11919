import Kernels
import Testing

@testable import Networks
@testable import Numerics
@testable import Spectra

/// The exact samplers against explicit matrices, in distribution, for every combination they claim.
///
/// Two-sample Kolmogorov–Smirnov on the logarithm of every second moment, and on sums and differences
/// across layers and directions, which see the joint law of forward and backward. With about 3000
/// comparisons, c = 3.1 in D > c √(2/n) has a false alarm in 3000 · 2 exp(−2 · 3.1²) ≈ 3 · 10⁻⁵ of runs;
/// the seeds are fixed anyway. The controls show what the same statistics detect.
@Suite struct ExactSamplerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var widths: [Int]
    var initializer: any WeightInitializer = XavierNormal()
    var activation: any Activation = Tanh()
    var bias = 0.0
    var normalization: Normalization?
    var residual: Residual?
    var batch = 1
    var inputs = InputLaw.standardNormal
    var testDescription: String { name }
  }

  static let trials = 4000

  static let cases: [Case] = [
    Case(name: "Gaussian, tanh", widths: [12, 12, 12, 12]),
    Case(
      name: "Gaussian, ReLU", widths: [12, 12, 12, 12], initializer: HeNormal(), activation: ReLU()),
    Case(name: "Gaussian, rectangular", widths: [20, 5, 16, 3, 9], initializer: HeNormal(.fanOut)),
    Case(name: "Gaussian, one unit", widths: [1, 1, 1], initializer: Normal(standardDeviation: 1)),
    Case(name: "Gaussian, biases", widths: [10, 12, 8], bias: 0.3),
    Case(name: "Gaussian, layer norm", widths: [10, 12, 8], normalization: .layer),
    Case(name: "Gaussian, residual", widths: [10, 10, 10, 10], bias: 0.1, residual: .plain),
    Case(
      name: "Gaussian, residual, layer norm", widths: [10, 10, 10], initializer: HeNormal(),
      activation: ReLU(), normalization: .layer, residual: .scaled),
    Case(name: "Haar, square", widths: [9, 9, 9, 9], initializer: Orthogonal(gain: 1.2)),
    Case(
      name: "Haar, ReLU", widths: [9, 9, 9], initializer: Orthogonal(), activation: ReLU(),
      bias: 0.2),
    Case(name: "Haar, widening", widths: [5, 9, 14], initializer: Orthogonal(gain: 1.5)),
    Case(name: "Haar, narrowing", widths: [14, 9, 5, 2], initializer: Orthogonal(gain: 1.5)),
    Case(name: "Haar, down to one", widths: [6, 1, 4], initializer: Orthogonal()),
    Case(name: "Haar, residual", widths: [8, 8, 8], initializer: Orthogonal(), residual: .plain),
    Case(name: "Gaussian, batch", widths: [14, 12, 13, 12], batch: 3),
    Case(
      name: "Gaussian, batch, ReLU, biases", widths: [14, 12, 13], initializer: HeNormal(),
      activation: ReLU(), bias: 0.1, batch: 4, inputs: InputLaw(secondMoment: 2, correlation: 0.5)),
    Case(
      name: "Gaussian, batch, identical inputs", widths: [10, 12, 11], batch: 3,
      inputs: InputLaw(secondMoment: 1, correlation: 1)),
    Case(name: "Gaussian, batch wider than layers", widths: [6, 3, 5], batch: 8),
    Case(
      name: "Gaussian, batch norm", widths: [12, 12, 12, 12], initializer: HeNormal(),
      activation: ReLU(), normalization: .batch, batch: 4),
    Case(
      name: "Gaussian, batch norm, residual", widths: [12, 12, 12], initializer: HeNormal(),
      activation: ReLU(), normalization: .batch, residual: .plain, batch: 4),
    Case(
      name: "Haar, batch", widths: [10, 10, 10, 10], initializer: Orthogonal(gain: 1.1), batch: 3),
    Case(
      name: "Haar, batch, ReLU", widths: [10, 10, 10], initializer: Orthogonal(),
      activation: ReLU(), batch: 5),
    Case(
      name: "Haar, batch, layer norm", widths: [10, 10, 10], initializer: Orthogonal(),
      normalization: .layer, batch: 3),
  ]

  /// Everything that the exact samplers accept on layers of one width: either law, one input or several,
  /// every normalisation, every skip, with and without biases.
  static let combinations: [Case] = [XavierNormal(), Orthogonal(gain: 1.2)].flatMap {
    (rule: any WeightInitializer) in
    [1, 3].flatMap { batch in
      [nil, .layer, .batch].flatMap { (normalization: Normalization?) -> [Case] in
        // A batch of one has no deviation.
        if batch == 1, normalization == .batch { return [] }
        return [nil, .plain, .scaled].flatMap { (residual: Residual?) in
          [0, 0.2].map { bias in
            Case(
              name: "\(rule.name), batch \(batch), \(normalization?.rawValue ?? "no") norm, "
                + "\(residual?.rawValue ?? "no") skip, bias \(bias)",
              widths: [7, 7, 7], initializer: rule, bias: bias, normalization: normalization,
              residual: residual, batch: batch)
          }
        }
      }
    }
  }

  @Test(arguments: cases + combinations) func equalsDenseInDistribution(
    _ example: Case
  ) async throws {
    let exact = try await statistics(example, .exact, seed: 1)
    let dense = try await statistics(example, .dense, seed: 2)
    for (name, sample) in exact {
      let reference = try #require(dense[name])
      let distance = Self.distance(sample, reference)
      #expect(distance < 3.1 * (2 / Double(Self.trials)).squareRoot(), "\(example.name): \(name)")
    }
  }

  /// The same statistics tell a 10 % error in σ² apart, and Gaussian from Haar weights.
  @Test func controlsAreDetected() async throws {
    func worst(_ a: Case, _ b: Case) async throws -> Double {
      let first = try await statistics(a, .exact, seed: 1)
      let second = try await statistics(b, .dense, seed: 2)
      return first.map { Self.distance($0.value, second[$0.key] ?? []) }.max() ?? 0
    }
    let bound = 3.1 * (2 / Double(Self.trials)).squareRoot()
    let gaussian = Case(
      name: "", widths: [9, 9, 9, 9], initializer: Normal(standardDeviation: 1.0 / 3))
    let enlarged = Case(
      name: "", widths: [9, 9, 9, 9], initializer: Normal(standardDeviation: 1.049 / 3))
    let haar = Case(name: "", widths: [9, 9, 9, 9], initializer: Orthogonal())
    #expect(try await worst(gaussian, enlarged) > bound)
    #expect(try await worst(gaussian, haar) > 5 * bound)
  }

  /// Forward and backward products of a linear network are made of the same matrices.
  ///
  /// The textbook assumption of independent gradients would make this correlation zero.
  @Test func linearNetworksAreCorrelatedBackward() async throws {
    for sampler in [Sampler.exact, .dense] {
      let result = try await propagate(
        PropagationRequest(
          width: 2, depth: 6, activation: Identity(), initializer: LeCun(), sampler: sampler,
          trials: 4000, keepsTrials: true, seed: SeedTree(seed: 3)))
      let networks = try #require(result.networks)
      // E ln-ratios: correlation between |h_L|² and |g_0|², both products of the same matrices.
      let x = networks.activation[5]
      let y = networks.inputGradient
      #expect(Self.correlation(x, y) > 0.5)
    }
  }

  @Test func impossibleCombinationsAreRefused() async {
    let cases: [Case] = [
      Case(name: "uniform", widths: [8, 8], initializer: XavierUniform()),
      Case(name: "lsuv", widths: [8, 8], initializer: LSUV()),
      Case(name: "Haar batch, rectangular", widths: [8, 9], initializer: Orthogonal(), batch: 2),
      Case(name: "Haar batch, too large", widths: [8, 8], initializer: Orthogonal(), batch: 5),
    ]
    for example in cases {
      await #expect(throws: PropagationError.self, "\(example.name)") {
        _ = try await propagate(request(example, .exact, seed: 1))
      }
    }
  }

  // MARK: Statistics

  func request(_ c: Case, _ sampler: Sampler, seed: UInt64) -> PropagationRequest {
    PropagationRequest(
      widths: c.widths, activation: c.activation, initializer: c.initializer,
      biasVariance: c.bias, normalization: c.normalization, residual: c.residual, batch: c.batch,
      inputs: c.inputs, sampler: sampler, precision: .float64, trials: Self.trials,
      keepsTrials: true, seed: SeedTree(seed: seed))
  }

  func statistics(
    _ c: Case, _ sampler: Sampler, seed: UInt64
  ) async throws -> [String: [Double]] {
    let networks = try #require(try await propagate(request(c, sampler, seed: seed)).networks)
    var all: [String: [Double]] = ["input gradient": networks.inputGradient]
    let depth = networks.activation.count
    for l in 0..<depth {
      let (h, g) = (Self.finite(networks.activation[l]), Self.finite(networks.gradient[l]))
      all["activation \(l + 1)"] = h
      all["gradient \(l + 1)"] = g
      all["activation + gradient \(l + 1)"] = zip(h, g).map(+)
      all["activation L − gradient \(l + 1)"] = zip(Self.finite(networks.activation[depth - 1]), g)
        .map(-)
      all["activation \(l + 1) + input gradient"] = zip(h, networks.inputGradient).map(+)
    }
    return all
  }

  /// Dead networks at one far place, so that sums and differences stay numbers.
  static func finite(_ x: [Double]) -> [Double] { x.map { max($0, -1000) } }

  /// sup |F − G|, ties counted on both sides.
  static func distance(_ first: [Double], _ second: [Double]) -> Double {
    // What rounding makes of a constant (a Haar layer's length) is no difference in law.
    let a = first.map { ($0 * 1e9).rounded() }.sorted()
    let b = second.map { ($0 * 1e9).rounded() }.sorted()
    var (i, j, worst) = (0, 0, 0.0)
    while i < a.count, j < b.count {
      let x = min(a[i], b[j])
      while i < a.count, !(a[i] > x) { i += 1 }
      while j < b.count, !(b[j] > x) { j += 1 }
      worst = max(worst, abs(Double(i) / Double(a.count) - Double(j) / Double(b.count)))
    }
    return worst
  }

  static func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let n = Double(x.count)
    let (mx, my) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
    var (xy, xx, yy) = (0.0, 0.0, 0.0)
    for (a, b) in zip(x, y) {
      xy += (a - mx) * (b - my)
      xx += (a - mx) * (a - mx)
      yy += (b - my) * (b - my)
    }
    return xy / (xx * yy).squareRoot()
  }
}
