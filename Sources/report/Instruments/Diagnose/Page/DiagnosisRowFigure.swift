import Charts
import Diagnosis
import Graphics
import Simulation
import Study

/// The rows of each matrix as a strip: dead ones are hatched, odd ones coloured.
struct DiagnosisRowFigure: DiagnosisFigure {
  let id = "diagnosis-rows"

  func has(_ picture: DiagnosisPicture) -> Bool { !picture.rows.isEmpty }

  func facts(of outcome: DiagnosisPicture, study: StudyConfiguration) -> [Fact] {
    func sum(_ value: KeyPath<DiagnosisPicture.Rows, Int>) -> Int {
      outcome.rows.reduce(0) { $0 + $1[keyPath: value] }
    }
    return [
      Fact("dead", sum(\.dead)), Fact("lost", sum(\.notFinite)), Fact("repeated", sum(\.repeated)),
      Fact("matrices", outcome.rows.count),
    ]
  }

  func chart(
    of outcome: DiagnosisPicture, study: StudyConfiguration, words: FigureWords
  ) throws -> Chart {
    let most = outcome.rows.map(\.cells.count).max() ?? 1
    return Chart(id) {
      HeatmapMark(
        x: .value(words["x"], (0..<most).map { "\($0)" }),
        y: .value(words["y"], outcome.rows.map { RichText.escaped($0.name) }),
        // Shorter matrices are stretched to the longest strip.
        values: outcome.rows.map { one in
          (0..<most).map { one.cells[$0 * one.cells.count / most] ?? .nan }
        }, valueLabel: words["value"], scale: ColorScale(.diverging, domain: -3...3))
    }
    .chartXAxis(values: [0, Double(most - 1)], labels: [words["first"], words["last"]])
    .chartXAxisLabel(words["x"]).chartYAxisLabel("")
    .chartPlotHeight(22 * Double(max(3, outcome.rows.count)))
    .chartColorBar(
      words["value"], values: [-3, 0, 3], labels: ["⅛", "1", "8"], low: words["low"],
      high: words["high"])
  }
}
