import TestSupport
import Testing

@testable import Networks
@testable import Numerics

/// Propagation against closed forms: a linear network with σ² gives E h² = (mσ²)ˡ exactly, forward
/// and backward, at any width.
@Suite struct PropagateTests {
  let seed = SeedTree(seed: 1).child("propagate-tests")

  func request(
    _ sampler: Sampler, activation: any Activation = Identity(),
    initializer: any WeightInitializer = XavierNormal(), widths: [Int] = [20, 40, 10, 30],
    trials: Int = 4000, biasVariance: Double = 0, batch: Int = 1,
    precision: Precision = .float32, jobs: Int? = nil
  ) -> PropagationRequest {
    PropagationRequest(
      widths: widths, activation: activation, initializer: initializer,
      biasVariance: biasVariance, batch: batch, sampler: sampler, precision: precision,
      trials: trials, seed: seed, jobs: jobs)
  }

  @Test(arguments: [Sampler.exact, .dense]) func linearNetworkMatchesItsProducts(
    _ sampler: Sampler
  ) async throws {
    let widths = [20, 40, 10, 30]
    let result = try await propagate(request(sampler))
    var forward = 1.0
    for (i, layer) in result.layers.enumerated() {
      let (m, n) = (Double(widths[i]), Double(widths[i + 1]))
      forward *= m * 2 / (m + n)
      #expect(layer.activation.mean.within(sigmas: 4.5, of: forward), "layer \(layer.layer)")
    }
    var backward = 1.0
    for i in result.layers.indices.reversed() {
      #expect(result.layers[i].gradient.mean.within(sigmas: 4.5, of: backward), "layer \(i + 1)")
      let (m, n) = (Double(widths[i]), Double(widths[i + 1]))
      backward *= n * 2 / (m + n)
    }
    #expect(result.inputGradient.mean.within(sigmas: 4.5, of: backward))
  }

  /// Without a way back the way forward is the same, and nothing is said of gradients.
  @Test(arguments: [1, 8]) func forwardAloneIsTheSameForward(_ batch: Int) async throws {
    var asked = request(.dense, trials: 30, batch: batch)
    let both = try await propagate(asked)
    asked.measuresGradients = false
    let forward = try await propagate(asked)
    #expect(forward.layers.map(\.activation) == both.layers.map(\.activation))
    #expect(forward.inputGradient.log10.mean.samples == 0)
    #expect(forward.layers[0].gradient.mean.samples == 0)
    #expect(both.inputGradient.log10.mean.samples == 30)
  }

