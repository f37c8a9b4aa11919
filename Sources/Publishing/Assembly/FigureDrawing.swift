import CairoRendering
import Charts
import Study
import Graphics
import Simulation
import Synchronization

/// A chart in every form the report shows it in.
struct RenderedFigure: Sendable {
  let number: String
  let experiment: String
  /// What makes the figure again.
  let command: String
  let chart: Chart
  /// The portable file, outlines and all.
  let svg: [UInt8]
  let png: [UInt8]
  /// The table behind the chart; nil for drawings, which have none.
  let csv: String?
  /// For the page, without title and caption, which the page sets; and the same laid out anew for a
  /// phone and for paper.
  let page: Drawing
  let phone: Drawing
  let paper: Drawing
  /// What the picture shows, in words with the numbers that matter.
  let alternativeText: String
  /// Typefaces and characters that were missing in this chart, or in one that was drawn before it.
  let fontWarnings: [FontWarning]

  /// PNG pixels per drawing pixel: sharp on dense screens, and 1600 pixels wide for slides; of a quick look, the
  /// drawing's own, which halves the time that the report takes to draw.
  static func density(of study: StudyConfiguration) -> Double { study.isQuick ? 1 : 2 }
  /// The page's text column and its margin, and a phone's screen without its margins, in pixels.
  static let pageWidth = 816.0
  static let phoneWidth = 350.0
  /// A4 without its margins.
  static let printWidth = 642.0
}

/// Draws all figures, several at once; the order of the result is that of the figures.
func drawFigures(
  _ figures: [(number: String, chapter: Chapter, experiment: String, chart: Chart)],
  of study: StudyConfiguration, jobs: Int, progress: @Sendable (ProgressEvent) -> Void
) async throws -> [RenderedFigure] {
  let pool = RendererPool()
  var done = 0
  return try await mapConcurrently(
    figures.count, jobs: jobs,
    finished: { _, _ in
      done += 1
      progress(.drawing(done: done, count: figures.count))
    }
  ) { index in
    let figure = figures[index]
    return try pool.with {
      try draw(figure.chart, figure.number, figure.experiment, study, with: $0)
    }
  }
}

/// Renderers between two charts, as many as there are jobs: finding the typefaces, loading them and shaping words that
/// many charts have takes as long as laying one out.
private final class RendererPool: Sendable {
  /// Whoever took it out of the list is alone with it, as its font faces demand.
  private struct Idle: @unchecked Sendable { let renderer: CairoRenderer }
  private let idle = Mutex<[Idle]>([])

  func with<Result>(_ body: (CairoRenderer) throws -> Result) rethrows -> Result {
    let one = idle.withLock { $0.popLast() } ?? Idle(renderer: CairoRenderer())
    defer { idle.withLock { $0.append(one) } }
    return try body(one.renderer)
  }
}

/// Draws one chart.
private func draw(
  _ chart: Chart, _ number: String, _ experiment: String, _ study: StudyConfiguration,
  with renderer: CairoRenderer
) throws -> RenderedFigure {
  let appearance: Appearance = study.plan?.theme == .dark ? .dark : .light
  let drawing = try chart.drawing(measuring: renderer.measurer).drawing
  func bytes(_ format: PictureFormat) throws -> [UInt8] {
    try renderer.render(
      drawing, as: format, appearance: appearance, density: RenderedFigure.density(of: study),
      salt: chart.id)
  }
  func laidOut(width: Double) throws -> Drawing {
    try chart.drawing(measuring: renderer.measurer, width: width, frame: .inline).drawing
      .simplified(tolerance: 0.1)
  }
  return RenderedFigure(
    number: number, experiment: experiment, command: study.command(only: [experiment]),
    chart: chart, svg: try bytes(.svg),
    png: try bytes(.png), csv: chart.isDrawing ? nil : chart.table.csv,
    page: try laidOut(width: RenderedFigure.pageWidth),
    phone: try laidOut(width: RenderedFigure.phoneWidth),
    paper: try laidOut(width: RenderedFigure.printWidth),
    alternativeText: drawing.description, fontWarnings: renderer.warnings)
}
