import ArgumentParser
import Diagnosis
import Foundation
import Simulation
import StudyFiles

/// What a start should be, for `report diagnose`.
struct ExpectationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The law that weights must follow, or a file of patterns and laws.",
      valueName: "law|file.yml"))
  var expect: String?

  @Option(
    help: ArgumentHelp("Write the laws that were found as such a file.", valueName: "file.yml"))
  var freeze: String?

  @Option(
    help: ArgumentHelp("Compare with the laws of another checkpoint.", valueName: "checkpoint"))
  var against: String?

  private static func isFile(_ text: String) -> Bool {
    text.hasSuffix(".yml") || text.hasSuffix(".yaml")
      || FileManager.default.fileExists(atPath: text)
  }

  func validate() throws {
    guard let expect, !Self.isFile(expect) else { return }
    do {
      _ = try ExpectedLaw(named: expect)
    } catch {
      throw ValidationError("--expect: \(error.description)")
    }
  }

  /// What `--expect` asks for.
  func expectation() throws -> ExpectedLaws? {
    guard let expect else { return nil }
    if Self.isFile(expect) { return try ExpectationFile.read(path: expect) }
    return ExpectedLaws(try ExpectedLaw(named: expect), named: expect)
  }
}
