import Charts
import Graphics
import Simulation

extension OwnNetworks {
  func charts(of outcome: [OwnMeasurement], study: StudyConfiguration) throws -> [Chart] {
    [layers(outcome, study), ends(outcome, study)]
  }

  /// Both quantities at every layer, with theory.
  private func layers(_ outcome: [OwnMeasurement], _ study: StudyConfiguration) -> Chart {
    let kept = outcome.count(where: \.isKept)
    return Chart("own-networks") {
      PanelRow("Mean square, log axis") {
        panel("Signal, forward", outcome) { ($0.activation, $0.activationTheory) }
        panel("Gradient, backward", outcome) { ($0.gradient, $0.gradientTheory) }
      }
    }
    .chartXAxisLabel("Layer")
    .chartYScale(type: .log)
    .chartTitle(
      "\(kept) of \(outcome.count) network\(outcome.count == 1 ? "" : "s") keep\(kept == 1 ? "s" : "") signal and gradient within a factor of ten"
    )
    .chartSubtitle(
      "Mean square activation, and mean square gradient for a unit gradient at the output; a factor"
        + " of ten in size is two decades here."
    )
    .chartCaption(
      "**Line:** geometric mean over networks. **Ribbon:** its 95 % interval. \(theoryWords(outcome))"
        + " Inputs *N*(0, 1); \(samples(outcome)) per line. Seed \(study.seed).")
  }

  private func theoryWords(_ outcome: [OwnMeasurement]) -> String {
    let known = outcome.count { $0.signal.theory != nil }
    guard known > 0 else { return "There is no theory for these." }
    return "**Dashed:** theory of the geometric mean"
      + (known < outcome.count ? ", where there is one." : ".")
  }

  /// How many networks, in words; what an unreached precision means is said too.
  private func samples(_ outcome: [OwnMeasurement]) -> String {
    let counts = outcome.map(\.samples)
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
    let format = NumberFormat.count
    let words =
      least == most
      ? "\(format.text(Double(least))) networks"
      : "\(format.text(Double(least))) to \(format.text(Double(most))) networks"
    let short = outcome.filter { $0.isPrecise == false }.map { RichText.escaped($0.plan.name) }
    return short.isEmpty
      ? words : "\(words) (the interval asked for was not reached by \(short.wordList))"
  }

  private func panel(
    _ title: String, _ outcome: [OwnMeasurement],
    value: (OwnMeasurement.Layer) -> (Estimate, Double?)
  ) -> Panel {
    Panel(title) {
      for network in outcome {
        let name = RichText.escaped(network.plan.name)
        let layers = network.layers.indices.map { $0 + 1 }
        let values = network.layers.map { value($0).0 }
        RibbonMark(
          x: .value("Layer", layers), lower: .log10("Low", values.map(\.low)),
          upper: .log10("High", values.map(\.high)), series: .value("Network", name))
        LineMark(
          x: .value("Layer", layers), y: .log10("Mean square", values.map(\.value)),
          series: .value("Network", name))
        let theory = network.layers.compactMap { value($0).1 }
        if theory.count == layers.count {
          LineMark(
            x: .value("Layer", layers), y: .log10("Theory", theory), series: .value("Network", name)
          )
          .lineStyle(.theoryOverlay)
        }
      }
    }
  }

  /// What is left at the far end, a row for each network.
  private func ends(_ outcome: [OwnMeasurement], _ study: StudyConfiguration) -> Chart {
    let worst = outcome.max { $0.distance < $1.distance }
    return Chart("own-ends") {
      PanelRow("") {
        endPanel("Signal at the output", outcome, \.signal)
        endPanel("Gradient at the input", outcome, \.gradient)
      }
    }
    .chartXAxisLabel("Mean square that is left of 1, log axis")
    .chartYAxisLabel("")
    .chartXScale(type: .log)
    .chartPlotHeight(60 + 30 * Double(outcome.count))
    .chartTitle(
      worst.map { "\(RichText.escaped($0.plan.name)) moves furthest from where it started" }
        ?? "No network was measured"
    )
    .chartSubtitle(
      "Mean square at the output for unit inputs, and at the input for a unit gradient at the output."
    )
    .chartCaption(
      "**Dot:** geometric mean over networks; its 95 % interval is in the table. **Line:** the central"
        + " 95 % of single networks. **Rule:** unchanged. \(samples(outcome).capitalizedFirst) per row."
        + " Seed \(study.seed).")
  }

  private func endPanel(
    _ title: String, _ outcome: [OwnMeasurement],
    _ end: KeyPath<OwnMeasurement, OwnMeasurement.EndToEnd>
  ) -> Panel {
    // Rows come from the bottom.
    let names = outcome.reversed().map { RichText.escaped($0.plan.name) }
    let values = outcome.reversed().map { $0[keyPath: end] }
    return Panel(title) {
      RuleMark(x: .value("Unchanged", 1.0))
      for (name, value) in zip(names, values) where value.low.isFinite && value.high.isFinite {
        LineMark(
          x: .log10("Central 95 %", [value.low, value.high]),
          y: .value("Network", [name, name]), series: .value("Range", "range of " + name)
        )
        .foregroundStyle(.accent).lineStyle(width: 1.5).endLabelHidden()
      }
      PointMark(x: .log10("Mean square", values.map(\.mean.value)), y: .value("Network", names))
        .symbolSize(radius: 4)
    }
  }
}

extension OwnMeasurement {
  /// How many decades both ends are from 1, together.
  var distance: Double {
    let sum = abs(signal.mean.value) + abs(gradient.mean.value)
    return sum.isNaN ? .infinity : sum
  }
}
