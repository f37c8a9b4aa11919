import Charts
import Figures
import Foundation
import Publishing
import Simulation
import Study

/// The chart of a network of stages: the median network's signal and gradient, stage by stage.
///
/// A row whose median is zero or overflows is left out; those before and after it are drawn.
struct NetworkChart {
  let report: NetworkReport

  init(_ report: NetworkReport) { self.report = report }

  private struct Quantity {
    let key: String
    let law: (NetworkReport.Row) -> LogSummary?
    let theory: (NetworkReport.Row) -> Double?
  }

  private static var quantities: [Quantity] {
    [
      Quantity(key: "output", law: { $0.last.secondMoment.log10 }) {
        $0.last.theory.output?.secondMoment
      },
      Quantity(key: "gradient", law: { $0.last.gradient.log10 }) { $0.last.theory.gradient },
    ]
  }

  /// The chart; throws ``NothingToDraw`` for networks that are all dead or out of range.
  func chart() throws -> Chart {
    let rows = report.rows.filter { $0.kind != "input" }
    let laws = Self.quantities.flatMap { quantity in
      rows.compactMap(quantity.law).filter { $0.median.value.isFinite }
    }
    guard !laws.isEmpty else { throw NothingToDraw() }
    let facts = [
      Fact("network", text: report.network), Fact("stages", text: "\(rows.count)"),
      Fact("networks", text: "\(report.networks)"), Fact("batch", text: "\(report.batch)"),
      Fact("precision", text: report.precision.rawValue), Fact("seed", text: "\(report.seed)"),
      Fact("first", text: rows.first?.name ?? ""), Fact("last", text: rows.last?.name ?? ""),
      Fact("overflow", text: report.firstOverflow ?? ""),
    ]
    return try ChartWords.chart("network", facts: facts) { words in
      Chart("network") {
        NetworkPicture(report.drawn, width: 680, words: words).row()
        for quantity in Self.quantities {
          let decades = Self.decades(
            rows.compactMap(quantity.law).flatMap { [$0.low, $0.median.value, $0.high] })
          PanelRow(words["y"], height: 210) {
            Panel(words["panel.\(quantity.key)"]) { curve(quantity, rows, decades, words) }
          }
          .chartXScale(domain: 0.5...(Double(rows.count) + 0.5))
          .chartYScale(log10Domain: decades)
        }
      }
      .chartXAxisLabel(words["x"])
    }
  }

  private static func decades(_ all: [Double]) -> ClosedRange<Double> {
    let logarithms = all.filter(\.isFinite)
    let bottom = (logarithms.min() ?? 0).rounded(.down)
    let top = (logarithms.max() ?? 0).rounded(.up)
    return top - bottom >= 2 ? bottom...top : (bottom - 1)...(bottom + 1)
  }

  @MarkBuilder
  private func curve(
    _ quantity: Quantity, _ rows: [NetworkReport.Row], _ decades: ClosedRange<Double>,
    _ words: FigureWords
  ) -> [any Mark] {
    let shown = rows.enumerated().compactMap { index, row in
      quantity.law(row).flatMap { $0.median.value.isFinite ? (Double(index + 1), $0) : nil }
    }
    let series = PlottableValue.value(words["series"], report.network)
    if !shown.isEmpty {
      RibbonMark(
        x: .value(words["x"], shown.map(\.0)),
        lower: .log10(words["moment"], shown.map { max($0.1.low, decades.lowerBound) }),
        upper: .log10(words["moment"], shown.map { min($0.1.high, decades.upperBound) }),
        series: series)
      LineMark(
        x: .value(words["x"], shown.map(\.0)),
        y: .log10(words["moment"], shown.map(\.1.median.value)), series: series
      )
      .endLabelHidden()
    }
    let known = rows.enumerated().compactMap { index, row in
      quantity.theory(row).flatMap { theory -> (Double, Double)? in
        let logarithm = log10(theory)
        return decades.contains(logarithm) ? (Double(index + 1), logarithm) : nil
      }
    }
    if !known.isEmpty {
      LineMark(
        x: .value(words["x"], known.map(\.0)), y: .log10(words["theory"], known.map(\.1)),
        series: series
      )
      .lineStyle(.theoryOverlay).endLabelHidden()
    }
  }
}
