import Charts
import Diagnosis
import Graphics
import Simulation
import Study

/// Numbers beside the densities of their laws, the worst fits first.
struct DiagnosisLawFigure: DiagnosisFigure {
  let id = "diagnosis-laws"

  func has(_ picture: DiagnosisPicture) -> Bool { !picture.densities.isEmpty }

  func facts(of outcome: DiagnosisPicture, study: StudyConfiguration) -> [Fact] {
    let first = outcome.densities[0]
    return [
      Fact("shown", outcome.densities.count), Fact("worst", text: RichText.escaped(first.name)),
      Fact("p", first.p, .significant(2)),
    ]
  }

  func chart(
    of outcome: DiagnosisPicture, study: StudyConfiguration, words: FigureWords
  ) throws -> Chart {
    let edges = (0...40).map { Double($0) / 5 - 4 }
    return Chart(id) {
      for one in outcome.densities {
        Panel(
          RichText.escaped(one.name),
          detail: words.text(
            "detail", Fact("law", text: RichText.escaped(one.law)),
            Fact("p", one.p, .significant(2)))
        ) {
          HistogramMark(
            values: .value(
              words["number"],
              one.counts.enumerated().flatMap { bin, count in
                // One value at the middle of its bin for each number; few are enough for the shape.
                [Double](repeating: edges[bin] + 0.1, count: count)
              }), bins: .edges(edges)
          ).foregroundStyle(.accent)
          LineMark(
            x: .value(words["number"], edges), y: .value(words["density"], one.density)
          ).lineStyle(.theory).foregroundStyle(.ink).endLabelHidden()
        }
      }
    }
    .chartFacet(columns: min(3, outcome.densities.count))
    .chartXScale(domain: -4...4)
    .chartXAxisLabel(words["x"])
    .chartYAxisLabel(words["y"])
    .chartLegend(.hidden)
    .chartPlotHeight(150)
  }
}
