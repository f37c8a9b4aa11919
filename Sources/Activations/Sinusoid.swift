import Kernels

/// A sin(ωx + c), of which averages over normal numbers have closed forms.
public struct Sinusoid: Equatable, Sendable {
  /// A.
  public let amplitude: Double
  /// ω, of either sign.
  public let frequency: Double
  /// sin c and cos c, so that both are exact for sine and cosine.
  public let phase: (sine: Double, cosine: Double)

  /// Makes A sin(ωx + c) of c's sine and cosine.
  public init(
    amplitude: Double = 1, frequency: Double, phase: (sine: Double, cosine: Double) = (0, 1)
  ) {
    self.amplitude = amplitude
    self.frequency = frequency
    self.phase = phase
  }

  /// The same function times a number.
  func scaled(by factor: Double) -> Sinusoid {
    Sinusoid(amplitude: factor * amplitude, frequency: frequency, phase: phase)
  }

  public static func == (a: Sinusoid, b: Sinusoid) -> Bool {
    a.amplitude == b.amplitude && a.frequency == b.frequency && a.phase == b.phase
  }
}

extension FormulaExpression {
  /// The sinusoid that the formula is, such as `3 sin(2x + 1)` or `-cos(x / 4)`; `nil` for every other one.
  var sinusoid: Sinusoid? {
    switch self {
    case .function(.sin, let u, _):
      return u.turning.map { Sinusoid(frequency: $0.slope, phase: Self.phase($0.offset)) }
    case .function(.cos, let u, _):
      // cos u = sin(u + π/2).
      return u.turning.map {
        let (sine, cosine) = Self.phase($0.offset)
        return Sinusoid(frequency: $0.slope, phase: (cosine, -sine))
      }
    case .function(.negative, let u, _): return u.sinusoid?.scaled(by: -1)
    case .operation(.multiply, let a, let b, _):
      if let factor = a.constant { return b.sinusoid?.scaled(by: factor) }
      return b.constant.flatMap { a.sinusoid?.scaled(by: $0) }
    case .operation(.divide, let a, let b, _):
      return b.constant.flatMap { a.sinusoid?.scaled(by: 1 / $0) }
    default: return nil
    }
  }

  private static func phase(_ c: Double) -> (sine: Double, cosine: Double) {
    (Sine().evaluate(c), Sine().differentiate(c))
  }

  /// ω and c of ωx + c with ω ≠ 0, as far as the sine of c has digits.
  private var turning: (slope: Double, offset: Double)? {
    guard let affine, affine.slope != 0, affine.slope.isFinite, affine.offset.magnitude < 0x1p22
    else { return nil }
    return affine
  }

  /// a and b of a x + b; `nil` for what is no such line.
  private var affine: (slope: Double, offset: Double)? {
    if let constant { return (0, constant) }
    switch self {
    case .variable: return (1, 0)
    case .function(.negative, let u, _): return u.affine.map { (-$0.slope, -$0.offset) }
    case .operation(let operation, let a, let b, _):
      guard let left = a.affine, let right = b.affine else { return nil }
      switch operation {
      case .add: return (left.slope + right.slope, left.offset + right.offset)
      case .subtract: return (left.slope - right.slope, left.offset - right.offset)
      case .multiply:
        if let factor = a.constant { return (factor * right.slope, factor * right.offset) }
        return b.constant.map { (left.slope * $0, left.offset * $0) }
      case .divide: return b.constant.map { (left.slope / $0, left.offset / $0) }
      case .power, .min, .max: return nil
      }
    case .number, .function: return nil
    }
  }
}
