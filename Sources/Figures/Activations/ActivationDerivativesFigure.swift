import Charts
import Experiments
import Simulation
import Study

/// Sigmoid and tanh with derivative, tangent and saturation.
struct ActivationDerivativesFigure: Figure {
  typealias Subject = ActivationDerivatives

  let id = "activation-derivatives"

  /// The note's axis.
  private static let range = -8.0...8.0
  private static let samples = 641

  func facts(of outcome: ActivationDerivatives.Outcome, study: StudyConfiguration) -> [Fact] {
    [
      Fact("points", text: String(Self.samples)), Fact("reach", Self.range.upperBound, .fixed(0)),
      Fact("tangent-share", ActivationDerivatives.linearError, .percent(0)),
    ]
  }

  func chart(
    of outcome: ActivationDerivatives.Outcome, study: StudyConfiguration, words: FigureWords
  ) -> Chart {
    Chart(id) {
      sigmoid(outcome.sigmoid, words)
      tanh(outcome.tanh, words)
    }
    .chartLegend(.hidden)
    .chartXScale(domain: Self.range)
    .chartXAxis(values: [-8, -4, 0, 4, 8], grid: false)
    .chartXAxisLabel(words["x"])
    .chartYScale(domain: -1.08...1.08)
    .chartYAxis(values: [-1, -0.5, 0, 0.5, 1], format: .fixed(1))
    .chartYAxisLabel("")
  }

  private func sigmoid(_ shape: ActivationDerivatives.Shape, _ words: FigureWords) -> Panel {
    let (input, output, name) = (words["input"], words["value"], words.name("sigmoid"))
    return Panel(words["panel.sigmoid"], detail: Self.detail(shape, words)) {
      Self.marks(of: Sigmoid(), name, shape, words)
      TextMark(words["sigmoid"], x: .value(input, 7.8), y: .value(output, 0.9), alignment: .end)
        .foregroundStyle(.series(name)).bold()
      TextMark(words["sigmoid.slope"], x: .value(input, 2.1), y: .value(output, 0.19))
        .foregroundStyle(.series(name))
      TextMark(words["sigmoid.tangent"], x: .value(input, -4), y: .value(output, -0.09))
      TextMark(
        words["sigmoid.peak"], detail: words["sigmoid.product"],
        x: .value(input, 0), y: .value(output, -0.2), alignment: .middle, vertical: .top
      )
      .foregroundStyle(.ink).bold()
      .leader(toX: .value(input, 0), y: .value(output, shape.peak), gap: 6)
    }
  }

  private func tanh(_ shape: ActivationDerivatives.Shape, _ words: FigureWords) -> Panel {
    let (input, output, name) = (words["input"], words["value"], words.name("tanh"))
    return Panel(words["panel.tanh"], detail: Self.detail(shape, words)) {
      Self.marks(of: Tanh(), name, shape, words)
      TextMark(words["tanh"], x: .value(input, 7.8), y: .value(output, 0.9), alignment: .end)
        .foregroundStyle(.series(name)).bold()
      TextMark(
        words["tanh.slope"], x: .value(input, -1.25), y: .value(output, 0.36), alignment: .end
      )
      .foregroundStyle(.series(name)).halo()
      TextMark(
        words["tanh.peak"], detail: words["tanh.only"], x: .value(input, -2.3),
        y: .value(output, 0.93), alignment: .end, vertical: .top
      )
      .foregroundStyle(.ink).bold()
      .leader(toX: .value(input, 0), y: .value(output, 1), gap: 6)
      TextMark(words["tanh.tangent"], x: .value(input, 0.6), y: .value(output, -0.36))
        .leader(toX: .value(input, -0.6), y: .value(output, -0.6))
    }
  }

  private static func detail(_ shape: ActivationDerivatives.Shape, _ words: FigureWords) -> String {
    words.text("saturated", Fact("radius", shape.saturationRadius, .fixed(1)))
  }

  /// Function, derivative, tangent, saturation and linear region of one panel.
  @MarkBuilder
  private static func marks(
    of f: any Activation, _ name: String, _ shape: ActivationDerivatives.Shape,
    _ words: FigureWords
  ) -> [any Mark] {
    let (input, output, derivative) = (words["input"], words["value"], words["derivative"])
    let series = PlottableValue.value(words["activation"], name)
    let xs = (0..<samples).map {
      range.lowerBound + 16 * Double($0) / Double(samples - 1)
    }
    // As long as the range of the function.
    let tangentEnd = (f.value(at: range.upperBound) - f.value(at: 0)) / shape.peak
    RectangleMark(xStart: .value(input, -8), xEnd: .value(input, -shape.saturationRadius))
    RectangleMark(xStart: .value(input, shape.saturationRadius), xEnd: .value(input, 8))
    RectangleMark(
      xStart: .value(input, -shape.linearRadius), xEnd: .value(input, shape.linearRadius),
      yStart: .value(output, -1.08), yEnd: .value(output, -1.04)
    )
    .foregroundStyle(.series(name))
    TextMark(
      words.text("linear", Fact("radius", shape.linearRadius, .fixed(2))),
      x: .value(input, shape.linearRadius + 0.35), y: .value(output, -1.005)
    )
    .foregroundStyle(.series(name))
    AreaMark(x: .value(input, xs), y: .value(derivative, xs.map(f.slope(at:))), series: series)
      .opacity(0.16)
    LineMark(x: .value(input, xs), y: .value(derivative, xs.map(f.slope(at:))), series: series)
      .lineStyle(.secondary).endLabelHidden()
    LineMark(
      x: .value(input, [-tangentEnd, tangentEnd]),
      y: .value(
        words["tangent"], [-tangentEnd, tangentEnd].map { f.value(at: 0) + shape.peak * $0 })
    )
    .lineStyle(.theory)
    LineMark(x: .value(input, xs), y: .value(output, xs.map(f.value(at:))), series: series)
      .lineStyle(width: 2.5).endLabelHidden()
    PointMark(x: .value(input, 0), y: .value(derivative, shape.peak))
      .foregroundStyle(.series(name)).symbol(.circle, isHollow: true)
  }
}
