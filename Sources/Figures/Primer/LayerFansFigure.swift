import Charts
import Experiments
import Study

/// A layer with the units before it and its own, one of whose fans is drawn strong.
struct LayerFansFigure: Figure {
  typealias Subject = Primer

  let id = "layer-fans"

  func chart(of outcome: Primer.Outcome, study: StudyConfiguration, words: FigureWords) -> Chart {
    let before = [86.0, 62, 38, 14]
    let after = [74.0, 50, 26]
    return Chart(id) {
      for (row, target) in after.enumerated() {
        for source in before {
          let arrow = Sketch.arrow((36, source), (64, target), gap: (11, 12))
          if row == 0 {
            arrow.foregroundStyle(.accent).lineStyle(width: 1.6)
          } else {
            arrow.foregroundStyle(.muted).lineStyle(width: 0.7)
          }
        }
      }
      for (index, place) in before.enumerated() {
        Sketch.node("*x*_{\(index + 1)}", (36, place), .circle).nodeSize(width: 22)
      }
      for (index, place) in after.enumerated() {
        let node = Sketch.node("*z*_{\(index + 1)}", (64, place), .circle).nodeSize(width: 22)
        if index == 0 { node.foregroundStyle(.accent) } else { node }
      }
      BracketMark(
        words["fan-in"] + "\n" + words["fan-in.count"], x: Sketch.x(36), yStart: Sketch.y(10),
        yEnd: Sketch.y(90), side: .leading
      ).bracketDistance(18)
      BracketMark(
        words["fan-out"] + "\n" + words["fan-out.count"], x: Sketch.x(64), yStart: Sketch.y(22),
        yEnd: Sketch.y(78),
        side: .trailing
      ).bracketDistance(18)
      Sketch.words(words["weights"], (50, 97))
      Sketch.words(words["one"], (50, 3)).foregroundStyle(.accent)
    }.asSketch(height: 230)
  }
}
