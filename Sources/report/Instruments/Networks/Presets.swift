import ArgumentParser
import Engine
import Publishing
import ReportFolder
import StudyFiles

/// `report presets`: the networks that come with the program.
struct Presets: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the networks that come with the program, or print one's file.",
    discussion: """
      EXAMPLES
        report presets
        report presets gpt2 > my-gpt2.yml
        report propagate --network my-gpt2.yml
      """)

  @Argument(
    help: "Print the file of this one.", completion: .list(Preset.all.map(\.name)))
  var name: String?

  @Flag(help: "Print JSON.")
  var json = false

  private struct Entry: Encodable {
    let name: String
    let summary: String
    let file: String
  }

  func run() throws {
    try Console.reportingErrors {
      if let name {
        let preset = try Preset(named: name)
        Console.print(preset.text.hasSuffix("\n") ? preset.text : preset.text + "\n")
        return
      }
      let entries = try Preset.all.map {
        Entry(name: $0.name, summary: try $0.network().summary, file: $0.text)
      }
      if json {
        Console.print(String(decoding: try CanonicalJSON.encode(entries), as: UTF8.self))
        return
      }
      let width = entries.map(\.name.count).max() ?? 0
      for entry in entries {
        Console.print(
          entry.name + String(repeating: " ", count: width + 2 - entry.name.count) + entry.summary
            + "\n")
      }
    }
  }
}
