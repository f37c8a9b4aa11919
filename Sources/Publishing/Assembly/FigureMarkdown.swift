import Charts
import Study
import Foundation
import Graphics

extension RenderedFigure {
  /// The Markdown of the figure on a page of the site: a file beside the page.
  func linkedMarkdown(_ words: PageWords) -> String {
    markdown(
      image: "charts/\(chart.id).svg", data: "[\(words[.data])](data/\(chart.id).csv)", words)
  }

  /// The Markdown of the figure in the self-contained report, with `embeddedName` for the picture.
  ///
  /// The picture itself, `dataURI`, is put in last: passing megabytes of it through templates and the
  /// normaliser took a fifth of the time of a whole redraw.
  func embeddedMarkdown(_ words: PageWords) -> String {
    markdown(image: embeddedName, data: "\(words[.data]): `site/data/\(chart.id).csv`", words)
  }

  /// Stands for the picture until the text is finished.
  var embeddedName: String { "embedded:\(chart.id).png" }

  /// The picture as PNG, the one kind of data URI that all Markdown programs show.
  var dataURI: String { "data:image/png;base64," + Data(png).base64EncodedString() }

  /// An anchor, the image alone in its paragraph, and number and sources; the image has the words.
  private func markdown(image: String, data: String, _ words: PageWords) -> String {
    let command = "`\(self.command)`"
    let source =
      csv == nil
      ? words.text(.figureAgain, ["command": command])
      : words.text(.figureSource, ["data": data, "command": command])
    return """
      <a id="fig-\(chart.id)"></a>

      ![\(alternativeText.markdownEscaped)](\(image))

      **\(words[.figure, number: number])** \(source)
      """
  }

  /// The largest drawing, in bytes, that gets a layout of its own for paper: a third copy of a bigger
  /// one would weigh more than smaller type does.
  static let printLimit = 24_000

  /// The figure for the page, by the model of its own; the styles of its drawings go to the sheet.
  func pageFigure(_ sheet: inout InlineSVGSheet) -> ReportDocument.Figure {
    let id = "c-\(chart.id)"
    let wide = sheet.text(of: page, id: id)
    let phone = sheet.text(of: phone, id: "p-\(chart.id)", named: id, hasTooltips: false)
    let paper =
      wide.utf8.count <= Self.printLimit
      ? sheet.text(of: paper, id: "a-\(chart.id)", named: id, hasTooltips: false) : nil
    return ReportDocument.Figure(
      number: number, title: RichText(chart.title ?? chart.id).markdown,
      subtitle: RichText(chart.subtitle ?? "").markdown,
      caption: RichText(chart.caption ?? "").markdown,
      svg: wide, phoneSVG: phone, printSVG: paper,
      data: csv.map { (name: "\(chart.id).csv", csv: $0) },
      command: command)
  }
}
