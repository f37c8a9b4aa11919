import Kernels

/// sin(ωx), the activation of SIREN with ω = 30 (Sitzmann and others 2020, "Implicit neural
/// representations with periodic activation functions").
///
/// E f² = ½(1 − e^(−2ω²q)) for x ~ N(0, q), and E f′² = ½ω²(1 + e^(−2ω²q)): see `SineMoments` in Theory.
/// The argument is reduced by multiples of π in three exact pieces (Cody and Waite 1980). From |ωx| = 2²² on, where neighbouring
/// single-precision numbers are turns apart, the phase is as good as random: value and slope are then
/// their root mean squares, of the sign of x.
public struct Sine: Activation, PointwiseFunction {
  /// ω > 0.
  public let frequency: Double
  public let name: String

  /// Makes the function; `sine` is that of ω = 1, others carry ω in their name.
  public init(frequency: Double = 1) {
    self.frequency = frequency
    name = frequency == 1 ? "sine" : "sine-" + shortNumber(frequency)
  }

  public var sinusoid: Sinusoid? { Sinusoid(frequency: frequency) }

  private static let reach = 0x1p22
  private static let rootOfHalf = 0.7071067811865476

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real {
    let argument = frequency * Double(x)
    if argument.magnitude >= Self.reach {
      return x < 0 ? -Real(Self.rootOfHalf) : Real(Self.rootOfHalf)
    }
    let (r, sign) = Self.reduced(argument)
    // Taylor's series to r²¹; on |r| ≤ π/2 the next term is below 10⁻¹⁷.
    let z = r * r
    var sum = 1.0
    for k in stride(from: 20.0, through: 2, by: -2) { sum = 1 - z / (k * (k + 1)) * sum }
    return Real(sign * (r * sum))
  }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real {
    let argument = frequency * Double(x)
    if argument.magnitude >= Self.reach { return Real(frequency * Self.rootOfHalf) }
    let (r, sign) = Self.reduced(argument)
    let z = r * r
    var sum = 1.0
    for k in stride(from: 21.0, through: 1, by: -2) { sum = 1 - z / (k * (k + 1)) * sum }
    return Real(frequency * sign * sum)
  }

  private var kernel: SineKernel { SineKernel(frequency: frequency) }

  public func apply(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    kernel.values(input, into: &output)
  }

  public func apply(_ input: Span<Double>, into output: inout MutableSpan<Double>) {
    kernel.values(input, into: &output)
  }

  public func slopes(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    kernel.slopes(input, into: &output)
  }

  public func slopes(_ input: Span<Double>, into output: inout MutableSpan<Double>) {
    kernel.slopes(input, into: &output)
  }

  /// x = kπ + r with |r| ≤ π/2, and (−1)ᵏ.
  private static func reduced(_ x: Double) -> (rest: Double, sign: Double) {
    let k = (x * 0.3183098861837907).rounded()
    // k has 22 bits and the first two pieces 30: their products are exact.
    let r = ((x - k * 0x1.921fb54p+1) - k * 0x1.10b4611p-29) - k * 0x1.4c4c6628b80dcp-58
    let isOdd = k - 2 * (k * 0.5).rounded(.down) != 0
    return (r, isOdd ? -1 : 1)
  }
}
