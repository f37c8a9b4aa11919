import Charts
import Experiments
import Simulation
import Study

/// The largest singular value by size, in the band of Tracy and Widom's law.
struct LargestSingularValueFigure: Figure {
  typealias Subject = LargestSingularValue

  let id = "largest-singular-value"

  func facts(of outcome: LargestSingularValue.Outcome, study: StudyConfiguration) -> [Fact] {
    let margin = outcome.shapes.flatMap(\.sizes).map { $0.mean.halfWidth / $0.mean.value }.max()
    let sizes = outcome.shapes.first?.sizes.map(\.columns) ?? []
    return [
      Fact("matrices", outcome.matrices), Fact("margin", margin ?? .nan, .percent(1)),
      Fact("smallest-size", sizes.first ?? 0), Fact("largest-size", sizes.last ?? 0),
      Fact("widest", text: String(sizes.last ?? 0)),
    ]
      + outcome.shapes.flatMap { shape in
        let key = Self.key(shape)
        return [
          Fact("\(key)-ratio", shape.ratio, .significant(2)),
          Fact("\(key)-means", text: shape.sizes.map(\.mean.value).commaSeparated(.fixed(2))),
          Fact("\(key)-limit", shape.limit, .fixed(2)),
        ]
      }
  }

  private static func key(_ shape: LargestSingularValue.Shape) -> String {
    shape.ratio == 1 ? "square" : "widening"
  }

  func chart(
    of outcome: LargestSingularValue.Outcome, study: StudyConfiguration, words: FigureWords
  ) throws -> Chart {
    Chart(id) {
      for (index, shape) in outcome.shapes.enumerated() {
        Panel(
          words["shape.\(Self.key(shape))"],
          detail: words.text("shape.detail", Fact("limit", shape.limit, .fixed(2)))
        ) {
          marks(shape, words)
          if index == 0 { texts(shape, words) }
        }
      }
    }
    .chartXScale(type: .log, domain: 6.5...1260)
    .chartXAxis(values: [8, 32, 128, 512].map(Double.init), labels: ["8", "32", "128", "512"])
    .chartXAxisLabel(words["x"])
    .chartYScale(domain: 0.7...2.3)
    .chartYAxis(values: [1, 1.5, 2], format: .fixed(1))
    .chartYAxisLabel(words["y"])
    .chartLegend(.hidden)
    .chartPlotHeight(250)
  }

  private func marks(
    _ shape: LargestSingularValue.Shape, _ words: FigureWords
  ) -> [any Mark] {
    let x = PlottableValue.value("n", shape.sizes.map(\.columns))
    let (band, range) = (words["band"], words["range"])
    return [
      RuleMark(y: .value(words["limit"], shape.limit)).foregroundStyle(.ink),
      RibbonMark(
        x: x, lower: .value(band, shape.sizes.map { $0.theory[0] }),
        upper: .value(band, shape.sizes.map { $0.theory[2] })
      ).foregroundStyle(.theory),
      LineMark(x: x, y: .value(words["median"], shape.sizes.map { $0.theory[1] }))
        .lineStyle(.theory),
      ErrorBarMark(
        x: x, lower: .value(range, shape.sizes.map(\.low)),
        upper: .value(range, shape.sizes.map(\.high)), shape: .bar
      ).foregroundStyle(.accent),
      PointMark(x: x, y: .value(words["mean"], shape.sizes.map(\.mean.value)))
        .foregroundStyle(.accent),
    ]
  }

  private func texts(
    _ shape: LargestSingularValue.Shape, _ words: FigureWords
  ) -> [any Mark] {
    [
      TextMark(
        words["text.limit"], x: .value("n", 1100), y: .value("y", shape.limit), alignment: .end,
        vertical: .bottom
      ).offset(y: -10),
      TextMark(
        words["text.band"], x: .value("n", 20), y: .value("y", shape.sizes[2].theory[0] - 0.22)
      ).leader(
        toX: .value("n", 24),
        y: .value("y", 0.45 * shape.sizes[1].theory[0] + 0.55 * shape.sizes[2].theory[0] + 0.03),
        gap: 2),
    ]
  }
}
