import Charts
import Experiments
import Simulation
import Study

/// The variance after each layer under three means, a panel for each network.
struct NetworkShapesFigure: Figure {
  typealias Subject = NetworkShapes

  let id = "network-shapes"

  func facts(of outcome: NetworkShapes.Outcome, study: StudyConfiguration) -> [Fact] {
    let margins = outcome.shapes.flatMap(\.rules).flatMap(\.measured)
      .map { $0.halfWidth / $0.value }
    return [
      Fact("networks", outcome.networks), Fact("margin", margins.max() ?? .nan, .percent(1)),
    ]
      + outcome.shapes.flatMap { shape in
        let key = shape.name.lowercased()
        return [Fact("\(key)-widths", text: shape.widths.asWidths)]
          + shape.rules.map { rule in
            Fact(
              "\(key)-\(StartingRule.key(of: rule.rule))-end", rule.measured.last?.value ?? .nan,
              .significant(2))
          }
      }
  }

  func chart(of outcome: NetworkShapes.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let layers = Array(0..<(outcome.shapes.first?.widths.count ?? 1))
    let (mean, layer) = (words["mean"], words["layer"])
    let (theory, measured) = (words["theory"], words["measured"])
    return Chart(id) {
      for shape in outcome.shapes {
        Panel(words["shape.\(shape.name.lowercased())"], detail: shape.widths.asWidths) {
          RuleMark(y: .value("1", 1)).foregroundStyle(.axis)
          for rule in shape.rules {
            let series = PlottableValue.value(mean, words.name(StartingRule.key(of: rule.rule)))
            LineMark(x: .value(layer, layers), y: .value(theory, [1] + rule.theory), series: series)
              .lineStyle(.secondary).endLabelHidden()
            PointMark(
              x: .value(layer, Array(layers.dropFirst())),
              y: .value(measured, rule.measured.map(\.value)), series: series)
          }
        }
        .chartXAxis(values: layers.map(Double.init), labels: shape.widths.map(String.init))
      }
    }
    .chartFacet(columns: 4)
    .chartFacetScales(.freeX)
    .chartXScale(domain: -0.2...(Double(layers.count - 1) + 0.2))
    .chartXAxisLabel(words["x"])
    .chartYScale(type: .log, domain: 0.003...10)
    .chartYAxisLabel(words["y"])
    .chartLegend(.top)
    .chartPlotHeight(210)
  }
}
