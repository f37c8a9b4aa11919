import Engine
import Foundation
import Simulation
import Study
import Templates
import Yams

extension StudyFile {
  /// The keys of networks of stages, beside those that chains have too.
  static let stackKeys = [
    "stack", "preset", "input", "framework", "bias", "scale", "tokens", "set",
  ]

  /// The network of stages in an entry of `networks:`; nil for a chain of layers.
  static func stack(_ fields: YAMLFields, name: String) throws(StudyFileError) -> NetworkPlan? {
    for key in stackKeys { _ = fields.node(key) }
    guard fields.has("stack") || fields.has("preset") else {
      for key in stackKeys where fields.has(key) {
        throw fields.error(
          at: key, "“\(key)” is for networks of stages; give the network a “stack” or a “preset”")
      }
      return nil
    }
    let own = ["name", "scale", "tokens", "set", "preset"]
    let text: String
    if fields.has("preset") {
      text = try preset(fields)
      let others = stackKeys + NetworkEntry.allCases.map(\.rawValue)
      for key in fields.keys where !own.contains(key) && others.contains(key) {
        throw fields.error(
          at: key, "a preset says “\(key)” itself; change it with “set: {\(key): …}”")
      }
      try fields.refuseUnknownKeys()
    } else {
      text = try fields.text(without: ["scale", "tokens", "set"])
    }
    var plan = StackPlan(text: text)
    if let text = try fields.text("scale", limit: 40) {
      guard let scale = try? NumberFormula(text, variables: []).value([]), 0.001...16 ~= scale
      else {
        throw fields.error(at: "scale", "“\(text)” is no factor such as 1/8, from 0.001 to 16")
      }
      plan.scale = scale
    }
    plan.tokens = try fields.integer("tokens", in: 1...1_000_000)
    if let set = try fields.group("set") {
      for key in set.keys {
        guard let value = try set.text(key, limit: 400) else { continue }
        plan.settings.append(StackPlan.Setting(path: key, value: value))
      }
    }
    let file: NetworkFile
    if fields.has("stack") {
      // Read where it stands, for faults with their lines, before it is read with what is changed.
      _ = try fields.networkFile(without: ["scale", "tokens", "set"])
    }
    do {
      file = try plan.file()
    } catch {
      throw fields.error(at: fields.has("set") ? "set" : "", error.problem)
    }
    plan.words = words(file.network)
    var network = NetworkPlan(
      name: name, widths: [file.network.input.shape.count] + file.network.stages.map { _ in 1 },
      activation: "by stage", initializer: "by stage")
    network.batch = file.samples ?? 1
    network.stack = plan
    return network
  }

  private static func preset(_ fields: YAMLFields) throws(StudyFileError) -> String {
    let files = Templates.all.filter { $0.path.hasPrefix("networks/") }
    let names = files.map { String($0.path.dropFirst("networks/".count).dropLast(".yml".count)) }
    guard let name = try fields.choice("preset", of: names, kind: "preset"),
      let index = names.firstIndex(of: name)
    else { throw fields.error(at: "preset", "“preset” is empty; name one, such as gpt2") }
    guard !fields.has("stack") else {
      throw fields.error(at: "stack", "give either “stack” or “preset”, not both")
    }
    return files[index].text
  }

  /// The kinds of the stages at the top, repetitions with their number.
  private static func words(_ network: Network) -> String {
    let kinds = network.stages.map { named in
      let kind = type(of: named.stage).kind
      return (named.stage as? Repeat).map { "\($0.count) × \(named.name ?? kind)" } ?? kind
    }
    return kinds.count <= 6
      ? kinds.joined(separator: ", ")
      : kinds.prefix(3).joined(separator: ", ") + " … " + (kinds.last ?? "")
  }
}

extension YAMLFields {
  /// The mapping as text of its own, without some keys.
  fileprivate func text(without keys: [String]) throws(StudyFileError) -> String {
    do {
      return try serialize(node: root(without: keys))
    } catch {
      throw self.error(at: "", "the network cannot be written as YAML again: \(error)")
    }
  }

  /// The mapping read as a network file.
  fileprivate func networkFile(without keys: [String]) throws(StudyFileError) -> NetworkFile {
    try NetworkFile.read(root(without: keys), of: document)
  }
}
