import Study
import Testing

@testable import Publishing

/// What the audit says it measured with is what it measured with: settings stand in `templates/audit` as placeholders,
/// which the claim's own constants fill, and never as digits.
@Suite("Settings of the audit") struct TypedSettingsTests {
  /// Digits that are no settings, by the reason why.
  ///
  /// Each is cut out of the text before digits are looked for.
  private static let allowed: [(reason: String, fragments: [String])] = [
    (
      "a formula of the claim or of its proof, which no setting changes",
      [
        "n_in σ² = 1", "1/n_in and 1/n_out", "x²/(2a)", "a²/3", "6/(n_in + n_out)",
        "2/(n_in + n_out)", "m·σ² = 1", "n·σ² = 1", "1/σ²", "(m + n)/2", "(m + n)²/(4mn)",
        "1/√(mn)", "1/m", "1/n", "(m + n)/(2mn)", "2/(m + n)", "2/(n + n)", "(n + n)/2",
        "(m − n)² ≥ 0", "1 + a²", "2/((1 + a²)m)", "2/m", "a = 0", "mnσ⁴ = 1", "σ² = 1/",
        "not O(1)", "|‖W‖ − 1|", "nσ²(1 ± √γ)²", "E (∂ℓ/∂y)² = 1", "(mγ − 1)²", "(nγ − 1)²",
        "|E f² − 1|", "nγ = 1", "γ(m + n)/2 = 1", "½ + x/4", "x³/48", "p + (1 − p)",
        "2σ(2x) − 1", "1/√(2π)", "nσ²·E f′² < 1", "√(π/(π − 1))", "1/√L", "1 + nμ²/v",
        "E h = 0", "2/(nₜ₋₁ + nₜ)", "|Var h/Var h′ − 1|", "α² = 1", "α = −1", "layer − 1|", "2⁵",
        "x³/12", "is above 1", "N(0, 1)", "N(0, ",
      ]
    ),
    (
      "what theory says, whatever the sizes",
      [
        "exactly 1 at 0", "less than 1 only", "mean 0", "the range from 0 to 2",
        "all of them at 1", "is 1 only for m = n", "towards 2", "not to 1", "mean is 1 in",
        "the factor 2 makes", "symmetric about 0", "units are 0", "and variance 1", "each ± 0",
        "exactly 0", "nearer to 1", "He's factor 2", "need not sum to 1", "symmetric input is 0",
        "keeps at 1",
        "reaches 1 at 0", "near 1;",
      ]
    ),
    (
      "the place or the value that the note speaks of",
      [
        "σ² at α = 0", "σ² at α = 1", "distance from 1", "farthest from 1", "share of units at 0",
        "right of 0", "it is 0", "value at 0", "slope at 0", "slope 1 at 0", "Near 0 it",
        "series at 0", "in layer 1 over",
      ]
    ),
    (
      "digits that the note prints",
      [
        "0.89 to 1 (the note's table)", "three printed means", "six printed means", "six means",
        "0.036 to 0.045", "four digits", "it prints ± 0.0000",
      ]
    ),
    (
      "bounds of a verdict, whose key has the number too",
      [
        "within a factor of 2", "within a factor of 3", "within a factor of 10",
        "within a factor of 100", "≈ 0 (",
      ]
    ),
    (
      "how many things the claim itself names",
      [
        "three tests", "two-point", "three laws", "same two", "three variances", "the three",
        "two rules'", "all three", "All three", "two discrete variables", "the two gradients",
        "two successive", "two conditions", "two values", "own two", "two classes", "all seven",
        "All four products",
      ]
    ),
    (
      "the source code of frameworks, read by hand",
      [
        "Of nine frameworks", "four start a dense layer", "five do not", "U(±1/√fan-in)",
        "U(±0.07)",
      ]
    ),
    (
      "names of number formats, notes and chapters",
      ["binary16", "bfloat16", "also 16 bits", "note 000", "chapter 9", "chapter 12"]
    ),
  ]

