import Charts
import Experiments
import Simulation
import Study

/// What is left of signal and gradient at the far end, by the weight α of the geometric mean.
struct InterpolatedMeanFigure: Figure {
  typealias Subject = InterpolatedMean

  let id = "interpolated-mean"

  /// The keys of the outcome's networks, in its order.
  private static let networks = ["hourglass", "widening"]

  func facts(of outcome: InterpolatedMean.Outcome, study: StudyConfiguration) -> [Fact] {
    let measured: [Estimate] = outcome.shapes.flatMap { $0.forward + $0.backward }
    let margin = measured.map { $0.halfWidth / $0.value }.max() ?? .nan
    let end = outcome.shapes.first?.forwardTheory.last ?? .nan
    var facts = [
      Fact("networks", outcome.networks), Fact("margin", margin, .percent(1)),
      Fact("ends-equal", text: abs(end - 1) < 1e-9 ? "yes" : ""),
    ]
    for (key, shape) in zip(Self.networks, outcome.shapes) {
      for (direction, values) in [("signal", shape.forward), ("gradient", shape.backward)] {
        let name = "\(key)-\(direction)"
        facts.append(Fact(name + "-first", values.first?.value ?? .nan, .fixed(2)))
        facts.append(Fact(name + "-last", values.last?.value ?? .nan, .fixed(2)))
      }
    }
    return facts
  }

  func chart(of outcome: InterpolatedMean.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let names = Self.networks.map { words["network.\($0)"] }
    let directions = (gradient: words["text.gradient"], signal: words["text.signal"])
    return Chart(id) {
      for (index, shape) in outcome.shapes.enumerated() {
        Panel(names[index], detail: shape.widths.asWidths) {
          marks(shape, outcome.alphas, words)
          if index == 1 { texts(shape, gradient: directions.gradient, signal: directions.signal) }
        }
      }
    }
    .chartXScale(domain: -0.03...1.03)
    .chartXAxis(values: [0, 0.25, 0.5, 0.75, 1])
    .chartXAxisLabel(words["x"])
    .chartYScale(type: .log, domain: 0.2...5)
    .chartYAxis(values: [0.25, 0.5, 1, 2, 4], labels: ["1/4", "1/2", "1", "2", "4"])
    .chartYAxisLabel(words["y"])
    .chartLegend(.hidden)
    .chartPlotHeight(240)
  }

  private func marks(
    _ shape: InterpolatedMean.Shape, _ alphas: [Double], _ words: FigureWords
  ) -> [any Mark] {
    let x = PlottableValue.value("α", alphas)
    return [
      RuleMark(y: .value("1", 1)).foregroundStyle(.axis),
      LineMark(x: x, y: .value(words["theory"], shape.forwardTheory)).lineStyle(.theory),
      LineMark(x: x, y: .value(words["theory"], shape.backwardTheory)).lineStyle(.theory),
      PointMark(x: x, y: .value(words["gradient"], shape.backward.map(\.value)))
        .foregroundStyle(.accent).symbol(.circle, isHollow: true)
        .valueLabels(.top, texts: sharesBothWays(shape) ? [] : ends(shape.backward)),
      PointMark(x: x, y: .value(words["signal"], shape.forward.map(\.value)))
        .foregroundStyle(.accent).symbol(.circle)
        .valueLabels(.bottom, texts: ends(shape.forward)),
    ]
  }

  /// Whether one label does for both directions.
  private func sharesBothWays(_ shape: InterpolatedMean.Shape) -> Bool {
    zip(shape.forwardTheory, shape.backwardTheory).allSatisfy { abs($0 - $1) < 1e-9 * $1 }
  }

  /// The first and the last number; the points between carry none.
  private func ends(_ estimates: [Estimate]) -> [String] {
    estimates.indices.map { index in
      index == 0 || index == estimates.count - 1
        ? NumberFormat.fixed(2).text(estimates[index].value) : ""
    }
  }

  /// Names both curves where they are apart.
  private func texts(
    _ shape: InterpolatedMean.Shape, gradient: String, signal: String
  ) -> [any Mark] {
    guard let forward = shape.forwardTheory.last, let backward = shape.backwardTheory.last else {
      return []
    }
    return [
      TextMark(
        gradient, x: .value("α", 0.5), y: .value("y", backward), alignment: .middle,
        vertical: .bottom
      ).offset(y: -10),
      TextMark(
        signal, x: .value("α", 0.5), y: .value("y", forward), alignment: .middle,
        vertical: .top
      ).offset(y: 14),
    ]
  }
}
