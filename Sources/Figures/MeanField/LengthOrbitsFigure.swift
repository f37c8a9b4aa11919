import Charts
import Experiments
import Simulation
import Study

/// The length map of three networks with a staircase, and below it the lengths by layer.
struct LengthOrbitsFigure: Figure {
  typealias Subject = LengthOrbits

  let id = "length-map"

  func facts(of outcome: LengthOrbits.Outcome, study: StudyConfiguration) -> [Fact] {
    let all = outcome.cases.flatMap(\.orbits)
    let apart = all.flatMap { orbit in
      zip(orbit.lengths, orbit.theory).map { abs($0.value / $1 - 1) }
    }
    let margin = all.flatMap(\.lengths).map { $0.halfWidth / $0.value }
    return [
      Fact("apart", apart.max() ?? .nan, .percent(1)),
      Fact("margin", margin.max() ?? .nan, .percent(1)),
    ]
  }

  func chart(of outcome: LengthOrbits.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let curves = try outcome.cases.map { one in
      let map = try LengthMap(
        activation: Tanh(), weightVariance: one.deviation * one.deviation,
        biasVariance: outcome.biasVariance)
      // Closer near zero, where the map bends.
      let xs = (0...90).map { 15.0 * Double($0 * $0) / 8100 }
      return (xs, try xs.map { try map.value(at: $0) })
    }
    return Chart(id) {
      PanelRow(words["row.map"], height: 216) {
        for (index, one) in outcome.cases.enumerated() {
          Panel(
            words.text("panel", Fact("deviation", text: "\(one.deviation)".trimmingZero)),
            detail: words.text(
              "detail", Fact("end", one.fixedPoint, .significant(3)),
              Fact("measured", one.end, .significant(3)))
          ) { map(one, curves[index], words, isFirst: index == 0) }
          .chartXScale(domain: 0...15.5)
          .chartXAxis(values: [0, 5, 10, 15])
          .chartYScale(domain: 0...16.5)
          .chartYAxis(values: [0, 5, 10, 15])
        }
      }
      .chartXAxisLabel(words["here"])
      PanelRow(words["row.orbit"], height: 150) {
        for (index, one) in outcome.cases.enumerated() {
          Panel { orbits(one, words, isLast: index == 2) }
            .chartXScale(domain: 0.7...8.3)
            .chartXAxis(values: [1, 2, 4, 6, 8])
            .chartYScale(domain: 0...16.5)
            .chartYAxis(values: [0, 5, 10, 15])
        }
      }
      .chartXAxisLabel(words["layer"])
    }
    .chartFacetScales(.freeX)
    .chartLegend(.hidden)
  }

  private func map(
    _ one: LengthOrbits.Case, _ curve: ([Double], [Double]), _ words: FigureWords, isFirst: Bool
  ) -> [any Mark] {
    let (here, next) = (words["here"], words["next"])
    // The staircase of the largest start: up or down to the curve, over to the diagonal.
    let orbit = one.orbits.last?.theory ?? []
    var (stepX, stepY) = ([Double](), [Double]())
    for (from, to) in zip(orbit, orbit.dropFirst()) {
      stepX += [from, from, to]
      stepY += [from, to, to]
    }
    let firsts = one.orbits.map(\.start)
    let seconds = one.orbits.map { $0.lengths[1] }
    var marks: [any Mark] = [
      LineMark(x: .value(here, [0.0, 15.5]), y: .value(next, [0.0, 15.5])).lineStyle(.theory)
        .foregroundStyle(.muted),
      LineMark(x: .value(here, stepX), y: .value(next, stepY)).lineStyle(width: 1)
        .foregroundStyle(.muted),
      LineMark(x: .value(here, curve.0), y: .value(words["curve"], curve.1))
        .foregroundStyle(.series("tanh")),
      ErrorBarMark(
        x: .value(here, firsts), lower: .value(words["interval"], seconds.map(\.low)),
        upper: .value(words["interval"], seconds.map(\.high)), shape: .line
      ).foregroundStyle(.ink),
      PointMark(x: .value(here, firsts), y: .value(words["measured"], seconds.map(\.value)))
        .foregroundStyle(.ink).symbolSize(radius: 2.8),
      PointMark(
        x: .value(here, one.fixedPoint), y: .value(words["fixed"], one.fixedPoint)
      )
      .symbol(.circle, isHollow: true).symbolSize(radius: 6).foregroundStyle(.ink),
    ]
    if isFirst {
      marks.append(
        TextMark(
          words["text.diagonal"], x: .value("x", 8.2), y: .value("y", 12.6), alignment: .end
        ).leader(toX: .value("x", 11.2), y: .value("y", 11.2)))
      marks.append(
        TextMark(words["text.fixed"], x: .value("x", 5.6), y: .value("y", 3.6))
          .leader(toX: .value("x", one.fixedPoint), y: .value("y", one.fixedPoint), gap: 8))
    }
    return marks
  }

  private func orbits(
    _ one: LengthOrbits.Case, _ words: FigureWords, isLast: Bool
  ) -> [any Mark] {
    let layer = words["layer"]
    var marks: [any Mark] = []
    for orbit in one.orbits {
      let layers = Array(1...orbit.lengths.count)
      marks += [
        LineMark(x: .value(layer, layers), y: .value(words["theory"], orbit.theory))
          .lineStyle(.theory),
        ErrorBarMark(
          x: .value(layer, layers), lower: .value(words["interval"], orbit.lengths.map(\.low)),
          upper: .value(words["interval"], orbit.lengths.map(\.high)), shape: .line
        ).foregroundStyle(.series("tanh")),
        PointMark(
          x: .value(layer, layers), y: .value(words["measured"], orbit.lengths.map(\.value))
        ).foregroundStyle(.series("tanh")).symbolSize(radius: 2.6),
      ]
    }
    return marks
  }
}

extension String {
  /// Without a trailing ".0": 4, not 4.0.
  var trimmingZero: String { hasSuffix(".0") ? String(dropLast(2)) : self }
}
