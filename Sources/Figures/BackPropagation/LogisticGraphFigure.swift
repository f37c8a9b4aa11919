import Charts
import Experiments
import Study

/// The graph of 1/(1 + e^{−(wx+b)}): values forward above the arrows, derivatives backward below.
struct LogisticGraphFigure: Figure {
  typealias Subject = GraphModes

  let id = "logistic-graph"

  func facts(of outcome: GraphModes.Outcome, study: StudyConfiguration) -> [Fact] {
    [
      Fact("value", outcome.note.value, .fixed(2)),
      Fact("derivative", outcome.note.gradient["w"] ?? .nan, .fixed(2)),
    ]
  }

  func chart(of outcome: GraphModes.Outcome, study: StudyConfiguration, words: FigureWords) -> Chart
  {
    let steps = outcome.note.steps
    let two = NumberFormat.fixed(2)
    let operations = ["×", "+ *b*", "· (−1)", "exp", "+ 1", "1 / ·"]
    // Two rows of three, so that numbers have room on a phone.
    let places = [(24.0, 78.0), (52, 78), (80, 78), (24, 26), (52, 26), (80, 26)]
    func label(_ index: Int) -> (value: String, derivative: String) {
      (
        "*h*_{\(index + 1)} = " + two.text(steps[index].value),
        two.text(steps[index].reverse)
      )
    }
    return Chart(id) {
      Sketch.arrow((3, 88), (24, 80), gap: (8, 24)).headless()
      Sketch.arrow((3, 68), (24, 76), gap: (8, 24)).headless()
      Sketch.words("*w*", (3, 90))
      Sketch.words("*x*", (3, 66))
      for (index, operation) in operations.enumerated() {
        Sketch.node(operation, places[index]).nodeSize(width: 44, height: 26)
      }
      for index in 0..<2 {
        link(places[index], places[index + 1], label(index))
        link(places[index + 3], places[index + 4], label(index + 3))
      }
      // From the end of the first row to the start of the second.
      Sketch.arrow((80, 78), (80, 52), gap: (14, 0)).headless().foregroundStyle(.accent)
      Sketch.arrow((80, 52), (24, 52)).headless().foregroundStyle(.accent)
        .arrowLabel(label(2).value)
      Sketch.arrow((24, 52), (24, 26), gap: (0, 15)).foregroundStyle(.accent)
      Sketch.words(label(2).derivative, (52, 46)).foregroundStyle(Sketch.backward)
      Sketch.arrow((80, 26), (99, 26), gap: (23, 0)).foregroundStyle(.accent)
      Sketch.words("*f* = " + two.text(outcome.note.value), (91, 38)).foregroundStyle(.accent)
      Sketch.words(words["forward"], (26, 99)).foregroundStyle(.accent)
      Sketch.words(words["backward"], (74, 99)).foregroundStyle(Sketch.backward)
    }
    .asSketch(height: 230, top: 103)
  }

  @MarkBuilder
  private func link(
    _ from: (Double, Double), _ to: (Double, Double), _ label: (value: String, derivative: String)
  ) -> [any Mark] {
    Sketch.arrow(from, to, gap: (23, 23)).foregroundStyle(.accent)
    let middle = (from.0 + to.0) / 2
    Sketch.words(label.value, (middle, from.1 + 12)).foregroundStyle(.accent)
    Sketch.words(label.derivative, (middle, from.1 - 12)).foregroundStyle(Sketch.backward)
  }
}
