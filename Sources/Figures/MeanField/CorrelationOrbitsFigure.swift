import Charts
import Experiments
import Simulation
import Study

/// The correlation map of three networks, and below it the correlation of two inputs by layer.
struct CorrelationOrbitsFigure: Figure {
  typealias Subject = CorrelationOrbits

  let id = "correlation-map"

  func facts(of outcome: CorrelationOrbits.Outcome, study: StudyConfiguration) -> [Fact] {
    let all = outcome.cases.flatMap(\.orbits)
    let apart = all.flatMap { orbit in
      zip(orbit.correlations, orbit.theory).map { abs($0.value - $1) }
    }
    return [
      Fact("apart", apart.max() ?? .nan, .fixed(3)),
      Fact("margin", all.flatMap(\.correlations).map(\.halfWidth).max() ?? .nan, .fixed(3)),
    ]
  }

  func chart(of outcome: CorrelationOrbits.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    Chart(id) {
      PanelRow(words["row.map"], height: 206) {
        for one in outcome.cases {
          Panel(
            words.text("panel", Fact("deviation", text: "\(one.deviation)".trimmingZero)),
            detail: words.text(
              one.phase.phase == .chaotic ? "detail.chaotic" : "detail.ordered",
              Fact("chi", one.phase.chi1, .fixed(2)),
              Fact("end", one.phase.cStar ?? .nan, .fixed(2)))
          ) { map(one, words) }
          .chartXScale(domain: 0...1.04)
          .chartXAxis(values: [0, 0.5, 1])
        }
      }
      .chartXAxisLabel(words["here"])
      PanelRow(words["row.orbit"], height: 190) {
        for one in outcome.cases {
          Panel { orbits(one, words) }
            .chartXScale(domain: 1...Double(one.orbits.first?.theory.count ?? 2))
            .chartXAxis(values: [1, 10, 20, 30])
        }
      }
      .chartXAxisLabel(words["layer"])
    }
    .chartYScale(domain: 0...1.04)
    .chartYAxis(values: [0, 0.5, 1])
    .chartFacetScales(.freeX)
    .chartLegend(.hidden)
  }

  private func map(_ one: CorrelationOrbits.Case, _ words: FigureWords) -> [any Mark] {
    let (here, next) = (words["here"], words["next"])
    let xs = one.curve.indices.map { Double($0) / Double(one.curve.count - 1) }
    // What single layers did, from one layer to the next.
    let pairs = one.orbits.flatMap {
      zip($0.correlations, $0.correlations.dropFirst()).map { ($0.value, $1.value) }
    }
    let fixed = one.phase.cStar ?? 1
    return [
      LineMark(x: .value(here, [0.0, 1.04]), y: .value(next, [0.0, 1.04])).lineStyle(.theory)
        .foregroundStyle(.muted),
      LineMark(x: .value(here, xs), y: .value(words["curve"], one.curve))
        .foregroundStyle(.series("tanh")),
      PointMark(x: .value(here, pairs.map(\.0)), y: .value(words["measured"], pairs.map(\.1)))
        .foregroundStyle(.ink).symbolSize(radius: 1.9).opacity(0.7),
      PointMark(x: .value(here, fixed), y: .value(words["fixed"], fixed))
        .symbol(.circle, isHollow: true).symbolSize(radius: 6).foregroundStyle(.ink),
    ]
  }

  private func orbits(_ one: CorrelationOrbits.Case, _ words: FigureWords) -> [any Mark] {
    let layer = words["layer"]
    var marks: [any Mark] = [
      RuleMark(y: .value(words["fixed"], one.phase.cStar ?? 1)).foregroundStyle(.axis)
    ]
    for orbit in one.orbits {
      let layers = Array(1...orbit.correlations.count)
      marks += [
        RibbonMark(
          x: .value(layer, layers), lower: .value(words["interval"], orbit.correlations.map(\.low)),
          upper: .value(words["interval"], orbit.correlations.map(\.high))
        ).foregroundStyle(.series("tanh")),
        LineMark(
          x: .value(layer, layers),
          y: .value(words["measured"], orbit.correlations.map(\.value))
        ).foregroundStyle(.series("tanh")),
        LineMark(x: .value(layer, layers), y: .value(words["theory"], orbit.theory))
          .lineStyle(.theoryOverlay),
      ]
    }
    return marks
  }
}
