import Audit
import Experiments
import Foundation
import Publishing
import Study
import Testing

/// What people read stands in `templates/`: no sentence in the code of experiments, figures and the audit.
@Suite("Words in the code") struct WordsInCodeTests {
  /// The literals of several words that are no words of the report, by why they are none.
  private static let allowed: [String: [String]] = [
    "names and formulas by which saved outcomes tell starts, networks and activations apart": [
      "Constant, random output", "leaky ReLU", "trained tanh", "all weights 0", "fixed, any width",
      "framework default", "Framework default", "Truncated normal", "Xavier normal",
      "Xavier uniform", "He, fan-in", "He, fan-out", "The note’s network",
      "Xavier uniform, the same $\\\\sigma^2$", "not checkable",
    ],
    "names of streams, which choose the random numbers of committed results": [
      "sigmoid, Xavier start", "tanh, Xavier start", "tanh, nσ² = 6.25", "quadratic loss",
      "geometric, linear 64-128-256-128-64", "quadratic, linear 64-128-256-128-64",
      "geometric, linear 64-128-256-512", "geometric, ReLU 64-128-256-128-64", "deviation …",
      "sigmoid, Xavier", "ReLU, Xavier", "ReLU, four times He's variance", "bias …",
      "ReLU, He start", "ReLU, He start, nσ² = 2", "ReLU, nσ² = 1", "ReLU, nσ² = 6.25",
      "ReLU and He over sigmoid and Xavier, 6 layers",
      "ReLU and N(0, 0.1²) over tanh and Xavier, 6 layers", "a standard deviation", "tiny network",
    ],
    "mistakes of a programmer, which stop the program": [
      "the draws of one law serve only that law", "there is no cell …", "no number: …",
    ],
    "marks for a colour": ["[… …](ink)"],
    "the sentence of an error": [
      "in none of … … networks of width … and depth … a gradient",
      " arrives, because all units of some layer are dead; take wider or fewer layers",
      "there is no claim “…”; the claims are ", "… to …", "… was … and is now …", "not in the list",
    ],
  ]

  private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

  private static func literals(in module: String) throws -> [(place: String, text: String)] {
    let folder = sources.appending(path: module)
    let walker = try #require(FileManager.default.enumerator(atPath: folder.path))
    return try walker.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted()
      .flatMap { path in
        let code = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        return StringLiterals.find(in: code).map { ("\(module)/\(path)", $0) }
      }
  }

  private static let modules = ["Experiments", "Figures", "Audit", "AuditMeasuring"]

  /// The quotations of the notes are what the audit is about.
  @Test(arguments: modules)
  func sentencesStandInTemplates(_ module: String) throws {
    let allowed = Set(Self.allowed.values.joined()).union(ClaimCatalog.all.map(\.quote))
    let literals = try Self.literals(in: module)
    #expect(literals.count > (module == "AuditMeasuring" ? 3 : 100))
    for (place, text) in literals where StringLiterals.isSentence(text) {
      #expect(allowed.contains(text), "\(place): “\(text)” belongs into a template")
    }
  }

  /// A figure asks for its words by lower-case keys, so a capital letter is one of a word.
  @Test func figuresHoldNoNamesEither() throws {
    for (place, text) in try Self.literals(in: "Figures") where text.first?.isUppercase == true {
      #expect(text.count < 2, "\(place): “\(text)” belongs into a template")
    }
  }

  @Test func everyExperimentSaysWhatItAsks() {
    let questions = TemplateLibrary.builtIn.questions
    let experiments =
      ExperimentCatalog.experiments.map(\.id) + [
        OwnNetworks().id, OwnSweeps(plans: []).id, OwnTraining(plans: []).id,
      ]
    #expect(Set(questions.keys) == Set(experiments))
    #expect(questions.values.allSatisfy { $0.hasSuffix("?") })
  }

  @Test func nothingIsAllowedInVain() throws {
    let all = Set(try Self.modules.flatMap(Self.literals).map(\.text))
    for text in Self.allowed.values.joined() {
      #expect(all.contains(text), "“\(text)” is no longer in the code")
    }
  }

  @Test func literalsAreFoundWithWhatStandsInside() {
    let code = #"""
      // "a comment"
      let a = "one \(two("three \(4) five")) six"
      /* "another" /* nested */ */ let b = """
        seven "eight"
        """
      let c = "say \"nine\" // ten"
      """#
    #expect(
      StringLiterals.find(in: code) == [
        "three … five", "one … six", "\n  seven \"eight\"\n  ", "say \\\"nine\\\" // ten",
      ])
    for text in ["Loss of both", "by step …", "width, depth", "it’s late", "… networks of …"] {
      #expect(StringLiterals.isSentence(text), "\(text)")
    }
    for text in ["row.loss", "…-…-end", "σ² = 1/*m*", "$\\frac{1}{2}$", " × ", "10^{−4}", ", "] {
      #expect(!StringLiterals.isSentence(text), "\(text)")
    }
  }
}

/// Reads the string literals of Swift code; what is interpolated becomes `…`.
private struct StringLiterals {
  private let code: [Character]
  private var index = 0
  private var found: [String] = []

  /// The literals in the order in which they end.
  static func find(in code: String) -> [String] {
    var reader = StringLiterals(code: Array(code))
    reader.readCode(untilParenthesis: false)
    return reader.found
  }

  /// Whether a text has two words of letters in a row, or a word beside something interpolated.
  static func isSentence(_ text: String) -> Bool {
    // Formulas are no words.
    let plain = text.replacing(#/\$[^$]*\$/#, with: "")
    return plain.contains(#/(\p{L}{2,}[’']?\p{L}*|…)[,.:;]? +(\p{L}{2,}|…)/#)
      && plain.contains(#/\p{L}{2,}/#)
  }

  private func starts(_ text: String) -> Bool { code[index...].starts(with: text) }

  private mutating func readCode(untilParenthesis: Bool) {
    var depth = 0
    while index < code.count {
      if starts("//") {
        while index < code.count, !code[index].isNewline { index += 1 }
      } else if starts("/*") {
        skipComment()
      } else if code[index] == "\"" {
        readLiteral()
      } else {
        if code[index] == "(" { depth += 1 }
        if code[index] == ")" {
          if untilParenthesis, depth == 0 { return }
          depth -= 1
        }
        index += 1
      }
    }
  }

  private mutating func skipComment() {
    var depth = 0
    repeat {
      if starts("/*") {
        (depth, index) = (depth + 1, index + 2)
      } else if starts("*/") {
        (depth, index) = (depth - 1, index + 2)
      } else {
        index += 1
      }
    } while depth > 0 && index < code.count
  }

  private mutating func readLiteral() {
    let end = starts("\"\"\"") ? "\"\"\"" : "\""
    index += end.count
    var text = ""
    while index < code.count, !starts(end) {
      if starts("\\(") {
        index += 2
        readCode(untilParenthesis: true)
        index += 1
        text += "…"
      } else {
        let count = code[index] == "\\" ? 2 : 1
        text += String(code[index..<min(index + count, code.count)])
        index += count
      }
    }
    index += end.count
    found.append(text)
  }
}
