import Simulation
import Testing
import WeightFiles

@testable import Diagnosis

@Suite("Expectations")
struct ExpectationTests {
  private let depth = 6

  /// A stack of blocks as GPT-2 starts it.
  private func stack(seed: UInt64, projection: Double? = nil) -> Checkpoint {
    var file = Checkpoint()
    let own = projection ?? 0.02 / (2 * Double(depth)).squareRoot()
    for layer in 0..<depth {
      file.add("h.\(layer).fc.weight", [128, 64], seed: seed, Draw.normal(0.02))
      file.add("h.\(layer).fc.bias", [128], constant: 0)
      file.add("h.\(layer).proj.weight", [64, 128], seed: seed, Draw.normal(own))
      file.add("h.\(layer).ln.weight", [64], constant: 1)
    }
    return file
  }

  private func expectation(_ laws: [(String, String)]) throws -> ExpectedLaws {
    ExpectedLaws(
      try laws.map { pattern, law in
        ExpectedLaws.Entry(
          pattern: try #require(NamePattern(pattern)), name: law, law: try ExpectedLaw(named: law))
      })
  }

  private var laws: [(String, String)] {
    [
      ("*.proj.weight", "normal-0.02/√(2·6)"), ("*.bias", "zero"), ("*ln*", "one"),
      ("*", "normal-0.02"),
    ]
  }

  private func diagnose(_ checkpoint: Checkpoint) async throws -> FileDiagnosis {
    try await FileDiagnosis(try checkpoint.file())
  }

  @Test("the right start passes, the one without its depth factor is told why")
  func depthFactor() async throws {
    let expectation = try expectation(laws)
    #expect(try await expectation.findings(diagnose(stack(seed: 1))).isEmpty)
    let found = try await expectation.findings(diagnose(stack(seed: 2, projection: 0.02)))
    try #require(found.count == 1)
    #expect(found[0].id == "expected-law" && found[0].severity == .error)
    #expect(found[0].tensors == (0..<6).map { "h.\($0).proj.weight" })
    #expect(
      found[0].explanations.first?.text.contains("√(2·6): the depth factor was not applied") == true
    )
  }

  /// A defect, the law that was asked for, and words of the explanation.
  struct Bug: Sendable, CustomStringConvertible {
    let description: String
    let law: String
    let words: String
    let shape: [Int]
    let draw: @Sendable (inout RandomSource) -> Double

    init(
      _ description: String, law: String, words: String, _ shape: [Int] = [256, 96],
      _ draw: @escaping @Sendable (inout RandomSource) -> Double
    ) {
      (self.description, self.law, self.words) = (description, law, words)
      (self.shape, self.draw) = (shape, draw)
    }
  }

  static let he = (2.0 / 96).squareRoot()
  static let bugs = [
    Bug("default left in place", law: "he-normal", words: "PyTorch's default") {
      (2 * $0.uniform() - 1) / 96.0.squareRoot()
    },
    Bug("fans swapped", law: "lecun-normal", words: "swapped") {
      (1.0 / 256).squareRoot() * $0.normal()
    },
    Bug("variance for deviation", law: "he-normal", words: "the variance was given") {
      he * he * $0.normal()
    },
    Bug("bound for deviation", law: "xavier-uniform", words: "1/√3") {
      (2.0 / 352).squareRoot() * (2 * $0.uniform() - 1)
    },
    Bug("cut not made good", law: "he-truncated", words: "0.8796") {
      while true {
        let z = $0.normal()
        if z.magnitude < 2 { return he * z }
      }
    },
    Bug("gain missing", law: "he-normal", words: "gain √2 of ReLU is missing") {
      (1.0 / 96).squareRoot() * $0.normal()
    },
    Bug("gain of tanh missing", law: "xavier-normal-gain-5/3", words: "gain of tanh is missing") {
      (2.0 / 352).squareRoot() * $0.normal()
    },
    Bug("window left out", law: "he-normal", words: "window was left out", [64, 48, 3, 3]) {
      (2.0 / 48).squareRoot() * $0.normal()
    },
  ]

  @Test("bugs from threads are explained by their ratio", arguments: Self.bugs)
  func explained(bug: Bug) async throws {
    var file = Checkpoint()
    file.add("fc.weight", bug.shape, seed: 3, bug.draw)
    let found = try await expectation([("*", bug.law)]).findings(diagnose(file))
    let finding = try #require(found.first)
    #expect(finding.id == "expected-law")
    #expect(finding.message.contains(bug.words), "\(finding.message)")
  }

  @Test("a ratio of no mistake has no explanation")
  func unexplained() async throws {
    var file = Checkpoint()
    file.add("fc.weight", [256, 96], seed: 4, Draw.normal(1.37 * Self.he))
    let found = try await expectation([("*", "he-normal")]).findings(diagnose(file))
    #expect(found.first?.explanations == [])
    #expect(found.first?.message.contains("1.3") == true)
  }