  /// He's rule keeps the second moment of a ReLU network; σ²m/2 per layer in general.
  @Test(arguments: [Sampler.exact, .dense]) func rectifierHalvesTheSecondMoment(
    _ sampler: Sampler
  ) async throws {
    let result = try await propagate(
      request(
        sampler, activation: ReLU(), initializer: HeNormal(), widths: [30, 30, 30, 30, 30],
        trials: 6000))
    for layer in result.layers {
      #expect(layer.activation.mean.within(sigmas: 4.5, of: 1))
    }
    // At the top δ = g ⊙ 1[z > 0] has mean square ½; each step down keeps it under He's rule.
    for layer in result.layers { #expect(layer.gradient.mean.within(sigmas: 4.5, of: 0.5)) }
  }

  /// N(0, 0.01²) on 100 units: every layer takes a factor 0.01, so layer 60 stands at 10⁻¹²⁰, far
  /// below single precision, and layer 400 at 10⁻⁸⁰⁰, below double precision too.
  @Test(arguments: [Sampler.exact, .dense]) func scalesBeyondFloatingPointAreKept(
    _ sampler: Sampler
  ) async throws {
    for activation in [Identity(), Tanh(), ScaledSigmoid()] as [any Activation] {
      let depth = sampler == .exact ? 400 : 120
      let result = try await propagate(
        PropagationRequest(
          width: 100, depth: depth, activation: activation,
          initializer: Normal(standardDeviation: 0.01), sampler: sampler, trials: 40, seed: seed))
      let top = result.layers[depth - 1].activation.log10
      // ln χ²₁₀₀/100 has mean ψ(50) − ln 50 = −0.01003 and variance ψ′(50) = 0.0202 per layer.
      let expected = Double(depth) * (-2 - 0.010033 / 2.302585)
      let deviation = (Double(depth) * 0.0202).squareRoot() / 2.302585
      #expect(abs(top.mean.value - expected) < 0.02 + 5 * deviation / 40.0.squareRoot())
      // The gradient at layer 1 has taken one step less.
      let bottom = result.layers[0].gradient.log10.mean.value
      #expect(abs(bottom + 2 * Double(depth - 1)) < 0.02 * Double(depth))
      #expect(result.layers[depth - 1].activation.log10.zeros == 0)
    }
  }

  @Test func explodingScalesAreKept() async throws {
    for activation in [Identity(), ReLU()] as [any Activation] {
      let result = try await propagate(
        PropagationRequest(
          width: 100, depth: 300, activation: activation,
          initializer: Normal(standardDeviation: 1), trials: 40, seed: seed))
      let factor = activation.name == "relu" ? 1.69897 : 2.0
      let top = result.layers[299].activation.log10.mean.value
      #expect(abs(top - 300 * factor) < 0.02 * 300)
      #expect(result.layers[299].activation.mean.value == .infinity)
    }
  }

  @Test func anyNumberOfJobsGivesTheSameBits() async throws {
    for sampler in [Sampler.exact, .dense] {
      let one = try await propagate(request(sampler, activation: Tanh(), trials: 150, jobs: 1))
      let two = try await propagate(request(sampler, activation: Tanh(), trials: 150, jobs: 2))
      let seven = try await propagate(request(sampler, activation: Tanh(), trials: 150, jobs: 7))
      #expect(one == two)
      #expect(one == seven)
    }
  }

  /// The two samplers draw from one law: means and spreads of the logarithms agree.
  @Test(arguments: ActivationCatalog.names) func exactAgreesWithDense(_ name: String) async throws {
    let activation = try ActivationCatalog.activation(named: name)
    for bias in [0, 0.1] {
      let exact = try await propagate(
        request(
          .exact, activation: activation, widths: [12, 16, 8, 16], biasVariance: bias))
      let dense = try await propagate(
        request(
          .dense, activation: activation, widths: [12, 16, 8, 16], biasVariance: bias))
      for (a, b) in zip(exact.layers, dense.layers) {
        for path in [\LayerMoments.activation, \.gradient, \.weightGradient] {
          let (x, y) = (a[keyPath: path].log10, b[keyPath: path].log10)
          let error =
            (x.standardDeviation * x.standardDeviation / 4000
            + y.standardDeviation * y.standardDeviation / 4000).squareRoot()
          #expect(abs(x.mean.value - y.mean.value) <= 4.5 * error + 1e-6, "\(name) \(a.layer)")
        }
      }
    }
  }

  @Test func precisionsAgreeInLaw() async throws {
    let single = try await propagate(request(.exact, activation: Tanh()))
    let double = try await propagate(request(.exact, activation: Tanh(), precision: .float64))
    for (a, b) in zip(single.layers, double.layers) {
      #expect(a.gradient.mean.low < b.gradient.mean.high)
      #expect(b.gradient.mean.low < a.gradient.mean.high)
    }
  }

  @Test func badRequestsAreRefused() async {
    func error(_ change: (inout PropagationRequest) -> Void) async -> PropagationError? {
      var bad = request(.automatic)
      change(&bad)
      do {
        _ = try await propagate(bad)
        return nil
      } catch { return error as? PropagationError }
    }
    #expect(await error { $0.widths = [] } == .noLayers(widths: []))
    #expect(await error { $0.widths = [4] } == .noLayers(widths: [4]))
    #expect(await error { $0.widths = [4, 0, 3] } == .width(0, layer: 1))
    #expect(
      await error { $0.widths = [4, 1_000_000_000_000] } == .width(1_000_000_000_000, layer: 1))
    #expect(await error { $0.widths = [-2, 4] } == .width(-2, layer: 0))
    #expect(await error { $0.trials = 1 } == .trials(1))
    #expect(await error { $0.batch = 0 } == .batch(0))
    #expect(await error { $0.jobs = 0 } == .jobs(0))
    #expect(await error { $0.biasVariance = -1 } == .biasVariance(-1))
    let notANumber = await error { $0.biasVariance = .nan }
    #expect(notANumber?.description.contains("nan") == true)
    let uniform = await error {
      $0.sampler = .exact
      $0.initializer = XavierUniform()
    }
    #expect(uniform?.description.contains("xavier-uniform") == true)
    let huge = await error {
      $0.widths = [10_000_000, 10_000_000]
      $0.sampler = .dense
    }
    #expect(huge?.description.contains("400 TB") == true)
  }
}
