import Study

/// What a floating-point format can hold; the smallest number is the smallest subnormal.
///
/// IEEE 754-2019, table 3.5; bfloat16 has the exponent of single precision and 7 fraction bits.
package struct NumberRange: Equatable, Sendable {
  package let name: String
  /// The smallest positive number, with fewer significant bits than the others.
  package let smallest: Double
  package let largest: Double

  package static let fp16 = NumberRange(name: "fp16", smallest: 0x1p-24, largest: 65504)
  package static let bf16 = NumberRange(name: "bf16", smallest: 0x1p-133, largest: 0x1.FEp127)
  package static let fp32 = NumberRange(name: "fp32", smallest: 0x1p-149, largest: 0x1.FFFFFEp127)

  package static let all = [fp16, bf16, fp32]

  package var log10: ClosedRange<Double> {
    Elementary.log10(smallest)...Elementary.log10(largest)
  }

  /// The first step t at which factor^t lies outside; nil for a factor of 1.
  package func exit(of factor: Double) -> Int? {
    let rate = Elementary.log10(factor)
    guard rate != 0 else { return nil }
    let border = rate > 0 ? log10.upperBound : log10.lowerBound
    return Int((border / rate).rounded(.down)) + 1
  }
}
