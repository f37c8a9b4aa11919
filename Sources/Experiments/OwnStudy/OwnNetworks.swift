import Kernels
import Simulation
import Study

/// The user's own networks, layer by layer: what a study file asks for.
public struct OwnNetworks: DivisibleExperiment {
  /// Makes the experiment.
  public init() {}

  public let id = "own-networks"
  public let chartIDs = ["own-networks", "own-ends"]

  public typealias Outcome = [OwnMeasurement]

  public func cellCount(of study: StudyConfiguration) -> Int { study.plan?.networks.count ?? 0 }

  public func runCell(
    _ index: Int, of study: StudyConfiguration, seed: SeedTree, jobs: Int
  ) async throws
    -> OwnMeasurement
  {
    let plan = study.plan ?? StudyPlan(title: "")
    let network = plan.networks[index]
    return try await .measure(
      network, study: plan, seed: seed.child(network.name),
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
    study.plan?.training = nil
    return study
  }

  public func facts(of outcome: [OwnMeasurement], study: StudyConfiguration) -> [Fact] {
    let kept = outcome.filter(\.isKept)
    let names = kept.map(\.plan.name.markdownEscaped)
    var facts = [
      Fact("own-network-count", outcome.count), Fact("own-networks-kept", kept.count),
      names.isEmpty
        ? Fact("own-networks-kept-names", names: ["none"])
        : Fact("own-networks-kept-names", list: names),
    ]
    for (network, slug) in zip(outcome, slugs(outcome.map(\.plan.name))) {
      facts.append(Fact("own-\(slug)-forward", network.signal.mean, .powerOfTen(2)))
      facts.append(Fact("own-\(slug)-backward", network.gradient.mean, .powerOfTen(2)))
      facts.append(Fact("own-\(slug)-verdict", names: network.verdict))
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
            network.plan.name.markdownEscaped, "@shape", network.plan.activation, "@rule",
            network.plan.remedies,
          ]
        },
        facts: outcome.map(\.plan.facts)),
      FactTable(
        name: "own-ends",
        header: [
          "network", "signal", "signal.theory", "gradient", "gradient.theory", "networks",
          "verdict",
        ],
        numeric: [false, true, true, true, true, true, false],
        rows: outcome.map { network in
          [
            network.plan.name.markdownEscaped, "@at-output", network.signal.theoryCell, "@at-input",
            network.gradient.theoryCell, NumberFormat.count.text(Double(network.samples)),
            network.verdict.map { "@\($0)" }.joined(separator: ", "),
          ]
        },
        facts: outcome.map { network in
          network.signal.facts("output") + network.gradient.facts("input")
        }),
    ]
  }
}

extension OwnMeasurement.EndToEnd {
  fileprivate var theoryCell: String { theory.map(NumberFormat.powerOfTen(2).text) ?? "–" }

  /// The number, whether there is none, and in how many networks it overflows.
  fileprivate func facts(_ name: String) -> [Fact] {
    let lost = overflows ?? 0
    return [
      Fact(name, mean, .powerOfTen(2)), Fact("no-\(name)", text: mean.samples == 0 ? "yes" : ""),
      Fact("\(name)-overflows", text: lost == 0 ? "" : NumberFormat.count.text(Double(lost))),
    ]
  }
}

extension OwnMeasurement {
  /// The keys of what becomes of both ends, where one is not kept.
  var verdict: [String] {
    func key(_ end: EndToEnd, _ what: String) -> String? {
      end.isKept ? nil : "\(what)-\(end.fate.rawValue)"
    }
    let faults = [key(signal, "signal"), key(gradient, "gradient")].compactMap(\.self)
    return faults.isEmpty ? ["kept"] : faults
  }
}

extension NetworkPlan {
  /// What the words of the network's row in a table may quote.
  var facts: [Fact] {
    let (low, high) = (widths.min() ?? 0, widths.max() ?? 0)
    return [
      Fact("stack", text: stack?.words ?? ""), Fact("depth", text: String(depth)),
      Fact("narrowest", text: String(low)),
      Fact("widest", text: low == high ? "" : String(high)),
      Fact("steps", text: tiesWeights ? "yes" : ""),
      Fact("blocks", text: !tiesWeights && expansion != nil ? "yes" : ""),
      Fact("rule-name", text: initializer),
      Fact("gain", text: gain == 1 ? "" : NumberFormat.significant(3).text(gain)),
      Fact(
        "bias-variance",
        text: biasVariance == 0 ? "" : NumberFormat.significant(2).text(biasVariance)),
      Fact("expansion", text: expansion.map { "\($0)" } ?? ""), Fact("batch", text: String(batch)),
      Fact("precision", text: precision?.rawValue ?? ""),
      Fact("mean-square", text: shortNumber(inputs?.secondMoment ?? 1)),
      Fact("correlation", text: shortNumber(inputs?.correlation ?? 0)),
    ]
  }

  /// The cell of what else the network has: skip connections, normalisation, blocks, tied weights, inputs and
  /// arithmetic of its own.
  var remedies: String {
    var keys: [String] = []
    switch residual {
    case .plain: keys.append("skips")
    case .scaled: keys.append("scaled-skips")
    case nil: break
    }
    if expansion != nil { keys.append("wide-blocks") }
    switch normalization {
    case .layer: keys.append("layer-normalisation")
    case .batch: keys.append("batch-normalisation")
    case nil: if batch > 1 { keys.append("inputs") }
    }
    if tiesWeights { keys.append("tied-weights") }
    if let inputs, inputs.secondMoment != 1 { keys.append("mean-square") }
    if let inputs, inputs.correlation != 0 { keys.append("correlation") }
    if let precision, precision != .float32 { keys.append("precision") }
    return keys.isEmpty ? "–" : keys.map { "@if.\($0)" }.joined(separator: ", ")
  }
}

extension OwnMeasurement {
  /// How many decades both ends are from 1, together.
  package var distance: Double {
    let isLost = [signal.fate, gradient.fate].contains { $0 == .overflows || $0 == .dead }
    let sum = abs(signal.mean.value) + abs(gradient.mean.value)
    return isLost || sum.isNaN ? .infinity : sum
  }
}
