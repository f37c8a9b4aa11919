import Audit
import Simulation
import Study

/// Which of the notes' claims hold.
///
/// The audit itself is the module `Audit`; here it becomes facts and tables. Half-widths: below 4 %
/// for every measurement that a verdict of chapter 14 rests on.
public struct ClaimsAudit: Experiment {
  public let id = "claims-audit"
  public let chartIDs = ["claims-audit"]

  /// Makes the experiment.
  public init() {}

  /// The audited claims in the notes' order, without words.
  public struct Outcome: Codable, Equatable, Sendable {
    /// One for each claim, with its verdict and the numbers that were compared.
    public var claims: [AuditedClaim]
  }

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    Outcome(claims: try await ClaimAudit.run(seeds: seed, jobs: jobs))
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let claims = outcome.claims
    func count(_ verdict: Verdict) -> Int { claims.count { $0.verdict == verdict } }
    func decided(_ by: DecidedBy) -> Int { claims.count { $0.decidedBy == by } }
    let measured = claims.flatMap(\.comparisons).count { $0.measured != nil }
    return [
      Fact("audit-claims", claims.count), Fact("audit-confirmed", count(.confirmed)),
      Fact("audit-imprecise", count(.imprecise)), Fact("audit-refuted", count(.refuted)),
      Fact("audit-not-checkable", count(.notCheckable)),
      Fact("audit-by-both", decided(.both)), Fact("audit-by-theory", decided(.theory)),
      Fact("audit-by-measurement", decided(.measurement)),
      Fact("audit-by-wording", decided(.wording)), Fact("audit-intervals", measured),
      Fact("audit-interval-bound", ClaimAudit.mostIntervals),
      Fact("audit-interval-reach", ClaimAudit.intervalReach, .fixed(1)),
    ] + quoted(outcome)
  }

  /// The numbers of single claims that the prose quotes.
  private func quoted(_ outcome: Outcome) -> [Fact] {
    func claim(_ id: String) -> AuditedClaim? { outcome.claims.first { $0.id == id } }
    func number(_ name: String, _ id: String, _ index: Int, _ format: NumberFormat) -> Fact {
      let comparisons = claim(id)?.comparisons ?? []
      let theory = comparisons.indices.contains(index) ? comparisons[index].theory : nil
      return Fact(name, theory ?? .nan, format)
    }
    func estimate(_ name: String, _ id: String, _ index: Int, _ format: NumberFormat) -> Fact {
      let comparisons = claim(id)?.comparisons ?? []
      let measured = comparisons.indices.contains(index) ? comparisons[index].measured : nil
      let nothing = Estimate(value: .nan, low: .nan, high: .nan, samples: 0)
      return Fact(name, measured ?? nothing, format)
    }
    /// What the hourglass table's first entry is: a ratio of two means.
    func decoded(_ name: String, _ rule: StartingRule) -> Fact {
      let widths = ClaimedAgainstMeasured.noteWidths
      return Fact(name, ClaimedAgainstMeasured.decoded(rule, widths: widths)[0], .fixed(3))
    }
    /// A setting that a claim's words quote, as the claim hands it over.
    func setting(_ name: String, _ id: String, _ quoted: String) -> Fact {
      let claim = claim(id)
      let all = (claim?.quoted ?? []) + (claim?.comparisons.flatMap(\.quoted) ?? [])
      return all.first { $0.name == quoted }.map { Fact(name, quoting: $0) } ?? Fact(name, text: "")
    }
    /// A loss in decades, as a positive number.
    func loss(_ name: String, _ id: String) -> Fact {
      let measured = claim(id)?.comparisons.first?.measured
      return Fact(
        name,
        Estimate(
          value: -(measured?.value ?? .nan), low: -(measured?.high ?? .nan),
          high: -(measured?.low ?? .nan), samples: measured?.samples ?? 0), .fixed(1))
    }
    return [
      estimate("audit-geometric-middle", "S001-17", 1, .fixed(3)),
      estimate("audit-arithmetic-middle", "S001-18", 1, .fixed(3)),
      estimate("audit-quadratic-middle", "S001-19", 1, .fixed(3)),
      number("audit-arithmetic-end", "S001-18", 3, .fixed(2)),
      number("audit-script-mean", "S001-33", 0, .fixed(3)),
      estimate("audit-script-measured", "S001-33", 0, .fixed(3)),
      number("audit-script-scatter", "S001-36", 2, .fixed(2)),
      number("audit-round-trip-arithmetic", "S001-49", 0, .fixed(2)),
      number("audit-round-trip-quadratic", "S001-50", 0, .fixed(3)),
      estimate("audit-single-forward", "S001-51", 0, .fixed(2)),
      estimate("audit-single-backward", "S001-51", 1, .fixed(2)),
      number("audit-density-mass", "S001-29", 0, .fixed(2)),
      number("audit-support-low", "S001-30", 0, .fixed(1)),
      number("audit-support-high", "S001-30", 1, .fixed(1)),
      decoded("audit-decoded-arithmetic", .xavierNormal),
      decoded("audit-decoded-quadratic", .quadratic),
      number("audit-harmonic-ratio", "S001-10", 0, .significant(4)),
      loss("audit-norm-decades", "S001-25"),
      number("audit-layer-norm", "S001-28", 0, .fixed(2)),
      loss("audit-sigmoid-decades", "S001-46"),
      number("audit-second-output", "S003-19", 0, .fixed(9)),
      number("audit-worked-error", "S003-22", 0, .fixed(4)),
      number("audit-dependent-factor", "S001-04", 1, .significant(4)),
      setting("audit-dependent-m", "S001-04", "fan-in"),
      setting("audit-dependent-n", "S001-04", "n"),
      setting("audit-dependent-deviation", "S001-04", "deviation"),
      setting("audit-dependent-asserted", "S001-04", "asserted"),
      setting("audit-harmonic-m", "S001-10", "m"), setting("audit-harmonic-n", "S001-10", "n"),
      setting("audit-norm-layers", "S001-25", "depth"),
      setting("audit-sigmoid-layers", "S001-46", "layers"),
    ]
  }

  /// `claims.json`: the claims with their words.
  public func documents(of outcome: Outcome, words: ClaimWords) throws -> [ResultDocument] {
    try words.check(onlyClaims: Set(outcome.claims.map(\.id)))
    let claims = try outcome.claims.map { try WordedClaim($0, words: words) }
    return [ResultDocument(path: "claims.json", content: claims)]
  }

  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    let notes = outcome.claims.map(\.note).uniqued
    return [AuditTables.summary(outcome.claims, notes: notes)]
      + notes.map { note in
        AuditTables.claims(
          outcome.claims.filter { $0.note == note }, name: "audit-note-\(note.prefix(3))")
      }
  }
}

extension Array where Element: Equatable {
  /// The elements without repetitions, in order of first appearance.
  fileprivate var uniqued: [Element] {
    reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
