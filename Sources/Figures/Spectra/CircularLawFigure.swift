import Charts
import Experiments
import Simulation
import Study

/// Eigenvalues in the complex plane, with the unit circle.
struct CircularLawFigure: Figure {
  typealias Subject = CircularLaw

  let id = "circular-law"

  func facts(of outcome: CircularLaw.Outcome, study: StudyConfiguration) -> [Fact] {
    [
      Fact("size", text: String(outcome.size)),
      Fact("matrices", text: String(outcome.laws.first?.matrices ?? 0)),
    ]
      + outcome.laws.flatMap { law in
        let key = law.name.lowercased()
        return [
          Fact("\(key)-inner", law.inner, .percent(0)),
          Fact("\(key)-smallest", law.extremes[1], .fixed(2)),
          Fact("\(key)-largest", law.extremes[0], .fixed(2)),
        ]
      }
  }

  func chart(of outcome: CircularLaw.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    // The unit circle by rational points, both halves.
    let ts = (-60...60).map { Double($0) / 60 }
    let circle = ts.map { t in ((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)) }
    let (re, im) = (words["circle.real"], words["circle.imaginary"])
    let (real, imaginary) = (words["real"], words["imaginary"])
    return Chart(id) {
      for law in outcome.laws {
        Panel(
          words["law.\(law.name.lowercased())"],
          detail: words.text(
            "singular", Fact("smallest", law.extremes[1], .fixed(2)),
            Fact("largest", law.extremes[0], .fixed(2)))
        ) {
          LineMark(x: .value(re, circle.map(\.1)), y: .value(im, circle.map(\.0)))
            .lineStyle(.theory)
          LineMark(x: .value(re, circle.map(\.1)), y: .value(im, circle.map { -$0.0 }))
            .lineStyle(.theory)
          PointMark(
            x: .value(real, law.values.map(\.real)),
            y: .value(imaginary, law.values.map(\.imaginary))
          ).foregroundStyle(.accent).symbolSize(radius: 1.7).opacity(0.75)
        }
      }
    }
    .chartFacet(columns: 3)
    .chartXScale(domain: -1.18...1.18)
    .chartYScale(domain: -1.18...1.18)
    .chartXAxis(values: [-1, 0, 1])
    .chartYAxis(values: [-1, 0, 1])
    .chartXAxisLabel(words["x"])
    .chartYAxisLabel(words["y"])
    .chartLegend(.hidden)
    .chartPlotHeight(217)
  }
}
