import Engine
import NetworkFiles
import Study

extension StudyFile {
  /// Refuses what a chain or a network of stages cannot do, what would be left out without a word, and shapes that
  /// do not fit the task.
  static func checkLearner(
    _ plan: LearningPlan, _ network: NetworkPlan, _ fields: YAMLFields
  ) throws(StudyFileError) {
    try network.stack == nil
      ? checkChain(plan, network, fields) : checkStack(plan, network, fields)
    do { try plan.check(network) } catch {
      // A stage's own place is one in the network's text; here it is the study's.
      let problem = (error as? StudyFileError)?.problem ?? "\(error)"
      throw fields.error(at: "network", "“\(network.name)” cannot learn this: \(problem)")
    }
  }

  private static func checkStack(
    _ plan: LearningPlan, _ network: NetworkPlan, _ fields: YAMLFields
  ) throws(StudyFileError) {
    guard plan.axis != .initializer else {
      throw fields.error(
        at: "over",
        "“init” varies chains of layers; the stages of “\(network.name)” have rules of their own")
    }
    for remedy in plan.remedies where remedy.change != nil {
      throw fields.error(
        at: plan.placeOfRemedies,
        "“\(remedy.rawValue)” changes chains of layers; write it into the stack of “\(network.name)”"
      )
    }
  }

  private static func checkChain(
    _ plan: LearningPlan, _ network: NetworkPlan, _ fields: YAMLFields
  ) throws(StudyFileError) {
    guard plan.task != LearningPlan.copy else {
      throw fields.error(
        at: "task",
        "a copy asks for something at every step, which layers in a row forget; train a network whose “stack” has a "
          + "recurrent cell, such as lstm")
    }
    let measured: NetworkEntry? =
      network.expansion != nil ? .expansion : network.tiesWeights ? .tied : nil
    if let measured {
      throw fields.error(
        at: "network",
        "“\(measured.rawValue)” of “\(network.name)” is measured at the start and not trained; train a network "
          + "without it, or one with a “stack”")
    }
    for remedy in plan.remedies {
      if let reason = remedy.reasonToRefuse(in: network) {
        throw fields.error(at: plan.placeOfRemedies, "“\(remedy.rawValue)” \(reason)")
      }
    }
  }
}

extension LearningPlan {
  /// The remedies that a training asks for.
  fileprivate var remedies: [Remedy] {
    axis == .remedy ? values.compactMap(Remedy.init) : [remedy]
  }

  /// The entry that names them.
  fileprivate var placeOfRemedies: String { axis == .remedy ? "values" : "remedy" }
}

extension LearningPlan.Remedy {
  /// What of a chain a remedy changes.
  fileprivate enum Change { case normalization, skips }

  /// What of a chain it changes; `nil` for what is done to gradients.
  fileprivate var change: Change? {
    switch self {
    case .none, .clipNorm, .clipValue: nil
    case .batchNorm, .layerNorm, .rmsNorm: .normalization
    case .residual, .scaledResidual, .skipInit: .skips
    }
  }

  /// Why a chain would not be another one with it, or which of two wishes it would leave out; `nil` where it works.
  fileprivate func reasonToRefuse(in network: NetworkPlan) -> String? {
    func twice(_ key: NetworkEntry, _ value: String) -> String {
      "meets “\(key.rawValue): \(value)” of “\(network.name)”, and a layer has one of the two; leave that entry out "
        + "of the network, or this remedy out"
    }
    switch change {
    case .normalization:
      return network.normalization.map { twice(.normalization, $0.rawValue) }
    case .skips:
      if let residual = network.residual {
        return twice(.residual, residual == .plain ? "plain" : "scaled")
      }
      let hidden = network.widths.dropFirst()
      guard !zip(hidden, hidden.dropFirst()).contains(where: ==) else { return nil }
      return "adds a layer's input to its output where both have one width, and no two layers of "
        + "“\(network.name)” in a row have one; give it equal widths, or leave this remedy out"
    case nil: return nil
    }
  }
}
