import Kernels
import Numerics

/// One network to simulate for one question, and how its answer becomes the question's.
///
/// Dense networks of a positively homogeneous activation, without biases, normalisation or skips, are
/// simulated under one reference scale whatever theirs is: weights cσ instead of σ multiply a layer's
/// output by c on the way forward and its gradient on the way back, nothing else. So all scales of one law
/// are one simulation, and the answer is the same whether a question is asked alone or among others.
struct PropagationCell: Sendable {
  /// What is simulated.
  let request: PropagationRequest
  let plan: PropagationPlan
  /// ln σ²/σ²_reference by layer; empty if the question's own network is simulated.
  private let shifts: [Double]

  init(_ request: PropagationRequest) throws(PropagationError) {
    let plan = try PropagationPlan(request)
    let widths = request.widths
    let layers = zip(widths, widths.dropFirst())
    let variances = layers.map { request.initializer.variance(fanIn: $0, fanOut: $1) }
    guard plan.sampler == .dense, let slopes = request.activation.homogeneousSlopes,
      !plan.design.biases.areDrawn, request.normalization == nil, request.residual == nil,
      StandardLaw(of: request.initializer, isHalf: plan.design.isHalf) != nil,
      variances.allSatisfy({ $0 > 0 })
    else {
      (self.request, self.plan, shifts) = (request, plan, [])
      return
    }
    let reference = ReferenceScale(law: request.initializer.law, slopes: slopes)
    var simulated = request
    simulated.initializer = reference
    shifts = zip(variances, layers).map { variance, fans in
      Double.log(variance) - Double.log(reference.variance(fanIn: fans.0, fanOut: fans.1))
    }
    self.request = simulated
    self.plan = try PropagationPlan(simulated)
  }

  /// The moments of the question's network from those of the simulated one.
  func answer(_ moments: TrialMoments) -> TrialMoments {
    guard !shifts.isEmpty else { return moments }
    var result = moments
    let all = shifts.reduce(0, +)
    var below = 0.0  // over the layers before this one
    for layer in shifts.indices {
      let upTo = below + shifts[layer]
      result.activation[layer] += upTo
      result.variance[layer] += upTo
      if !result.varianceAcrossInputs.isEmpty { result.varianceAcrossInputs[layer] += upTo }
      if !result.mean.isEmpty {
        result.mean[layer] *= Double.exp(0.5 * upTo)
        result.preactivation[layer] += upTo
      }
      result.gradient[layer] += all - upTo
      result.weightGradient[layer] += below + (all - upTo)
      below = upTo
    }
    result.inputGradient += all
    return result
  }
}

/// The scale at which homogeneous networks are simulated: the second moment of activations is kept.
///
/// With slopes a and b, E f(z)² = ½(a² + b²) E z², so σ² = 2/((a² + b²) m).
struct ReferenceScale: WeightInitializer {
  let law: WeightLaw
  let gain: Double

  init(law: WeightLaw, slopes: (negative: Double, positive: Double)) {
    self.law = law
    let squares = slopes.negative * slopes.negative + slopes.positive * slopes.positive
    gain = squares > 0 ? 2 / squares : 1
  }

  var name: String { "reference" }

  func variance(fanIn: Int, fanOut: Int) -> Double { gain / Double(fanIn) }

  // Standard laws are drawn by the store; see StandardLaw.
  func fill<Real: BufferReal>(
    _ weights: inout MutableSpan<Real>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) { preconditionFailure("only the law and the variance are asked for") }
}
