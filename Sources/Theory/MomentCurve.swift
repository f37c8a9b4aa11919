import Kernels
import Networks
import Numerics

/// E f² and E f′² of an activation as functions of ln q, over the whole range of logarithms.
///
/// Deep networks leave the range of floating point: N(0, 1) weights at width 512 multiply the
/// variance by 256 at every ReLU layer. Outside 10⁻³⁰ < q < 10⁴⁰ both moments follow a power of q
/// (f is linear or constant near 0, and homogeneous, saturating or integrable far out), whose exponent is
/// a multiple of ½ and is measured at the border.
public struct MomentCurve: Sendable {
  /// The activation.
  public let activation: any Activation

  private let small: Border
  private let large: Border

  private struct Border {
    let logVariance: Double
    let logSecond: Double
    let logSlopeSecond: Double
    let exponent: Double
    let slopeExponent: Double
  }

  /// Measures the two borders; four quadratures.
  public init(of activation: any Activation) throws(TheoryError) {
    self.activation = activation
    small = try Self.border(activation, at: 1e-30, beyond: 1e-33)
    large = try Self.border(activation, at: 1e40, beyond: 1e43)
  }

  /// ln E f(√q z)² at ln q; −∞ at ln q = −∞ if f(0) = 0.
  public func logSecondMoment(atLogVariance logVariance: Double) throws(TheoryError) -> Double {
    if let border = border(for: logVariance) {
      return border.logSecond
        + Self.growth(border.exponent, from: border.logVariance, to: logVariance)
    }
    return Double.log(try moments(atLogVariance: logVariance).secondMoment)
  }

  /// ln E f′(√q z)² at ln q.
  public func logSlopeSecondMoment(
    atLogVariance logVariance: Double
  ) throws(TheoryError) -> Double {
    if let border = border(for: logVariance) {
      return border.logSlopeSecond
        + Self.growth(border.slopeExponent, from: border.logVariance, to: logVariance)
    }
    return Double.log(try moments(atLogVariance: logVariance).slopeSecondMoment)
  }

  /// Both logarithms from one quadrature: (ln E f², ln E f′²).
  public func logMoments(
    atLogVariance logVariance: Double
  ) throws(TheoryError) -> (value: Double, slope: Double) {
    if border(for: logVariance) != nil {
      return (
        try logSecondMoment(atLogVariance: logVariance),
        try logSlopeSecondMoment(atLogVariance: logVariance)
      )
    }
    let moments = try moments(atLogVariance: logVariance)
    return (Double.log(moments.secondMoment), Double.log(moments.slopeSecondMoment))
  }

  private func moments(atLogVariance logVariance: Double) throws(TheoryError) -> GaussianMoments {
    try GaussianMoments(of: activation, variance: Double.exp(logVariance))
  }

  private func border(for logVariance: Double) -> Border? {
    if logVariance < small.logVariance { return small }
    if logVariance > large.logVariance { return large }
    return nil
  }

  /// exponent · (b − a), where an exponent of 0 wins over an infinite distance.
  private static func growth(_ exponent: Double, from a: Double, to b: Double) -> Double {
    exponent == 0 ? 0 : exponent * (b - a)
  }

  private static func border(
    _ activation: any Activation, at q: Double, beyond: Double
  ) throws(TheoryError) -> Border {
    let near = try GaussianMoments(of: activation, variance: q)
    let far = try GaussianMoments(of: activation, variance: beyond)
    let distance = Double.log(beyond) - Double.log(q)
    func exponent(_ a: Double, _ b: Double) -> Double {
      guard a > 0, b > 0 else { return 0 }
      let raw = (Double.log(b) - Double.log(a)) / distance
      return 0.5 * (2 * raw).rounded()
    }
    return Border(
      logVariance: Double.log(q),
      logSecond: Double.log(near.secondMoment),
      logSlopeSecond: Double.log(near.slopeSecondMoment),
      exponent: exponent(near.secondMoment, far.secondMoment),
      slopeExponent: exponent(near.slopeSecondMoment, far.slopeSecondMoment))
  }
}
