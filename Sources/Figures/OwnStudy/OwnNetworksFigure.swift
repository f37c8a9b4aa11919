import Charts
import Experiments
import Graphics
import Simulation
import Study

/// Signal and gradient of the user's own networks at every layer, with theory.
struct OwnNetworksFigure: Figure {
  typealias Subject = OwnNetworks

  let id = "own-networks"

  func facts(of outcome: [OwnMeasurement], study: StudyConfiguration) -> [Fact] {
    let kept = outcome.count(where: \.isKept)
    let known = outcome.count { $0.signal.theory != nil }
    return [
      Fact("kept", kept), Fact("count", outcome.count),
      Fact("one", text: outcome.count == 1 ? "yes" : ""),
      Fact("one-kept", text: kept == 1 ? "yes" : ""),
      Fact("theory", text: known > 0 ? "yes" : ""),
      Fact("theory-for-some", text: known < outcome.count ? "yes" : ""),
      Fact("other-inputs", text: outcome.allSatisfy(\.plan.hasStandardInputs) ? "" : "yes"),
    ] + OwnWords.samples(of: outcome)
  }

  func chart(of outcome: [OwnMeasurement], study: StudyConfiguration, words: FigureWords) -> Chart {
    let networks = outcome.compactMap { measurement in
      measurement.plan.network.map { (RichText.escaped(measurement.plan.name), $0) }
    }
    let pictures = NetworkOutline.alike(networks).map {
      ($0.names.joined(separator: "; "), NetworkPicture($0.network, width: 290, words: words))
    }
    let signal = panel(words["panel.signal"], outcome, words) {
      ($0.activation, $0.activationTheory)
    }
    let gradient = panel(words["panel.gradient"], outcome, words) {
      ($0.gradient, $0.gradientTheory)
    }
    return Chart(id) {
      // A picture needs the whole width, and so do then the curves below it; many would push these off the page.
      if pictures.count <= 2 {
        for (name, picture) in pictures { picture.row(name) }
      }
      if pictures.isEmpty {
        PanelRow(words["y"]) {
          signal
          gradient
        }
        .chartYScale(type: .log)
      } else {
        PanelRow(words["y"], height: 250) { signal }.chartYScale(type: .log)
        PanelRow(words["y"], height: 250) { gradient }.chartYScale(type: .log)
      }
      if pictures.count > 2 {
        for (name, picture) in pictures { picture.row(name) }
      }
    }
    .chartXAxisLabel(words["x"])
  }

  private func panel(
    _ title: String, _ outcome: [OwnMeasurement], _ words: FigureWords,
    value: (OwnMeasurement.Layer) -> (Estimate, Double?)
  ) -> Panel {
    Panel(title) {
      for network in outcome {
        let name = RichText.escaped(network.plan.name)
        let layers = network.layers.indices.map { $0 + 1 }
        let values = network.layers.map { value($0).0 }
        RibbonMark(
          x: .value(words["layer"], layers), lower: .log10(words["low"], values.map(\.low)),
          upper: .log10(words["high"], values.map(\.high)),
          series: .value(words["network"], name))
        LineMark(
          x: .value(words["layer"], layers), y: .log10(words["mean"], values.map(\.value)),
          series: .value(words["network"], name))
        let theory = network.layers.compactMap { value($0).1 }
        if theory.count == layers.count {
          LineMark(
            x: .value(words["layer"], layers), y: .log10(words["theory"], theory),
            series: .value(words["network"], name)
          )
          .lineStyle(.theoryOverlay)
        }
      }
    }
  }
}

/// What the figures of own studies say of their samples.
enum OwnWords {
  /// `fewest` and `most` networks of a setting, `differ` if these are not the same, and the names
  /// whose interval did not become as narrow as was asked for.
  static func samples(of outcome: [OwnMeasurement]) -> [Fact] {
    let counts = outcome.map(\.samples)
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
    let short = outcome.filter { $0.isPrecise == false }.map { RichText.escaped($0.plan.name) }
    return [
      Fact("fewest", least), Fact("most", most), Fact("differ", text: least == most ? "" : "yes"),
      Fact("imprecise", list: short),
    ]
  }
}
