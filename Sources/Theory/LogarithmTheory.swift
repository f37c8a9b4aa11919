import Kernels
import Networks
import Numerics

/// What theory says of E ln of the mean squares of a wide plain network: the geometric mean over networks,
/// to first order in 1/width.
///
/// Mean-field theory gives the limit of infinite width, E h² and E δ². A single network of finite width
/// scatters around it, and the mean of the logarithm lies below the logarithm of the mean. With q the
/// mean square of pre-activations, s and s₂ the first two derivatives of ln E f² by ln q, κ = E f⁴/(E f²)²,
/// λ the share of q that is not the bias's, and x = ln q − its limit with mean m and variance v,
///
///     y = ln |h|²:  E y = s m + ½ s₂ v − ½ ν,  Var y = s² v + ν,  ν = (κ − 1)/n
///     next layer:   m = λ E y + ½ λ(1 − λ) Var y,  v = λ² Var y
///
/// from m = −1/n₀, v = 2/n₀ of a normal input. Backward, |δ|² = Σ f′² g² of normal g, and g is
/// h(u·δ)/|h|² + (1 − hhᵀ/|h|²) ξ: each layer adds
///
///     c₁ m + ½ c₂ v + (ρ − 1) w/n − ½ (3 κ′ − 1)/n
///
/// with c₁, c₂ the derivatives of ln E f′², κ′ = E f′⁴/(E f′²)², w = E f²f′²/(E f² E f′²), and ρ the mean of
/// (u·δ)² in units of its value for independent δ: ρ ← (A + (ρ′ − 1)B)/E f′², A = E u²f′², B = (E u f f′)²/E f²
/// (u in units of its deviation; above the last layer A/E f′²). For linear and ReLU networks these are
/// the first terms of the exact law (``FiniteWidthLaw``): −½ · 5/n per layer of rectifiers.
public struct LogarithmTheory: Equatable, Sendable {
  /// ln of the geometric mean of h², by layer.
  public let logActivation: [Double]
  /// ln of the geometric mean of δ², by layer.
  public let logGradient: [Double]
  /// The same for the gradient at the input.
  public let logInputGradient: Double

  /// Predicts; `nil` for networks that are more than plain layers, for weights without independent
  /// entries, for batches, where mean-field theory has none, and where the first order is not enough:
  /// layers of a few units, and lengths that have come to scatter widely under a map that is not straight.
  public init?(_ request: PropagationRequest) throws(TheoryError) {
    guard request.normalization == nil, request.residual == nil, request.batch == 1,
      request.initializer.law.hasIndependentEntries, let limit = try MeanFieldPass(request)
    else { return nil }
    let curve = try MomentCurve(of: request.activation)
    let biases = request.biasVariances
    let widths = request.widths
    var (m, v) = (-1 / Double(widths[0]), 2 / Double(widths[0]))
    var forward: [Double] = []
    var layers: [LayerMoments4] = []
    var states: [(m: Double, v: Double)] = []
    for (index, layer) in limit.layers.enumerated() {
      let n = Double(widths[index + 1])
      let logQ = layer.logPreactivationVariance
      guard logQ.isFinite, layer.logActivationSecondMoment.isFinite else { return nil }
      let share = 1 - Swift.min(1, biases[index] / layer.preactivationVariance)
      let lambda = biases[index] == 0 ? 1 : share
      // m and v of ln |h|² so far become those of ln q.
      let mean = lambda * m + 0.5 * lambda * (1 - lambda) * v
      v *= lambda * lambda
      m = mean
      let moments = try LayerMoments4(curve, logQ, lambda)
      states.append((m, v))
      layers.append(moments)
      let noise = (moments.kurtosis - 1) / n
      // Beyond the first order: few units, or lengths that scatter further than their map is straight.
      guard noise < 0.5, (moments.curvature * v).magnitude < 0.5 else { return nil }
      m = moments.slope * m + 0.5 * moments.curvature * v - 0.5 * noise
      v = moments.slope * moments.slope * v + noise
      forward.append(layer.logActivationSecondMoment + m)
    }
    var shift = 0.0
    var rho = 1.0
    var isLast = true
    var backward = limit.layers.map(\.logGradientSecondMoment)
    for index in layers.indices.reversed() {
      let n = Double(widths[index + 1])
      let moments = layers[index]
      let own =
        moments.slopeSlope * states[index].m + 0.5 * moments.slopeCurvature * states[index].v
      // Above the last layer the gradient is independent of everything.
      let coupling = isLast ? 0 : (rho - 1) * moments.overlap / n
      shift += own + coupling - 0.5 * (3 * moments.slopeKurtosis - 1) / n
      rho = moments.along + (isLast ? 0 : (rho - 1) * moments.through)
      isLast = false
      backward[index] += shift
    }
    let m0 = Double(widths[0])
    logActivation = forward
    logGradient = backward
    logInputGradient = limit.logInputGradientSecondMoment + shift + (rho - 1) / m0 - 1 / m0
  }
}

/// Averages of one layer that the fluctuations need, at its q.
private struct LayerMoments4 {
  let slope: Double
  let curvature: Double
  let slopeSlope: Double
  let slopeCurvature: Double
  let kurtosis: Double
  let slopeKurtosis: Double
  /// w.
  let overlap: Double
  /// A/E f′².
  let along: Double
  /// B/E f′².
  let through: Double

  init(_ curve: MomentCurve, _ logQ: Double, _ lambda: Double) throws(TheoryError) {
    // Derivatives by differences: the quadrature is good to 10⁻¹², so that h = 0.02 costs 10⁻⁸.
    let h = 0.02
    let below = try curve.logMoments(atLogVariance: logQ - h)
    let here = try curve.logMoments(atLogVariance: logQ)
    let above = try curve.logMoments(atLogVariance: logQ + h)
    slope = (above.value - below.value) / (2 * h)
    curvature = (above.value - 2 * here.value + below.value) / (h * h)
    slopeSlope = (above.slope - below.slope) / (2 * h)
    slopeCurvature = (above.slope - 2 * here.slope + below.slope) / (h * h)
    // Ratios do not change beyond the range of the quadrature.
    let q = Double.exp(Swift.min(Swift.max(logQ, -69), 92))
    let deviation = q.squareRoot()
    let activation = curve.activation
    let result = try NormalAverage.integrate(of: activation, deviation: deviation) { z, f, s in
      let (f2, s2) = (f * f, s * s)
      return SIMD8(f2, s2, f2 * f2, s2 * s2, f2 * s2, z * z * s2, z * f * s, 0)
    }.value
    let (f2, s2) = (result[0], result[1])
    kurtosis = result[2] / (f2 * f2)
    slopeKurtosis = s2 > 0 ? result[3] / (s2 * s2) : 1
    overlap = s2 > 0 ? result[4] / (f2 * s2) : 0
    along = s2 > 0 ? lambda * result[5] / s2 + (1 - lambda) : 1
    through = s2 > 0 ? lambda * result[6] * result[6] / (f2 * s2) : 0
  }
}