  /// In what a claim asserts, digits are the note's, and `audit_claims.json` has them too; settings are not.
  private static var assertedSetting: Regex<AnyRegexOutput> {
    get throws { try Regex(#"(?:^|[\s(,])(?:n_in|n|m|sd_w|σ|γ) ?=? ?[0-9]|[0-9] ?[×→] ?[0-9]"#) }
  }

  private static var digits: Regex<AnyRegexOutput> {
    get throws {
      try Regex(
        #"[0-9]+(?:\.[0-9]+)?|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"#
          + #"|twenty|thirty|forty|fifty|hundred|hundredth|thousand|twice)\b"#
      ).ignoresCase()
    }
  }

  /// A text without its placeholders and without what may stand in it, and the fragments that stood there.
  private static func stripped(_ text: String) -> (text: String, used: Set<String>) {
    var text = text.replacing(/\{\{.*?\}\}/, with: "□")
    var used: Set<String> = []
    // The longer first, so that no fragment takes a part of another.
    for fragment in allowed.flatMap(\.fragments).sorted(by: { ($1.count, $0) < ($0.count, $1) }) {
      for range in text.ranges(of: fragment).reversed() {
        // “at 0” may not hide the beginning of “at 0.1”.
        let rest = text[range.upperBound...]
        let goesOn = rest.prefixMatch(of: /\.?[0-9]/) != nil && fragment.last?.isNumber == true
        guard !goesOn else { continue }
        used.insert(fragment)
        text.replaceSubrange(range, with: " ")
      }
    }
    return (text, used)
  }

  private static func typed(_ text: String) throws -> [String] {
    let (digits, rest) = (try digits, stripped(text).text)
    return rest.matches(of: digits).map { String(rest[$0.range]) }
  }

  private static func entries() throws -> [(name: String, entry: WordBlock.Entry)] {
    try TemplateLibrary.builtIn.wordBlocks().values.filter { $0.kind == .claim }
      .flatMap { block in block.entries.map { ("\(block.path) \(block.id) \($0.key)", $0) } }
      .sorted { $0.name < $1.name }
  }

  @Test func settingsAreQuoted() throws {
    let setting = try Self.assertedSetting
    let entries = try Self.entries()
    #expect(entries.count > 500)
    for (name, entry) in entries {
      switch entry.key {
      // The note's own sentence in English.
      case "gloss": continue
      case "asserts":
        #expect(entry.text.firstMatch(of: setting) == nil, "\(name): \(entry.text)")
      default:
        let found = try Self.typed(entry.text)
        #expect(found.isEmpty, "\(name): \(found) in “\(entry.text)”; quote what the claim used")
      }
    }
  }

  @Test func everyExceptionIsNeeded() throws {
    let used = try Self.entries().filter { !["gloss", "asserts"].contains($0.entry.key) }
      .reduce(into: Set<String>()) { $0.formUnion(Self.stripped($1.entry.text).used) }
    let idle = Self.allowed.flatMap(\.fragments).filter { !used.contains($0) }
    #expect(idle.isEmpty, "exceptions that nothing needs")
  }

  /// What stood in the templates before, and must not come back.
  @Test(arguments: [
    "slope of tanh at 0.1", "log₁₀ of the gradient, tanh, nσ² = 6.25", "ReLU, nσ² = 1",
    "n_out σ² where n_in σ² = 1, 64 → 256", "E h for n = {{n}}, γ = 0.02",
    "scatters by {{scatter}}, forty times too much", "‖W‖ of a 100 × 125 layer",
    "kept over 100 steps", "tanh, N(0, 0.1²)", "steps to a hundredth of the loss",
    "Within 2 %: at these sizes", "eight equal layers", "value at 0.1", "σ² at α = 0.5",
  ])
  func typedSettingsAreFound(_ text: String) throws {
    #expect(try !Self.typed(text).isEmpty)
  }

  @Test(arguments: ["(=5.76 for n_in=64)", "(=2.56 for sd_w 0.1)", "24 for 64×256", "(σ=1)"])
  func typedSettingsOfAssertionsAreFound(_ text: String) throws {
    #expect(try text.firstMatch(of: Self.assertedSetting) != nil)
  }

  @Test(arguments: ["{{m}} → {{n}}", "N(0, {{deviation}}²)", "The weights have mean 0."])
  func placeholdersAndFormulasAreNone(_ text: String) throws {
    #expect(try Self.typed(text).isEmpty)
  }
}