  @Test("numbers that are no draws fail a law of draws")
  func notDraws() async throws {
    for values in [[Float](repeating: 0.1, count: 4_096), (0..<4_096).map { Float($0 % 2) - 0.5 }] {
      var file = Checkpoint()
      file.add("fc.weight", [64, 64], values)
      #expect(try await expectation([("*", "normal-0.5")]).findings(diagnose(file)).count == 1)
    }
    // One entry in sixty-five thousand.
    var file = Checkpoint()
    file.add("fc.weight", [256, 256], seed: 5, Draw.normal(0.02))
    #expect(try await expectation([("*", "normal-0.02")]).findings(diagnose(file)).isEmpty)
    file.change("fc.weight") { $0[77] = 0.2 }
    let found = try await expectation([("*", "normal-0.02")]).findings(diagnose(file))
    #expect(found.first?.message.contains("largest entry") == true)
    file.change("fc.weight") { $0[77] = .nan }
    let broken = try await expectation([("*", "normal-0.02")]).findings(diagnose(file))
    #expect(broken.first?.message.contains("not finite") == true)
  }

  @Test("what is frozen passes with another seed, and reads back")
  func freeze() async throws {
    let frozen = FrozenLaws(try await diagnose(stack(seed: 7)))
    #expect(
      frozen.lines.map(\.law).sorted() == ["normal-0.02", "normal-0.02/√(2·6)", "one", "zero"])
    let again = try expectation(frozen.lines.map { ($0.pattern, $0.law) })
    #expect(try await again.findings(diagnose(stack(seed: 8))).isEmpty)
    #expect(!(try await again.findings(diagnose(stack(seed: 9, projection: 0.008))).isEmpty))
  }

  @Test("a pattern that matches nothing is an error, a tensor without one a warning")
  func patterns() async throws {
    let file = try await diagnose(stack(seed: 1))
    let idle = try expectation([("layers.*", "normal-0.02")])
    let error = #expect(throws: ExpectedLaws.Unusable.self) { try idle.findings(file) }
    #expect(error?.description.contains("'layers.*' matches none of its 24 tensors") == true)
    let found = try expectation([("*.weight", "free")]).findings(file)
    #expect(found.map(\.id) == ["unbound"])
    #expect(found[0].tensors.count == 6)
  }

  @Test("the same law with another seed, and another law")
  func against() async throws {
    let one = try await diagnose(stack(seed: 11))
    let same = LawComparison(one, with: try await diagnose(stack(seed: 12)))
    #expect(same.findings.isEmpty && same.compared == 24)
    let other = LawComparison(try await diagnose(stack(seed: 13, projection: 0.02)), with: one)
    #expect(other.findings.count == 6)
    #expect(
      other.findings.allSatisfy { $0.id == "against-law" && $0.message.contains("depth factor") })
  }

  @Test("names of laws")
  func names() throws {
    for name in ExpectedLaw.names { _ = try ExpectedLaw(named: name) }
    #expect(throws: CatalogError.self) { try ExpectedLaw(named: "he-normla") }
    #expect(throws: CatalogError.self) { try ExpectedLaw(named: "normal-") }
    #expect(throws: CatalogError.self) { try ExpectedLaw(named: "normal-0.02/0") }
    #expect(
      LawFormula.value("0.02/√(2·12)").map { ($0 - 0.004082482904638631).magnitude < 1e-17 } == true
    )
    #expect(LawFormula.value("1/sqrt(64)") == 0.125)
    #expect(LawFormula.value("√√16") == 2)
    for bad in ["", "√", "2·", "(2", "2)", "1e400", "-1", "((((((((((1))))))))))"] {
      #expect(LawFormula.value(bad) == nil, "\(bad)")
    }
  }

  @Test("patterns of names")
  func namePatterns() throws {
    let pattern = try #require(NamePattern("h.*.{wq,wk}.weight"))
    #expect(pattern.matches("h.0.wq.weight") && pattern.matches("h.11.x.wk.weight"))
    #expect(!pattern.matches("h.0.wv.weight") && !pattern.matches("h.0.wq.bias"))
    #expect(NamePattern("?.bias")?.matches("0.bias") == true)
    #expect(NamePattern("*")?.matches("") == true)
    for bad in ["", "{a", "a}", "{{a}}"] { #expect(NamePattern(bad) == nil, "\(bad)") }
    // Stars do not multiply the time.
    let stars = try #require(NamePattern(String(repeating: "*a", count: 40) + "b"))
    #expect(!stars.matches(String(repeating: "a", count: 400)))
  }
}
