import Charts
import Experiments
import Study

/// Four panels, one for each start: different units above, loss below.
struct NeuronSymmetryFigure: Figure {
  typealias Subject = NeuronSymmetry

  let id = "neuron-symmetry"

  func facts(of outcome: NeuronSymmetry.Outcome, study: StudyConfiguration) -> [Fact] {
    [
      Fact("units", outcome.units), Fact("steps", outcome.steps),
      Fact("inputs", NeuronSymmetry.inputs), Fact("examples", NeuronSymmetry.examples),
      Fact("rate", NeuronSymmetry.rate, .significant(1)),
      Fact("constant", NeuronSymmetry.constant, .significant(1)),
    ]
      + outcome.starts.flatMap { start in
        [
          Fact("\(start.key)-units", start.distinct.last ?? 0),
          Fact("\(start.key)-loss", start.loss.last ?? .nan, .significant(2)),
        ]
      }
  }

  func chart(of outcome: NeuronSymmetry.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let steps = Array(0...outcome.steps)
    return Chart("neuron-symmetry") {
      PanelRow(words["row.units"], height: 90) {
        for start in outcome.starts {
          Panel(words["start.\(start.key)"], detail: detail(start, words)) {
            LineMark(
              x: .value(words["step"], steps), y: .value(words["units"], start.distinct)
            )
            .interpolationMethod(.stepEnd).foregroundStyle(.accent)
          }
        }
      }
      .chartYScale(domain: 0...(Double(outcome.units) + 0.6))
      .chartYAxis(values: [0, 0.5, 1].map { $0 * Double(outcome.units) })
      PanelRow(words["row.loss"], height: 120) {
        for start in outcome.starts {
          Panel {
            LineMark(x: .value(words["step"], steps), y: .value(words["loss"], start.loss))
              .foregroundStyle(.accent)
          }
        }
      }
      .chartYScale(domain: 0...(1.1 * (outcome.starts.flatMap(\.loss).max() ?? 1)))
    }
    .chartXScale(domain: 0...Double(outcome.steps))
    .chartXAxis(values: [0, 50, 100, 150, 200].filter { $0 <= Double(outcome.steps) })
    .chartXAxisLabel(words["x"])
    .chartLegend(.hidden)
  }

  private func detail(_ start: NeuronSymmetry.Start, _ words: FigureWords) -> String {
    words.text(
      "detail", Fact("end-units", start.distinct.last ?? 0),
      Fact("end-loss", start.loss.last ?? .nan, .significant(2)))
  }
}
