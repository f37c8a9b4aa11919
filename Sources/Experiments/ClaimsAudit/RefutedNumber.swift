import Audit
import Simulation
import Study

extension ClaimsAudit {
  /// A refuted number beside what is true of it.
  public struct RefutedNumber: Sendable {
    public let id: String
    /// The words that say which number, as the fact `quantity`.
    public let quantity: Fact
    /// The asserted number as the note prints it.
    public let asserted: String
    /// The asserted number over the theory's.
    public let claimed: Double
    /// What theory says the number is.
    public let theory: Double
    /// How many digits of the theory show the difference.
    public let digits: Int
    /// What a simulation measured, with its 95 % interval; nil where nothing was simulated.
    public let measured: Estimate?

    /// The theory's number, with as many digits as it takes to tell it from the asserted one.
    public var theoryText: String { decimal(theory, significant: digits) }

    /// The key of the table or script of the notes that prints it.
    public var source: String {
      switch id {
      case "S001-17", "S001-18", "S001-19": "hourglass"
      case "S001-33", "S001-34", "S001-35", "S001-36": "comparison"
      case "S001-48", "S001-49", "S001-50": "round-trip"
      case "S001-51", "S001-52", "S001-53", "S001-54", "S001-55": "experiment"
      case "S003-18", "S003-19", "S003-20": "network"
      default: "other"
      }
    }

    /// The measured number, to three digits.
    public var measuredText: String? { measured.map { decimal($0.value, significant: 3) } }
  }

  /// The positive numbers that a note prints, in claims that are refuted because theory has another.
  public static func charted(_ outcome: Outcome) -> [RefutedNumber] {
    outcome.claims.compactMap { claim in
      guard claim.verdict == .refuted, let telling = claim.telling else { return nil }
      let comparison = claim.comparisons[telling]
      guard let value = comparison.assertion.value, let theory = comparison.theory,
        comparison.assertion.isPrinted, value > 0, theory > 0
      else { return nil }
      return RefutedNumber(
        id: claim.id, quantity: comparison.quantityFact(of: claim),
        asserted: comparison.assertion.text,
        claimed: value / theory, theory: theory,
        digits: abs(value / theory - 1) < 0.01 ? claim.telltaleDigits : 3,
        measured: comparison.measured)
    }
  }
}
