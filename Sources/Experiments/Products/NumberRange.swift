import Graphics
import Study

/// What a floating-point format can hold; the smallest number is the smallest subnormal.
///
/// IEEE 754-2019, table 3.5; bfloat16 has the exponent of single precision and 7 fraction bits.
struct NumberRange: Equatable, Sendable {
  let name: String
  /// The smallest positive number, with fewer significant bits than the others.
  let smallest: Double
  let largest: Double

  static let fp16 = NumberRange(name: "fp16", smallest: 0x1p-24, largest: 65504)
  static let bf16 = NumberRange(name: "bf16", smallest: 0x1p-133, largest: 0x1.FEp127)
  static let fp32 = NumberRange(name: "fp32", smallest: 0x1p-149, largest: 0x1.FFFFFEp127)

  static let all = [fp16, bf16, fp32]

  var log10: ClosedRange<Double> {
    Elementary.log10(smallest)...Elementary.log10(largest)
  }

  /// The first step t at which factor^t lies outside; nil for a factor of 1.
  func exit(of factor: Double) -> Int? {
    let rate = Elementary.log10(factor)
    guard rate != 0 else { return nil }
    let border = rate > 0 ? log10.upperBound : log10.lowerBound
    return Int((border / rate).rounded(.down)) + 1
  }
}
