import Simulation
import Study

/// The user's own networks, layer by layer: what a study file asks for.
public struct OwnNetworks: DivisibleExperiment {
  /// Makes the experiment.
  public init() {}

  public let id = "own-networks"
  public let question = "What happens to signal and gradient in the networks of the study file?"
  public let chartIDs = ["own-networks", "own-ends"]

  public typealias Outcome = [OwnMeasurement]

  public func cellCount(of study: StudyConfiguration) -> Int { study.plan?.networks.count ?? 0 }

  public func runCell(_ index: Int, of study: StudyConfiguration, jobs: Int) async throws
    -> OwnMeasurement
  {
    let plan = study.plan ?? StudyPlan(title: "")
    let network = plan.networks[index]
    return try await .measure(
      network, study: plan, seed: SeedTree(seed: study.seed).child(id).child(network.name),
      jobs: jobs)
  }

  public func combine(_ cells: [OwnMeasurement], of study: StudyConfiguration) -> [OwnMeasurement] {
    cells
  }

  public func trials(of study: StudyConfiguration) -> Int? {
    study.plan.flatMap { $0.precision == nil ? $0.networks.count * $0.trials : nil }
  }

  public func parameters(of study: StudyConfiguration) -> StudyConfiguration {
    var study = StudyConfiguration(seed: study.seed, plan: study.plan?.measured)
    study.plan?.sweeps = []
    return study
  }

  public func facts(of outcome: [OwnMeasurement], study: StudyConfiguration) -> [Fact] {
    let kept = outcome.filter(\.isKept)
    let names = kept.map(\.plan.name.markdownEscaped)
    var facts = [
      Fact("own-network-count", outcome.count), Fact("own-networks-kept", kept.count),
      Fact("own-networks-kept-names", list: names.isEmpty ? ["none"] : names),
    ]
    for (network, slug) in zip(outcome, slugs(outcome.map(\.plan.name))) {
      facts.append(Fact("own-\(slug)-forward", network.signal.mean, .powerOfTen(2)))
      facts.append(Fact("own-\(slug)-backward", network.gradient.mean, .powerOfTen(2)))
      facts.append(Fact("own-\(slug)-verdict", text: network.verdict))
    }
    return facts
  }

  public func tables(of outcome: [OwnMeasurement], study: StudyConfiguration) -> [FactTable] {
    [
      FactTable(
        name: "own-networks",
        header: ["network", "layers", "activation", "start", "remedies"],
        numeric: [false, true, false, false, false],
        rows: outcome.map { network in
          [
            network.plan.name.markdownEscaped, network.plan.shape, network.plan.activation,
            network.plan.start, network.plan.remedies,
          ]
        }),
      FactTable(
        name: "own-ends",
        header: [
          "network", "signal at the output", "theory", "gradient at the input", "theory",
          "networks", "verdict",
        ],
        numeric: [false, true, true, true, true, true, false],
        rows: outcome.map { network in
          [network.plan.name.markdownEscaped] + network.signal.cells + network.gradient.cells + [
            NumberFormat.count.text(Double(network.samples)), network.verdict,
          ]
        }),
    ]
  }
}

extension OwnMeasurement.EndToEnd {
  /// The measured power of ten with its interval, and theory's.
  fileprivate var cells: [String] {
    let power = NumberFormat.powerOfTen(2)
    return [
      "\(power.text(mean.value)) (\(power.text(mean.low)) to \(power.text(mean.high)))",
      theory.map(power.text) ?? "–",
    ]
  }
}

extension OwnMeasurement {
  /// Within a factor of ten in size, which is 100 in the square.
  var verdict: String {
    func word(_ end: EndToEnd, _ what: String) -> String? {
      end.isKept ? nil : "\(what) \(end.mean.value > 0 ? "explodes" : "vanishes")"
    }
    let faults = [word(signal, "signal"), word(gradient, "gradient")].compactMap(\.self)
    return faults.isEmpty ? "kept" : faults.joined(separator: ", ")
  }
}

extension NetworkPlan {
  /// Depth and widths in a few characters: `30 × 256`, or `4: 64–256`.
  var shape: String {
    if let stack { return stack.words }
    let (low, high) = (widths.min() ?? 0, widths.max() ?? 0)
    let unit = tiesWeights ? " steps" : expansion == nil ? "" : " blocks"
    return low == high ? "\(depth)\(unit) × \(low)" : "\(depth)\(unit): \(low)–\(high)"
  }

  /// The rule of the weights, with its gain and the biases.
  var start: String {
    initializer + (gain == 1 ? "" : " × \(NumberFormat.significant(3).text(gain))")
      + (biasVariance == 0
        ? "" : ", biases of variance \(NumberFormat.significant(2).text(biasVariance))")
  }

  /// What else the network has: skip connections, normalisation, blocks, tied weights.
  var remedies: String {
    var words: [String] = []
    switch residual {
    case .plain: words.append("skip connections")
    case .scaled: words.append("skip connections, branches ÷ √*L*")
    case nil: break
    }
    if let expansion { words.append("blocks \(expansion)× as wide inside") }
    switch normalization {
    case .layer: words.append("layer normalisation")
    case .batch: words.append("batch normalisation (\(batch) inputs)")
    case nil: if batch > 1 { words.append("\(batch) inputs") }
    }
    if tiesWeights { words.append("tied weights") }
    return words.isEmpty ? "–" : words.joined(separator: ", ")
  }
}

extension OwnMeasurement {
  /// How many decades both ends are from 1, together.
  package var distance: Double {
    let sum = abs(signal.mean.value) + abs(gradient.mean.value)
    return sum.isNaN ? .infinity : sum
  }
}
