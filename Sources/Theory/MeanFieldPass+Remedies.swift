import Kernels
import Networks
import Numerics

extension MeanFieldPass {
  /// Predicts for a request as ``propagate(_:)`` takes it, with skip connections, layer normalisation or
  /// blocks of two layers; `nil` where there is no theory, see ``PropagationRequest/obstacleToTheory``.
  ///
  /// Skip connections, x ← x + c (W f(Norm x) + b), with q = E x², G = E (∂ℓ/∂x)², v = 1 if
  /// normalised and q if not, and 1/v′ the square of the normalisation's slope (v′ = q, or 1 without):
  ///
  ///     q ← q + c² (m σ² E f(√v ξ)² + σ_b²)
  ///     G ← G (1 + c² n σ² E f′(√v ξ)² / v′)            (Yang and Schoenholz 2017)
  ///
  /// Layer normalisation of plain layers sets the activation's argument to mean square 1 and divides the
  /// gradient at z by the variance of z. What is recorded for a residual layer is x and G behind it, as
  /// in ``LayerMoments``.
  public init?(_ request: PropagationRequest) throws(TheoryError) {
    guard request.obstacleToTheory == nil else { return nil }
    let variances = zip(request.widths, request.widths.dropFirst()).map {
      request.initializer.variance(fanIn: $0, fanOut: $1)
    }
    if request.residual == nil, request.normalization == nil {
      try self.init(
        activation: request.activation, widths: request.widths, weightVariances: variances,
        biasVariances: request.biasVariances, inputSecondMoment: request.inputs.secondMoment)
      return
    }
    try Self.check(widths: request.widths, weightVariances: variances)
    let curve = try MomentCurve(of: request.activation)
    if request.residual == nil {
      try self.init(layerNormalized: request, curve, variances)
    } else {
      try self.init(residual: request, curve)
    }
  }

  private init(
    layerNormalized request: PropagationRequest, _ curve: MomentCurve, _ variances: [Double]
  ) throws(TheoryError) {
    let unit = try curve.logMoments(atLogVariance: 0)
    let biases = request.biasVariances
    var logInput = Double.log(request.inputs.secondMoment)
    var logZ: [Double] = []
    for (layer, (fanIn, variance)) in zip(request.widths, variances).enumerated() {
      logZ.append(
        Double.logSum(Double.log(Double(fanIn) * variance) + logInput, Double.log(biases[layer])))
      logInput = unit.value
    }
    var logGradient = 0.0
    var built: [Layer] = []
    for index in logZ.indices.reversed() {
      let width = request.widths[index + 1]
      let logDelta = logGradient + unit.slope - logZ[index]
      built.append(
        Layer(
          index: index + 1, width: width, logPreactivationVariance: logZ[index],
          logActivationSecondMoment: unit.value, logGradientSecondMoment: logDelta))
      logGradient = logDelta + Double.log(Double(width) * variances[index])
    }
    self.init(layers: built.reversed(), logInputGradientSecondMoment: logGradient)
  }

  private init(residual request: PropagationRequest, _ curve: MomentCurve) throws(TheoryError) {
    let (width, depth) = (request.widths[0], request.widths.count - 1)
    let logBranch =
      2 * Double.log(request.residual?.branchFactor(depth: depth) ?? 1)
    // The same in every layer, because all have one width.
    let biases = BiasDesign(request)
    let logBias = 2 * Double.log(biases.deviations[0])
    let logInnerBias = 2 * Double.log(biases.innerDeviations.first ?? 0)
    /// ln of n σ² of a matrix from `m` to `n` units, forward (m) or backward (n).
    func logGain(_ m: Int, _ n: Int, over count: Int) -> Double {
      Double.log(Double(count) * request.initializer.variance(fanIn: m, fanOut: n))
    }
    var logStream = Double.log(request.inputs.secondMoment)
    var streams: [Double] = []
    var factors: [Double] = []  // ln of what one layer multiplies G by
    for _ in 0..<depth {
      let isNormalized = request.normalization != nil
      let logArgument = isNormalized ? 0 : logStream
      let logSlopeOfNorm = isNormalized ? -logStream : 0
      let branch: Double
      let back: Double
      if let expansion = request.expansion {
        let inner = expansion * width
        let q = Double.logSum(logGain(width, inner, over: width) + logArgument, logInnerBias)
        let moments = try curve.logMoments(atLogVariance: q)
        branch = Double.logSum(logGain(inner, width, over: inner) + moments.value, logBias)
        back =
          logGain(inner, width, over: width) + moments.slope + logGain(width, inner, over: inner)
      } else {
        let moments = try curve.logMoments(atLogVariance: logArgument)
        branch = Double.logSum(logGain(width, width, over: width) + moments.value, logBias)
        back = logGain(width, width, over: width) + moments.slope
      }
      factors.append(Double.logSum(0, logBranch + back + logSlopeOfNorm))
      logStream = Double.logSum(logStream, logBranch + branch)
      streams.append(logStream)
    }
    var logGradient = 0.0
    var built: [Layer] = []
    for index in streams.indices.reversed() {
      built.append(
        Layer(
          index: index + 1, width: width, logPreactivationVariance: streams[index],
          logActivationSecondMoment: streams[index], logGradientSecondMoment: logGradient))
      logGradient += factors[index]
    }
    self.init(layers: built.reversed(), logInputGradientSecondMoment: logGradient)
  }

  private init(layers: [Layer], logInputGradientSecondMoment: Double) {
    self.layers = layers
    self.logInputGradientSecondMoment = logInputGradientSecondMoment
  }
}

extension PropagationRequest {
  /// Why mean-field theory says nothing about a network, for a reader; `nil` if it does.
  ///
  /// It is the theory of independent centred weights, so that constant and tied ones and those that
  /// are fitted to data have none of it; under batch normalisation a unit's law depends on the batch.
  /// Half precision rounds, which is no matter until it loses numbers.
  public var obstacleToTheory: String? {
    if normalization == .batch { return "batch normalisation ties the inputs of a batch" }
    if tiesWeights { return "the layers share their weights" }
    if initializer.law == .constant { return "the weights are not random" }
    if initializer is any DataDependentInitializer { return "the start is fitted to data" }
    return nil
  }
}
