import WeightFiles

/// The numbers that a storage type can hold, as far as a number's neighbours.
///
/// A number that is stored stands for all that round to it: between the borders halfway to its neighbours.
public struct StorageGrid: Sendable {
  /// Bits of the significand after the point, and the exponent of the smallest normal number.
  private let significandBits: Int
  private let smallestExponent: Int

  /// The grid of binary32.
  package static let single = StorageGrid(significandBits: 23, smallestExponent: -126)

  private init(significandBits: Int, smallestExponent: Int) {
    (self.significandBits, self.smallestExponent) = (significandBits, smallestExponent)
  }

  /// The grid of a floating-point type; nil for integers and types that are not read.
  public init?(_ type: ElementType) {
    switch type {
    case .float64: (significandBits, smallestExponent) = (52, -1022)
    case .float32: (significandBits, smallestExponent) = (23, -126)
    case .float16: (significandBits, smallestExponent) = (10, -14)
    case .bfloat16: (significandBits, smallestExponent) = (7, -126)
    case .float8E4M3: (significandBits, smallestExponent) = (3, -6)
    case .float8E5M2: (significandBits, smallestExponent) = (2, -14)
    default: return nil
    }
  }

  /// The largest relative rounding error of normal numbers: half a step over one.
  public var rounding: Double {
    Double(sign: .plus, exponent: -significandBits - 1, significand: 1)
  }

  /// The smallest number with all digits.
  package var smallestNormal: Double {
    Double(sign: .plus, exponent: smallestExponent, significand: 1)
  }

  /// The borders of what rounds to a stored number: lower and upper.
  public func borders(_ x: Double) -> (lower: Double, upper: Double) {
    let magnitude = x.magnitude
    let exponent =
      magnitude == 0 ? smallestExponent : max(Int(magnitude.exponent), smallestExponent)
    let step = Double(sign: .plus, exponent: exponent - significandBits, significand: 1)
    // Below a power of two numbers lie twice as close.
    let isPower =
      magnitude.significandBitPattern == 0 && magnitude > 0 && exponent > smallestExponent
    let inner = isPower ? step / 2 : step
    return x < 0
      ? (x - step / 2, x + inner / 2) : (x - (magnitude == 0 ? step : inner) / 2, x + step / 2)
  }
}
