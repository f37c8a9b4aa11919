import Charts
import Graphics

/// A chart as SVG elements of the page, laid out anew for each width rather than shrunk.
struct InlineDrawings: Sendable {
  let wide: String
  let phone: String
  /// Nil for drawings so large that a third copy would weigh more than smaller type on paper.
  let print: String?

  /// The largest drawing that gets a layout of its own for paper.
  private static let printLimit = 24_000

  /// Text column and margin of the page, a phone of 390 pixels less its margins, A4 less its margins.
  static let widths = (wide: 816.0, phone: 354.0, print: 642.0)

  init(_ chart: Chart, measuring measurer: some TextMeasuring) throws(ChartError) {
    var writer = InlineSVG()
    // The names under which the page embeds its typefaces.
    writer.families = [
      .sans: "'Page Sans',Inter,'DejaVu Sans',sans-serif",
      .display: "'Page Display','Inter Display',Inter,'DejaVu Sans',sans-serif",
      .mono: "'Page Mono','DejaVu Sans Mono',monospace",
    ]
    func text(_ width: Double, _ salt: String) throws(ChartError) -> String {
      writer.text(
        of: try chart.drawing(measuring: measurer, width: width, frame: .inline).drawing
          .simplified(tolerance: 0.1), salt: salt)
    }
    wide = try text(Self.widths.wide, "\(chart.id)-wide")
    phone = try text(Self.widths.phone, "\(chart.id)-phone")
    print =
      wide.utf8.count <= Self.printLimit
      ? try text(Self.widths.print, "\(chart.id)-print") : nil
  }
}
