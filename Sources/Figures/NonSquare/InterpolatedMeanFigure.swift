import Charts
import Experiments
import Simulation
import Study

/// What is left of signal and gradient at the far end, against each other: a path for each network as the weight α of
/// the geometric mean goes from 0 to 1, and the point (1, 1) where both are kept.
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
    let shapes = zip(Self.networks, outcome.shapes)
    return Chart(id) {
      RuleMark(x: .value("1", 1)).foregroundStyle(.axis)
      RuleMark(y: .value("1", 1)).foregroundStyle(.axis)
      for (key, shape) in shapes {
        marks(shape, key, outcome.alphas, words)
        name(of: shape, key, words)
      }
      TextMark(
        words["text.kept"], x: .value(words["signal"], 1), y: .value(words["gradient"], 1),
        vertical: .bottom
      ).offset(x: 10, y: -8)
    }
    .chartXScale(type: .log, domain: 0.27...1.5)
    .chartXAxis(values: [0.5, 1], labels: ["1/2", "1"])
    .chartXAxisLabel(words["x"])
    .chartYScale(type: .log, domain: 0.66...3.4)
    .chartYAxis(values: [1, 2], labels: ["1", "2"])
    .chartYAxisLabel(words["y"])
    .chartLegend(.hidden)
    .chartPlotHeight(280)
  }

  private func marks(
    _ shape: InterpolatedMean.Shape, _ key: String, _ alphas: [Double], _ words: FigureWords
  ) -> [any Mark] {
    let name = PlottableValue.value(words["network"], words["network.\(key)"])
    // The first and the last α; the points between carry none.
    let labels = alphas.indices.map { index in
      index == 0 || index == alphas.count - 1
        ? words.text("alpha", Fact("alpha", alphas[index], .fixed(0))) : ""
    }
    let (signal, gradient) = (words["signal"], words["gradient"])
    return [
      LineMark(
        x: .value(words["theory.signal"], shape.forwardTheory),
        y: .value(words["theory.gradient"], shape.backwardTheory),
        series: name
      ).foregroundStyle(.accent).lineStyle(.theory),
      PointMark(
        x: .value(signal, shape.forward.map(\.value)),
        y: .value(gradient, shape.backward.map(\.value)), series: name
      ).foregroundStyle(.accent).symbol(.circle).valueLabels(.leading, texts: labels),
    ]
  }

  /// A network's name: above the line of kept gradients where the path ends on it, else behind the path's end.
  private func name(of shape: InterpolatedMean.Shape, _ key: String, _ words: FigureWords)
    -> TextMark
  {
    let (signal, gradient) = (words["signal"], words["gradient"])
    let (forward, backward) = (shape.forwardTheory, shape.backwardTheory)
    let endsAtOne = abs((backward.last ?? 0) - 1) < 1e-9
    let (x, y) = endsAtOne ? (forward.first, 1) : (forward.last, backward[backward.count / 2])
    return TextMark(
      words["network.\(key)"], detail: shape.widths.asWidths, x: .value(signal, x ?? 1),
      y: .value(gradient, y), alignment: endsAtOne ? .end : .start,
      vertical: endsAtOne ? .bottom : .center
    ).offset(x: endsAtOne ? 0 : 16, y: endsAtOne ? -8 : 0)
  }
}
