import Charts
import Graphics
import Simulation

/// The user's own networks, layer by layer: what a study file asks for.
struct OwnNetworks: DivisibleExperiment {
  let id = "own-networks"
  let question = "What happens to signal and gradient in the networks of the study file?"
  let chartIDs = ["own-networks"]

  typealias Outcome = [OwnMeasurement]

  func cellCount(of study: StudyConfiguration) -> Int { study.plan?.networks.count ?? 0 }

  func runCell(_ index: Int, of study: StudyConfiguration, jobs: Int) async throws
    -> OwnMeasurement
  {
    let plan = study.plan ?? StudyPlan(title: "")
    let network = plan.networks[index]
    return try await .measure(
      network, study: plan, seed: SeedTree(seed: study.seed).child(id).child(network.name),
      jobs: jobs)
  }

  func combine(_ cells: [OwnMeasurement], of study: StudyConfiguration) -> [OwnMeasurement] {
    cells
  }

  func charts(of outcome: [OwnMeasurement], study: StudyConfiguration) throws -> [Chart] {
    let kept = outcome.count { abs($0.forward) <= 2 && abs($0.backward) <= 2 }
    return [
      Chart(id) {
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
        "**Line:** geometric mean over networks. **Ribbon:** its 95 % interval. **Dashed:** mean-field"
          + " theory for infinite width. Inputs *N*(0, 1); \(samples(outcome)) networks per line."
          + " Seed \(study.seed).")
    ]
  }

  private func samples(_ outcome: [OwnMeasurement]) -> String {
    let counts = outcome.map { $0.layers[0].activation.samples }
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
    let format = NumberFormat.count
    return least == most
      ? format.text(Double(least)) : "\(format.text(Double(least))) to \(format.text(Double(most)))"
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

  func facts(of outcome: [OwnMeasurement], study: StudyConfiguration) -> [Fact] {
    let kept = outcome.count { abs($0.forward) <= 2 && abs($0.backward) <= 2 }
    var facts = [Fact("own-network-count", outcome.count), Fact("own-networks-kept", kept)]
    for network in outcome {
      let slug = slug(network.plan.name)
      facts.append(Fact("own-\(slug)-forward", network.lastActivation, .powerOfTen(2)))
      facts.append(Fact("own-\(slug)-backward", network.firstGradient, .powerOfTen(2)))
    }
    return facts
  }

  func tables(of outcome: [OwnMeasurement], study: StudyConfiguration) -> [FactTable] {
    let power = NumberFormat.powerOfTen(2)
    return [
      FactTable(
        name: "own-networks",
        header: [
          "network", "layers", "activation", "start", "signal, last ÷ first",
          "gradient, first ÷ last", "networks", "verdict",
        ],
        numeric: [false, true, false, false, true, true, true, false],
        rows: outcome.map { network in
          [
            network.plan.name.markdownEscaped, "\(network.layers.count)", network.plan.activation,
            network.plan.initializer
              + (network.plan.gain == 1
                ? "" : " × \(NumberFormat.significant(3).text(network.plan.gain))"),
            power.text(network.forward), power.text(network.backward),
            NumberFormat.count.text(Double(network.layers[0].activation.samples)),
            verdict(network),
          ]
        })
    ]
  }

  /// Within a factor of ten in size, which is 100 in the square.
  private func verdict(_ network: OwnMeasurement) -> String {
    func word(_ decades: Double, _ what: String) -> String? {
      abs(decades) <= 2 ? nil : "\(what) \(decades > 0 ? "explodes" : "vanishes")"
    }
    let faults = [word(network.forward, "signal"), word(network.backward, "gradient")].compactMap(
      \.self)
    return faults.isEmpty ? "kept" : faults.joined(separator: ", ")
  }
}

/// A name as part of ids and fact names: ASCII letters and digits in lower case, joined by hyphens.
func slug(_ name: String) -> String {
  let parts = name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
  return parts.isEmpty ? "network" : parts.joined(separator: "-")
}
