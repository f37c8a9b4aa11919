import Simulation
import Study

/// One simulation that serves every Gaussian rule.
///
/// Linear and ReLU layers without biases are positively homogeneous: W = σG turns each layer's output
/// into σ times that of G, on the way forward and on the way back. A pass with one rule therefore
/// gives the pass of any other rule on the same draws, by adding Σ log₁₀(σ²/σ²_reference) over the layers
/// in between; nothing is approximated, and rules are compared on common random numbers.
struct HomogeneousPass {
  let widths: [Int]
  let reference: PropagationResult
  private let referenceVariances: [Double]

  /// Simulates with `reference`, a Gaussian rule; on the way back only where that is asked for.
  init(
    widths: [Int], activation: any Activation, reference: StartingRule, batch: Int = 1,
    networks: Int, seed: SeedTree, jobs: Int, isForwardOnly: Bool = false
  ) async throws {
    precondition(reference.initializer.law == .gaussian, "the draws of one law serve only that law")
    self.widths = widths
    referenceVariances = reference.variances(of: widths)
    var request = PropagationRequest(
      widths: widths, activation: activation, initializer: reference.initializer, batch: batch,
      trials: networks, seed: seed, jobs: jobs)
    request.measuresGradients = !isForwardOnly
    self.reference = try await propagate(request)
  }

  /// The second moments of activations by layer, the input's not included, under another rule.
  func forward(_ rule: StartingRule) -> [SignalSize] {
    let steps = shifts(rule)
    var shift = 0.0
    return zip(reference.layers, steps).map { layer, step in
      shift += step
      return SignalSize(layer.activation, shiftedBy: shift)
    }
  }

  /// log₁₀ of the typical second moment of activations by layer, under another rule: means of the
  /// logarithm over networks, which no rare network rules.
  func typicalForward(_ rule: StartingRule) -> [Estimate] {
    let steps = shifts(rule)
    var shift = 0.0
    return zip(reference.layers, steps).map { layer, step in
      shift += step
      return layer.activation.log10.mean.map { $0 + shift }
    }
  }

  /// The second moments of gradients ∂ℓ/∂z by layer under another rule, for a unit gradient ∂ℓ/∂h at
  /// the last layer.
  func backward(_ rule: StartingRule) -> [SignalSize] {
    let steps = shifts(rule)
    var shift = 0.0
    var sizes: [SignalSize] = []
    for (layer, step) in zip(reference.layers, steps).reversed() {
      sizes.append(SignalSize(layer.gradient, shiftedBy: shift))
      shift += step
    }
    return sizes.reversed()
  }

  /// The second moments of the weights' gradient ∂ℓ/∂w by layer under another rule: the signal from the layers
  /// below times the gradient from those above.
  func weights(_ rule: StartingRule) -> [SignalSize] {
    let steps = shifts(rule)
    let all = steps.reduce(0, +)
    return zip(reference.layers, steps).map { layer, step in
      SignalSize(layer.weightGradient, shiftedBy: all - step)
    }
  }

  /// The second moment of the gradient at the input under another rule.
  func inputGradient(_ rule: StartingRule) -> SignalSize {
    SignalSize(reference.inputGradient, shiftedBy: shifts(rule).reduce(0, +))
  }

  /// log₁₀(σ²/σ²_reference) of each layer.
  private func shifts(_ rule: StartingRule) -> [Double] {
    zip(rule.variances(of: widths), referenceVariances).map { Elementary.log10($0 / $1) }
  }
}

/// A mean square over networks, as decimal logarithms: deep networks leave the range of numbers.
public struct SignalSize: Codable, Equatable, Sendable {
  /// log₁₀ of the mean over networks, with its 95 % interval.
  public var mean: Estimate
  /// log₁₀ of the 2.5 % quantile over single networks.
  public var low: Double
  /// log₁₀ of the 97.5 % quantile over single networks.
  public var high: Double

  init(_ summary: MomentSummary, shiftedBy shift: Double = 0) {
    mean = summary.mean.map { Elementary.log10(max($0, .leastNormalMagnitude)) + shift }
    low = summary.log10.low + shift
    high = summary.log10.high + shift
  }

  /// The mean itself instead of its logarithm.
  public var linearMean: Estimate { mean.map(Elementary.power10) }

  /// The largest distance of the interval's ends from its middle, as a share of the value.
  public var relativeMargin: Double {
    Elementary.power10(max(mean.high - mean.value, mean.value - mean.low)) - 1
  }
}
