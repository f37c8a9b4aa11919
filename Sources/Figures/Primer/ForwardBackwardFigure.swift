import Charts
import Experiments
import Study

/// Three layers in a row: the signal runs right above them, the gradient left below them.
struct ForwardBackwardFigure: Figure {
  typealias Subject = Primer

  let id = "forward-backward"

  func chart(of outcome: Primer.Outcome, study: StudyConfiguration, words: FigureWords) -> Chart {
    let places = [20.0, 48, 76]
    return Chart(id) {
      for (index, place) in places.enumerated() {
        Sketch.node("*W*^{(\(index + 1))}, *f*", (place, 50)).nodeSize(width: 58, height: 46)
      }
      // Between the boxes, and from and to the ends; 29 is half a box.
      for (index, (from, to)) in zip([0.0] + places, places + [98]).enumerated() {
        let gaps = (index == 0 ? 12.0 : 30, index == places.count ? 14.0 : 30)
        Sketch.arrow((from, 62), (to, 62), gap: gaps)
          .arrowLabel(index == 0 ? "*x*" : "*h*^{(\(index))}").foregroundStyle(.accent)
          .lineStyle(width: 1.8)
        Sketch.arrow((to, 38), (from, 38), gap: (gaps.1, gaps.0))
          .arrowLabel(
            index == places.count ? words["start"] : index == 0 ? "" : "*δ*^{(\(index))}",
            below: true
          )
          .foregroundStyle(Sketch.backward).lineStyle(width: 1.8)
      }
      Sketch.words(words["forward"], detail: words["forward.detail"], (50, 93)).bold()
        .foregroundStyle(.accent)
      Sketch.words(words["backward"], detail: words["backward.detail"], (50, 8)).bold()
        .foregroundStyle(Sketch.backward)
    }
    .asSketch(height: 200)
  }
}
