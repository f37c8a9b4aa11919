import Experiments
import Study
import Kernels
import Simulation

extension StudyFile {
  static func network(_ fields: YAMLFields, existing: [String]) throws(StudyFileError)
    -> NetworkPlan
  {
    guard let name = try fields.text("name", limit: 60), !name.isEmpty else {
      throw fields.error(at: "name", "a network needs a name, such as “name: gelu-he”")
    }
    guard !existing.contains(name) else {
      throw fields.error(at: "name", "the name “\(name)” is given twice; names tell networks apart")
    }
    let widths = try self.widths(fields)
    guard
      let activation = try fields.choice(
        "activation", of: ActivationCatalog.names, kind: "activation")
    else {
      throw fields.error(
        at: "activation", "the entry “activation” is missing, such as “activation: tanh”")
    }
    guard let initializer = try self.initializer(fields) else {
      throw fields.error(at: "init", "the entry “init” is missing, such as “init: he-normal”")
    }
    var plan = NetworkPlan(
      name: name, widths: widths, activation: activation, initializer: initializer,
      gain: try fields.number("gain", in: 1e-6...1e6) ?? 1,
      biasVariance: try fields.number("bias-variance", in: 0...1e6) ?? 0)
    plan.residual = try fields.choice("residual", of: residualNames, kind: "skip connection")
      .flatMap(Residual.init(studyName:))
    plan.normalization = try fields.choice(
      "normalization", of: normalizationNames, kind: "normalisation"
    ).flatMap(Normalization.init)
    plan.expansion = try fields.integer("expansion", in: expansionRange)
    plan.tiesWeights = try fields.flag("tied") ?? false
    let batch = try fields.integer("batch", in: batchRange)
    plan.batch =
      batch ?? (plan.normalization == .batch ? NetworkPlan.batchForNormalization : plan.batch)
    try fields.refuseUnknownKeys()
    if let (key, problem) = problem(with: plan) { throw fields.error(at: key, problem) }
    return plan
  }

  static let residualNames = ["none", "plain", "1/√L", "1/sqrt(L)", "scaled"]
  static let normalizationNames = ["none"] + Normalization.allCases.map(\.rawValue)

  /// What the simulation would refuse of a network: the entry to blame, and why.
  ///
  /// Not the memory it needs, which depends on the machine.
  static func problem(with plan: NetworkPlan) -> (key: String, problem: String)? {
    if plan.gain != 1, plan.initializer == "lsuv" {
      return ("gain", "lsuv sets the size of every layer itself; leave “gain” out")
    }
    do {
      try plan.request(trials: 2, seed: SeedTree(seed: 0), jobs: 1).validate()
      return nil
    } catch let error as PropagationError {
      let key: String
      switch error {
      case .memory: return nil
      case .residualWidths: key = "residual"
      case .batchNormalization: key = "batch"
      case .tiedWidths, .tiedInitializer: key = "tied"
      case .expansion, .expansionNeeds: key = "expansion"
      case .weightVariance: key = "gain"
      default: key = "name"
      }
      return (key, "\(error)")
    } catch {
      return ("name", "\(error)")
    }
  }

  private static func widths(_ fields: YAMLFields) throws(StudyFileError) -> [Int] {
    let list = try fields.integers("widths", in: widthRange, limit: depthRange.upperBound + 1)
    let width = try fields.integer("width", in: widthRange)
    let depth = try fields.integer("depth", in: depthRange)
    switch (list, width, depth) {
    case (let list?, nil, nil):
      guard list.count >= 2 else {
        throw fields.error(
          at: "widths", "“widths” needs the input's width and at least one layer, such as [64, 64]")
      }
      return list
    case (nil, let width?, let depth?): return Array(repeating: width, count: depth + 1)
    case (_?, _, _):
      throw fields.error(at: "widths", "give either “widths” or “width” and “depth”, not both")
    default:
      throw fields.error(
        at: "widths", "give “widths: [64, 128, 64]”, or “width: 128” together with “depth: 20”")
    }
  }

  private static func initializer(_ fields: YAMLFields) throws(StudyFileError) -> String? {
    guard let name = try fields.text("init", limit: 60) else { return nil }
    // Rules with a parameter, such as normal-0.02, are not in the list of names.
    if (try? InitializerCatalog.initializer(named: name)) != nil { return name }
    return try fields.choice("init", of: InitializerCatalog.names, kind: "initialiser")
  }
}
