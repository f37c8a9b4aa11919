import ArgumentParser
import Audit
import Experiments
import Study
import Foundation
import Publishing
import ReportFolder
import Simulation

/// `report audit`: the claims of the source notes, checked.
struct Audit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the claims of the source notes and print the verdicts.",
    discussion: """
      Each claim is compared with theory, computed, and with a measurement where one makes sense. \
      A verdict is confirmed, imprecise (true only with a condition that the note leaves out), \
      refuted, or not checkable. Exits with 1 if a verdict differs from the committed list.
      """)

  @Option(
    name: .customLong("id"), parsing: .upToNextOption,
    help: ArgumentHelp("Only these claims, such as S001-17.", valueName: "id"))
  var ids: [String] = []

  @Flag(help: "Print JSON: the entries of claims.json.")
  var json = false

  @Option(
    parsing: .unconditional, help: "The root of all random numbers, 0 … 18446744073709551615.")
  var seed: UInt64?

  @Option(
    parsing: .unconditional,
    help: "How many claims to examine at once, 1 … 1024 (default: the number of cores).")
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard (1...1024).contains(jobs) else {
      throw ValidationError("--jobs \(jobs) is out of range; give a number from 1 to 1024.")
    }
    do {
      _ = try ClaimCatalog.claims(only: ids)
    } catch {
      throw ValidationError(error.description)
    }
  }

  func run() async throws {
    try await Console.reportingErrors {
      let claims = try ClaimCatalog.claims(only: ids)
      var study = StudyConfiguration()
      if let seed { study.seed = seed }
      let audited = try await ClaimAudit.run(
        claims, seeds: ClaimsAudit().seed(in: study), jobs: jobs)
      let words = try ChartWords.builtInClaims()
      let worded = try audited.map { try WordedClaim($0, words: words) }
      if json {
        Console.print(String(decoding: try CanonicalJSON.encode(worded), as: UTF8.self))
      } else {
        Console.print(AuditTable(worded).text)
      }
      let changes = CommittedVerdicts.changes(in: audited)
      if !changes.isEmpty { throw ChangedVerdicts(changes: changes) }
    }
  }
}

/// Verdicts that are not the committed ones.
private struct ChangedVerdicts: Error, CustomStringConvertible {
  let changes: [CommittedVerdicts.Change]

  var description: String {
    changes.count == 1
      ? "a verdict changed: \(changes[0])"
      : "\(changes.count) verdicts changed:\n  "
        + changes.map(\.description).joined(separator: "\n  ")
  }
}
