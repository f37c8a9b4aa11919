import Kernels
import Networks
import Numerics

/// χ₁ over a whole plane of weight and bias variances, for pictures.
///
/// E f² and E f′² are tabulated over ln q and interpolated linearly in logarithms, so that a point of the
/// plane costs a few hundred multiplications instead of as many quadratures; within 10⁻³ of
/// `MeanFieldPhase.chi1` for activations of the catalogue.
public struct ChiTable: Sendable {
  private let lowest = -16.0
  private let step = 0.05
  private let logSecond: [Double]
  private let logSlope: [Double]

  /// Tabulates both moments from q = e⁻¹⁶ to e¹⁸.
  public init(of activation: any Activation) throws(TheoryError) {
    var (second, slope): ([Double], [Double]) = ([], [])
    for index in 0...680 {
      let moments = try GaussianMoments(
        of: activation, variance: Double.exp(lowest + step * Double(index)))
      second.append(Double.log(moments.secondMoment))
      slope.append(Double.log(moments.slopeSecondMoment))
    }
    logSecond = second
    logSlope = slope
  }

  /// χ₁ where the lengths end that start at q = σ_w² + σ_b².
  public func chi(weightVariance: Double, biasVariance: Double) -> Double {
    guard weightVariance > 0 else { return 0 }
    let logWeight = Double.log(weightVariance)
    var logLength = Double.log(weightVariance + biasVariance)
    for _ in 0..<2000 {
      let next = Double.log(
        Double.exp(logWeight + value(logSecond, at: logLength)) + biasVariance)
      let isStill = (next - logLength).magnitude < 1e-7
      logLength = next
      if isStill || logLength < lowest || logLength > 17.9 { break }
    }
    return Double.exp(logWeight + value(logSlope, at: logLength))
  }

  private func value(_ table: [Double], at logLength: Double) -> Double {
    let position = (logLength - lowest) / step
    let index = Swift.min(Swift.max(Int(position.rounded(.down)), 0), table.count - 2)
    let share = position - Double(index)
    // Beyond the ends: the last value for slopes, the last power for values.
    return table[index] + share * (table[index + 1] - table[index])
  }
}
