import Graphics
import Study

extension FigureWords {
  /// Ten to a power for an alternative text, which holds no formulas: `0.98`, or the block's
  /// `alt.power` (“10 to the −6.5”) where the exponent is outside the range.
  func plain(
    powerOf exponent: Double, within range: Range<Double> = -3..<3, decimals: Int = 1
  ) -> String {
    range.contains(exponent)
      ? NumberFormat.significant(2).text(Elementary.power10(exponent))
      : text("alt.power", Fact("exponent", exponent, .fixed(decimals)))
  }
}
