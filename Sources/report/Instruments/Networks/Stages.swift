import ArgumentParser
import Engine
import Networks
import ReportFolder
import StudyFiles

/// `report stages`: what network files may say.
struct Stages: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the stages that networks are made of, with their keys.",
    discussion: """
      A network file has an input and a stack of stages:
        framework: pytorch
        input: 784
        stack:
          - dense: 512
          - activation: relu
          - dense: {units: 10, init: normal-0.01, name: logits}
      Numbers may be formulas of L, the number of residual branches of the network: gain: 1/sqrt(2 L).

      EXAMPLES
        report stages
        report stages attention
        report stages --schema > network.schema.json
      """)

  @Argument(help: "Only this one.", completion: .list(StageCatalog.names))
  var kind: String?

  @Flag(help: "Print the JSON Schema of network files, for completion in editors.")
  var schema = false

  func run() throws {
    try Console.reportingErrors {
      if schema {
        Console.print(String(decoding: try CanonicalJSON.encode(NetworkSchema()), as: UTF8.self))
        return
      }
      guard let kind else {
        Console.print(Self.overview)
        return
      }
      guard let entry = StageCatalog.entry(named: kind) else {
        throw CatalogError(kind: "kind of stage", name: kind, known: StageCatalog.names)
      }
      Console.print(Self.text(entry))
    }
  }

  private static var overview: String {
    "At the top of the file\n" + lines(NetworkFileEntries.top) + "\nThe input\n"
      + lines(NetworkFileEntries.input) + "\nStages; each may have a name, too\n"
      + StageCatalog.all.map(text).joined(separator: "\n")
  }

  private static func text(_ entry: StageEntry) -> String {
    let also = entry.aliases.isEmpty ? "" : " (also \(entry.aliases.joined(separator: ", ")))"
    return "  \(entry.kind)\(also): \(entry.meaning)\n"
      + (entry.shorthand.map { "    - \(entry.kind): …  is short for “\($0)”\n" } ?? "")
      + lines(entry.parameters, indent: 4)
  }

  private static func lines(_ parameters: [StageParameter], indent: Int = 2) -> String {
    let width = parameters.map(\.name.count).max() ?? 0
    return parameters.map { parameter in
      String(repeating: " ", count: indent) + parameter.name
        + String(repeating: " ", count: width + 2 - parameter.name.count) + parameter.meaning
        + " " + parameter.valueWords + (parameter.standard.map { " Default: \($0)." } ?? " Required.")
        + "\n"
    }.joined()
  }
}
