import Experiments
import Study
import Simulation

extension StudyFile {
  /// The keys of an entry of `sweeps:`.
  static let sweepKeys = ["name", "network", "over", "values", "grid"]

  static func sweep(_ fields: YAMLFields, networks: [NetworkPlan]) throws(StudyFileError)
    -> SweepPlan
  {
    try fields.refuseUnknownKeys(known: sweepKeys)
    guard let name = try fields.text("name", limit: 60), !name.isEmpty else {
      throw fields.error(at: "name", "a sweep needs a name, such as “name: gain”")
    }
    guard !networks.isEmpty else {
      throw fields.error(
        at: "network", "a sweep varies a network of this study; add “networks:” with one to vary")
    }
    guard
      let network = try fields.choice(
        "network", of: networks.map(\.name), kind: "network of this study")
    else {
      throw fields.error(
        at: "network", "the entry “network” is missing: the name of the network to vary")
    }
    let plan: SweepPlan
    if let grid = try fields.group("grid") {
      plan = try self.grid(grid, name: name, network: network)
      try fields.refuseUnknownKeys(except: ["over", "values"])
      for key in ["over", "values"] where fields.has(key) {
        throw fields.error(at: key, "give either “grid” or “over” and “values”, not both")
      }
    } else {
      plan = try line(fields, name: name, network: network)
      try fields.refuseUnknownKeys()
    }
    guard plan.count <= settingsLimit else {
      throw fields.error(
        at: "grid", "the sweep has \(plan.count) settings; \(settingsLimit) is the limit")
    }
    try checkVariants(plan, of: networks, fields)
    return plan
  }

  private static let axisNames = SweepPlan.Axis.ofChains.map(\.rawValue)

  private static func line(_ fields: YAMLFields, name: String, network: String)
    throws(StudyFileError) -> SweepPlan
  {
    if let path = try fields.text("over", limit: 200), path.contains(".") {
      guard let values = try fields.texts("values", limit: 100) else {
        throw fields.error(at: "values", "the entry “values” is missing: a list such as [1, 2, 4]")
      }
      var plan = SweepPlan(name: name, network: network, axis: .parameter, values: values)
      plan.parameter = path
      return plan
    }
    guard
      let axisName = try fields.choice("over", of: axisNames, kind: "property to vary"),
      let axis = SweepPlan.Axis(rawValue: axisName)
    else {
      throw fields.error(
        at: "over",
        "the entry “over” is missing: one of \(axisNames.joined(separator: ", "))"
          + " (or “grid” with two of them)")
    }
    guard let values = try fields.texts("values", limit: 100, { problem(with: $0, for: axis) })
    else {
      throw fields.error(at: "values", "the entry “values” is missing: a list such as [1, 2, 4]")
    }
    return SweepPlan(name: name, network: network, axis: axis, values: values)
  }

  private static func grid(_ fields: YAMLFields, name: String, network: String)
    throws(StudyFileError) -> SweepPlan
  {
    var axes: [(axis: SweepPlan.Axis, values: [String])] = []
    for key in fields.keys {
      guard let axis = SweepPlan.Axis(rawValue: key) else { continue }
      let values = try fields.texts(key, limit: 100) { problem(with: $0, for: axis) }
      if let values { axes.append((axis, values)) }
    }
    try fields.refuseUnknownKeys(known: axisNames)
    guard axes.count == 2 else {
      throw fields.error(
        at: "",
        "a grid varies two properties, such as “activation: [tanh, relu]” and"
          + " “init: [xavier-normal, he-normal]”, but has \(axes.count)")
    }
    return SweepPlan(
      name: name, network: network, axis: axes[0].axis, values: axes[0].values,
      second: axes[1].axis, secondValues: axes[1].values)
  }

  /// Every network that the sweep makes must be one that can be simulated.
  private static func checkVariants(
    _ plan: SweepPlan, of networks: [NetworkPlan], _ fields: YAMLFields
  ) throws(StudyFileError) {
    guard let base = networks.first(where: { $0.name == plan.network }) else { return }
    guard (base.stack != nil) == (plan.parameter != nil) else {
      throw fields.error(
        at: plan.second == nil ? "over" : "grid",
        base.stack == nil
          ? "“\(base.name)” is a chain of layers; vary one of \(axisNames.joined(separator: ", "))"
          : "“\(base.name)” is a network of stages; vary one of their parameters, such as"
            + " “over: stack.blocks.residual.scale”")
    }
    for (index, variant) in plan.variants(of: base).enumerated() {
      if let stack = variant.stack {
        do {
          _ = try stack.file()
        } catch {
          throw fields.error(
            at: plan.values.count > index ? "values" : "over",
            "with the value “\(plan.label(index))”: \(error.problem)")
        }
        continue
      }
      if let (_, problem) = problem(with: variant) {
        throw fields.error(
          at: plan.second == nil ? "values" : "grid",
          "with the value “\(plan.label(index))”: \(problem)")
      }
    }
  }

  /// What is wrong with a value; nil for nothing.
  private static func problem(with value: String, for axis: SweepPlan.Axis) -> String? {
    let shown = "“\(value.prefix(60))”"
    func number(_ range: ClosedRange<Double>, _ words: String) -> String? {
      guard let number = Double(value), number.isFinite, range.contains(number) else {
        return "\(shown) is no \(words)"
      }
      return nil
    }
    func whole(_ range: ClosedRange<Int>, _ words: String) -> String? {
      Int(value).map(range.contains) == true
        ? nil : "\(shown) is no \(words) from \(range.lowerBound) to \(range.upperBound)"
    }
    func name(_ entry: NetworkEntry) -> String? {
      do {
        _ = try entry.canonical(String(value.prefix(60)))
        return nil
      } catch {
        return YAMLFields.unknown(error)
      }
    }
    func number(_ entry: NetworkEntry, _ words: String) -> String? {
      guard case .number(let range) = entry.values else { return nil }
      return number(range, words)
    }
    switch axis {
    case .depth: return whole(depthRange, "depth")
    case .width: return whole(widthRange, "width")
    case .parameter: return nil
    case .gain: return number(.gain, "gain from 0.000001 to 1000000")
    case .biasVariance: return number(.biasVariance, "bias variance from 0 to 1000000")
    case .activation: return name(.activation)
    case .initializer: return name(.initializer)
    case .residual: return name(.residual)
    case .normalization: return name(.normalization)
    }
  }
}
