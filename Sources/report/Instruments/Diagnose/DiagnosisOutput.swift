import ArgumentParser
import Diagnosis
import Foundation
import ReportFolder
import WeightFiles

/// How a diagnosis is printed.
struct DiagnosisOutput: ParsableArguments {
  @Flag(
    help: "Print JSON; `report schema diagnose` prints its schema. Several files give an array.")
  var json = false

  @Flag(help: "Print CSV, a line for each tensor.")
  var csv = false

  @Flag(help: "Print SARIF 2.1.0, for code scanning.")
  var sarif = false

  @Flag(help: "Print annotations for GitHub Actions.")
  var github = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write a report page with charts into a folder, which is replaced as a whole.",
      valueName: "directory"))
  var output: String?

  var isText: Bool { !json && !csv && !sarif && !github }

  func validate() throws {
    guard [json, csv, sarif, github].count(where: { $0 }) <= 1 else {
      throw ValidationError("--json, --csv, --sarif and --github exclude one another; give one.")
    }
  }

  /// The reports for a program.
  func machine(_ reports: [DiagnosisReport]) throws -> String {
    if json {
      let data =
        reports.count == 1
        ? try CanonicalJSON.encode(reports[0]) : try CanonicalJSON.encode(reports)
      return String(decoding: data, as: UTF8.self)
    }
    if sarif {
      return String(decoding: try CanonicalJSON.encode(SARIF(reports)), as: UTF8.self)
    }
    if github { return reports.map(GitHubAnnotations.text).joined() }
    return table(reports).csv
  }

  private func table(_ reports: [DiagnosisReport]) -> InstrumentTable {
    InstrumentTable(
      columns: [
        "file", "tensor", "shape", "type", "role", "layout", "certainty", "word", "law", "family",
        "law_deviation", "posterior", "mistake", "deviation", "deviation_low", "deviation_high",
        "fan_in", "fan_out", "forward_factor", "backward_factor", "fit_p", "structure_p",
      ],
      rows: reports.flatMap { report in
        report.tensors.map { tensor in
          [
            .text(report.file.visible), .text(tensor.name.visible),
            .text(tensor.shape.map(String.init).joined(separator: "x")),
            .text(tensor.type.visible),
            .text(tensor.role.rawValue), .text(tensor.layout?.axes ?? ""),
            .text(tensor.layout?.certainty.rawValue ?? ""), .text(tensor.law.word.rawValue),
            .text(tensor.law.phrase.visible), .text(tensor.law.family), .init(tensor.law.deviation),
            .init(tensor.law.posterior), .text(tensor.law.mistake ?? ""),
            .init(tensor.deviation?.value), .init(tensor.deviation?.low),
            .init(tensor.deviation?.high), tensor.fans.map { .integer($0.input) } ?? .missing,
            tensor.fans.map { .integer($0.output) } ?? .missing, .init(tensor.forwardFactor),
            .init(tensor.backwardFactor), .init(tensor.law.fit?.p),
            .init(tensor.structure.map(\.p).min()),
          ]
        }
      }, isExact: true)
  }
}
