import Engine
import Experiments
import Study
import Kernels
import Simulation

extension StudyFile {
  static func network(_ fields: YAMLFields, existing: [String]) throws(StudyFileError)
    -> NetworkPlan
  {
    let isStack = fields.has("stack") || fields.has("preset")
    try fields.refuseUnknownKeys(
      known: NetworkEntry.allCases.map(\.rawValue) + stackKeys
        + (isStack ? NetworkFileEntries.top.map(\.name) : []))
    guard let name = try fields.text(NetworkEntry.name), !name.isEmpty else {
      throw fields.error(at: "name", "a network needs a name, such as “name: gelu-he”")
    }
    guard !existing.contains(name) else {
      throw fields.error(at: "name", "the name “\(name)” is given twice; names tell networks apart")
    }
    if isStack, let plan = try stack(fields, name: name) {
      return plan
    }
    let widths = try self.widths(fields)
    guard let activation = try fields.text(NetworkEntry.activation) else {
      throw fields.error(
        at: "activation", "the entry “activation” is missing, such as “activation: tanh”")
    }
    guard let initializer = try fields.text(NetworkEntry.initializer) else {
      throw fields.error(at: "init", "the entry “init” is missing, such as “init: he-normal”")
    }
    var plan = NetworkPlan(
      name: name, widths: widths, activation: activation, initializer: initializer,
      gain: try fields.number(NetworkEntry.gain) ?? 1)
    if let variance = try fields.number(NetworkEntry.biasVariance) { plan.setBiases(variance) }
    plan.residual = try fields.text(NetworkEntry.residual).flatMap(Residual.init(studyName:))
    plan.normalization = try fields.text(NetworkEntry.normalization)
      .flatMap(Normalization.init)
    plan.expansion = try fields.integer(NetworkEntry.expansion)
    plan.tiesWeights = try fields.flag(NetworkEntry.tied.rawValue) ?? false
    let batch = try fields.integer(NetworkEntry.batch)
    plan.batch =
      batch ?? (plan.normalization == .batch ? NetworkPlan.batchForNormalization : plan.batch)
    plan.setInputs(
      secondMoment: try fields.number(NetworkEntry.inputSecondMoment),
      correlation: try fields.number(NetworkEntry.inputCorrelation))
    plan.precision = try fields.text(NetworkEntry.precision).flatMap(Precision.init)
    _ = try stack(fields, name: name)
    try fields.refuseUnknownKeys()
    if let (key, problem) = problem(with: plan) { throw fields.error(at: key, problem) }
    return plan
  }

  /// What a network's `residual` may be.
  public static let residualNames = ["none", "plain", "1/√L", "1/sqrt(L)", "scaled"]
  /// What a network's `normalization` may be.
  public static let normalizationNames = ["none"] + Normalization.allCases.map(\.rawValue)

  /// What the simulation would refuse of a network: the entry to blame, and why.
  ///
  /// Not the memory it needs, which depends on the machine.
  public static func problem(with plan: NetworkPlan) -> (key: String, problem: String)? {
    if plan.gain != 1,
      let rule = try? InitializerCatalog.initializer(named: plan.initializer),
      rule is any DataDependentInitializer
    {
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
      case .inputs: key = NetworkEntry.inputSecondMoment.rawValue
      default: key = "name"
      }
      return (key, "\(error)")
    } catch {
      return ("name", "\(error)")
    }
  }

  private static func widths(_ fields: YAMLFields) throws(StudyFileError) -> [Int] {
    let list = try fields.integers("widths", in: widthRange, limit: depthRange.upperBound + 1)
    let width = try fields.integer(NetworkEntry.width)
    let depth = try fields.integer(NetworkEntry.depth)
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
}

extension YAMLFields {
  /// A text or name that an entry of a network asks for; names as their catalogue prints them.
  func text(_ entry: NetworkEntry) throws(StudyFileError) -> String? {
    let key = entry.rawValue
    switch entry.values {
    case .text(let limit): return try text(key, limit: limit)
    case .choice(let names, let kind): return try choice(key, of: names, kind: kind)
    case .catalogue(_, let names, let kind):
      return try name(key, kind: kind, names: names) { name throws(CatalogError) in
        try entry.canonical(name)
      }
    default: return nil
    }
  }

  /// A whole number in an entry's range.
  func integer(_ entry: NetworkEntry) throws(StudyFileError) -> Int? {
    guard case .integer(let range) = entry.values else { return nil }
    return try integer(entry.rawValue, in: range)
  }

  /// A number in an entry's range.
  func number(_ entry: NetworkEntry) throws(StudyFileError) -> Double? {
    guard case .number(let range) = entry.values else { return nil }
    return try number(entry.rawValue, in: range)
  }
}
