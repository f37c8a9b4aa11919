import Engine
import Kernels
import Simulation
import WeightFiles

/// A family of models that is recognised by the names of its tensors.
protocol WeightTemplate: Sendable {
  /// The network of a file of the family; nil for files of others.
  ///
  /// - Throws: what is missing of a file that has the family's names.
  static func draft(
    _ shelf: WeightShelf, activation: String?
  ) throws(WeightChain.Absence) -> WeightNetwork?
}

/// The families, and what their readers share.
enum WeightTemplates {
  static let all: [any WeightTemplate.Type] = [
    GPT2Template.self, LlamaTemplate.self, BERTTemplate.self, ViTTemplate.self,
    T5Template.self, ResNetTemplate.self,
  ]

  static func draft(
    _ shelf: WeightShelf, activation: String?
  ) throws(WeightChain.Absence) -> WeightNetwork? {
    for template in all {
      if let network = try template.draft(shelf, activation: activation) { return network }
    }
    return nil
  }

  /// Tokens of a sequence and sequences of a batch: as many rows as a chain has.
  static let tokens = 16
  static let sequences = 4

  /// The activation that was asked for, that the configuration names, or the family's own.
  static func activation(
    _ shelf: WeightShelf, _ asked: String?, else own: String,
    origin ownOrigin: String = "the family's"
  ) throws(WeightChain.Absence) -> (function: any Activation, words: String) {
    let told = shelf.file.configuration?.text(
      "hidden_act", "activation_function", "feed_forward_proj", "hidden_activation")
    let name = asked ?? told ?? own
    let known = name.replacing("_", with: "-").replacing("gated-", with: "")
      .replacing("gelu-pytorch-tanh", with: "gelu-tanh")
    do {
      let f = try ActivationCatalog.activation(named: known)
      let origin = asked != nil ? "asked for" : told != nil ? "config.json" : ownOrigin
      return (f, "\(f.name) (\(origin))")
    } catch {
      throw WeightChain.Absence(reason: "\(error)")
    }
  }

  /// Heads as the configuration has them.
  static func heads(_ shelf: WeightShelf) -> HubHeads {
    HubHeads(
      heads: shelf.file.configuration?.number("n_head", "num_attention_heads", "num_heads")
        .flatMap { Int(exactly: $0) })
  }

  /// Words for heads that nobody told.
  static func words(_ plan: HeadPlan) -> String {
    plan.isKnown ? "" : "; heads of \(plan.width) numbers assumed"
  }
}

extension NetworkWriter {
  /// x + branch(x), a line of the table.
  mutating func residual(
    _ name: String,
    _ branch: (inout NetworkWriter) throws(WeightChain.Absence) -> [NamedStage]
  ) throws(WeightChain.Absence) -> NamedStage {
    let stages = try within(name, branch)
    show(name)
    return NamedStage(ResidualStage(stages), name: name)
  }
}
