import ArgumentParser
import Foundation
import Publishing
import ReportFolder

/// `report laboratory`: the simulator as a page of its own.
struct LaboratoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "laboratory",
    abstract: "Write the laboratory: a page in which readers turn the knobs of a network.",
    discussion: """
      One file that needs no network and nothing installed: the simulator, compiled to WebAssembly, runs \
      in it with the digits of `report propagate` and `report train`. report.html has its benches in the \
      chapters. A setting travels in the link (#lab=width=64&activation=relu, \
      #lab=training:activation=tanh), and “Copy command” gives its line for the terminal. Scripts call await initstudy.propagate({width: 256, depth: 50, activation: 'tanh', \
      init: 'xavier-normal', trials: 32, seed: 1}) for the JSON of the command.

      In a page of a course: <iframe src="lab.html" width="100%" height="980"></iframe>, or the line that \
      “Copy for a course’s page” gives for one bench in the state in which you left it. Every site \
      (`report build --flavor …`) has the page as laboratory.html.

      EXAMPLES
        report laboratory
        report laboratory --output lab.html
        report laboratory --templates my-words --output labor.html
      """)

  @Option(help: ArgumentHelp("The page to write, .html or .htm.", valueName: "file"))
  var output = "laboratory.html"

  @Option(
    help: ArgumentHelp(
      "A folder whose files replace the built-in templates of the same path.",
      valueName: "directory"))
  var templates: String?

  func validate() throws { try requireEnding("output", output, ["html", "htm"]) }

  func run() throws {
    let (output, templates) = (output, templates)
    try Console.reportingErrors {
      let library =
        try templates.map {
          try TemplateLibrary(overridingWith: URL(fileURLWithPath: $0, isDirectory: true))
        } ?? .builtIn
      try OutputFile.write(Array(try LaboratoryPage(library).html.utf8), to: output)
      Console().finish("Wrote the laboratory: open \(output)")
    }
  }
}
