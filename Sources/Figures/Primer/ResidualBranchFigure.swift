import Charts
import Experiments
import Study

/// A residual block: the signal goes on as it is, and the branch is added to it.
struct ResidualBranchFigure: Figure {
  typealias Subject = Primer

  let id = "residual-branch"

  func chart(of outcome: Primer.Outcome, study: StudyConfiguration, words: FigureWords) -> Chart {
    Chart(id) {
      Sketch.arrow((12, 72), (72, 72), gap: (14, 12)).foregroundStyle(.accent)
        .lineStyle(width: 1.8).arrowLabel(words["skip"])
      Sketch.arrow((22, 72), (22, 26)).headless()
      Sketch.arrow((22, 26), (47, 26), gap: (0, 30))
      Sketch.arrow((47, 26), (72, 26), gap: (30, 0)).headless()
      Sketch.arrow((72, 26), (72, 72), gap: (0, 12))
      Sketch.words(words["branch"], (47, 50))
      Sketch.node("*h*^{(*l*)}", (8, 72), .circle).nodeSize(width: 30)
      Sketch.node(words["block"], (47, 26)).nodeSize(height: 34)
      Sketch.node("+", (72, 72), .circle).nodeSize(width: 22).foregroundStyle(.accent)
      Sketch.arrow((72, 72), (92, 72), gap: (12, 18)).foregroundStyle(.accent)
        .lineStyle(width: 1.8)
      Sketch.node("*h*^{(*l*+1)}", (92, 72), .circle).nodeSize(width: 34)
      Sketch.words(words["sum"], (87, 42))
    }.asSketch(height: 170)
  }
}
