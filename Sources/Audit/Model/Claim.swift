import Simulation

/// A claim of one of the source notes, with the way to check it.
public struct Claim: Sendable {
  /// Its name, such as `S001-17`: the note's number and the claim's position in it.
  public let id: String
  /// The note's words, which the audit is about; all other words stand in `templates/audit`.
  public let quote: String
  /// Compares; draws all its random numbers from the seeds it is given.
  let examine: @Sendable (SeedTree) async throws -> Finding

  /// Makes a claim.
  init(
    _ id: String, _ quote: String, examine: @escaping @Sendable (SeedTree) async throws -> Finding
  ) {
    self.id = id
    self.quote = quote
    self.examine = examine
  }

  /// The file name of the note, without its extension.
  public var note: String { Self.notes[String(id.dropFirst().prefix(3))] ?? "" }

  private static let notes = [
    "000": "000-stability-and-xavier",
    "001": "001-initialisation-of-non-square-matrices",
    "002": "002-d2l-lesson-notes",
    "003": "003-feedforward-networks",
    "004": "004-mlp-variance-slides",
  ]
}

/// What examining a claim found.
struct Finding: Sendable {
  let rule: Rule
  let comparisons: [Comparison]
  /// What all words of the claim may quote: its settings, and the numbers that say why the verdict is what it is.
  var quoted: [Quoted] = []
  /// The comparison to show first, where the rule's own choice is not the best.
  var showing: Int?

  /// The claim states facts; every comparison must hold.
  static func statement(
    _ comparisons: [Comparison], quoting quoted: [Quoted] = [], showing: Int? = nil
  ) -> Finding {
    Finding(rule: .statement, comparisons: comparisons, quoted: quoted, showing: showing)
  }

  /// The claim states a law without its condition; each comparison is a setting.
  static func law(_ comparisons: [Comparison], quoting quoted: [Quoted] = []) -> Finding {
    Finding(rule: .law, comparisons: comparisons, quoted: quoted)
  }

  /// The claim presents data that cannot be reproduced.
  static func authenticity(_ comparisons: [Comparison], quoting quoted: [Quoted] = []) -> Finding {
    Finding(rule: .authenticity, comparisons: comparisons, quoted: quoted)
  }

  /// The claim is about words.
  static func wording(
    _ verdict: Verdict, quoting quoted: [Quoted] = [], _ comparisons: [Comparison] = []
  ) -> Finding {
    Finding(rule: .wording(verdict), comparisons: comparisons, quoted: quoted)
  }
}
