import Engine
import Simulation
import Yams

extension NetworkFileReader {
  /// The stages of a list.
  func stages(_ node: Node, _ context: StackContext) throws(StudyFileError) -> StackResult {
    if let items = node.sequence, items.isEmpty {
      throw YAMLFields.error(
        document, node, "“\(context.path)” is an empty list: give it stages, such as “- dense: 512”"
      )
    }
    guard let items = node.sequence else {
      throw YAMLFields.error(
        document, node,
        "“\(context.path)” is \(YAMLFields.kind(of: node)), but should be a list of stages: lines such as"
          + " “- dense: 512”")
    }
    var result = StackResult(output: context.input, last: context.before, tied: context.tied)
    var names: [String] = []
    for (index, item) in items.enumerated() {
      let written = try StageNode(item, in: document, path: "\(context.path)[\(index + 1)]")
      var here = context
      here.input = result.output
      here.before = result.last
      here.tied = result.tied
      let (stage, output, count) = try stage(written, &here)
      result.tied = here.tied
      let standard = "\(type(of: stage).kind)-\(index + 1)"
      let name = written.name ?? standard
      guard !names.contains(name) else {
        throw YAMLFields.error(
          document, item,
          "two stages of one list are called “\(name)”; names tell them apart in tables")
      }
      names.append(name)
      result.stages.append(NamedStage(stage, name: written.name))
      result.count += count
      result.output = output
      result.last = "“\(name)”"
      guard result.count <= Self.mostStages else {
        throw YAMLFields.error(
          document, item,
          "the network has more than \(Self.mostStages) stages when repetitions are written out")
      }
    }
    return result
  }

  /// One stage, what it hands on, and how many stages it is; the context learns of tied embeddings.
  private func stage(
    _ written: StageNode, _ context: inout StackContext
  ) throws(StudyFileError) -> (stage: any Stage, output: Shape, count: Int) {
    let entry = written.entry
    var values: [String: StageValue] = [:]
    var inner: [String: StackResult] = [:]
    for parameter in entry.parameters {
      guard let node = written.value(parameter.name) else {
        if parameter.standard == nil {
          throw YAMLFields.error(
            document, written.item,
            "“\(entry.kind)” needs “\(parameter.name)”: \(parameter.meaning.lowercasedFirst)")
        }
        continue
      }
      if case .stack = parameter.values {
        var beneath = context
        beneath.path = "\(written.path).\(parameter.name)"
        let stack = try stages(node, beneath)
        context.tied = stack.tied
        inner[parameter.name] = stack
        values[parameter.name] = .stages(stack.stages)
      } else {
        values[parameter.name] = try value(
          node, parameter, name: "\(entry.kind).\(parameter.name)")
      }
    }
    let arguments = StageArguments(
      values, defaults: context.defaults, input: context.input, branches: branches)
    do {
      let stage = try entry.make(arguments)
      if let embedding = stage as? Embedding, embedding.isTied { context.tied = embedding }
      try (stage as? TiedReadOut)?.check(follows: context.tied, input: context.input)
      let times = max(1, (stage as? Repeat)?.count ?? 1)
      let count = inner.values.reduce(1) { $0 + $1.count }.multipliedReportingOverflow(by: times)
      guard !count.overflow, count.partialValue <= Self.mostStages else {
        throw YAMLFields.error(
          document, written.item,
          "the network has more than \(Self.mostStages) stages when repetitions are written out")
      }
      return (stage, try stage.output(for: context.input), count.partialValue)
    } catch let error as StudyFileError {
      throw error
    } catch let error as NetworkError {
      throw fault(error, written, context, inner)
    } catch {
      throw YAMLFields.error(document, written.item, "\(error)")
    }
  }

  /// The sentence for a stage that cannot be: both stages, both shapes, the line.
  private func fault(
    _ error: NetworkError, _ written: StageNode, _ context: StackContext,
    _ inner: [String: StackResult]
  ) -> StudyFileError {
    let own = "“\(written.name ?? written.entry.kind)”"
    let handed = "\(context.before) hands on \(context.input.text)"
    switch error {
    case .parameter(_, let name, let value, let reason):
      return YAMLFields.error(
        document, written.value(name) ?? written.item,
        value.isEmpty
          ? "“\(name)” of \(own) \(reason)" : "“\(name)” of \(own) is \(value), which \(reason)")
    case .shape(_, _, let reason):
      if written.entry.kind == Repeat.kind, let stack = inner["stack"],
        stack.output != context.input
      {
        return YAMLFields.error(
          document, written.item,
          "\(own) cannot be repeated: it takes \(context.input.text) from \(context.before), but"
            + " \(stack.last) ends it in \(stack.output.text): \(reason)")
      }
      return YAMLFields.error(
        document, written.item, "\(own) does not fit: \(handed), and \(reason)")
    case .branch(_, let beside, let output):
      let from = inner["shortcut"]?.last ?? context.before
      return YAMLFields.error(
        document, written.item,
        "\(own) cannot add its branch: \(inner["branch"]?.last ?? "the branch") hands on \(output.text),"
          + " but \(from) hands on \(beside.text); let both end in one shape, or give the stage a “shortcut”"
      )
    default: return YAMLFields.error(document, written.item, "\(own): \(error)")
    }
  }
}

extension String {
  /// The same with a small first letter, to stand inside a sentence.
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
