import Simulation

/// One number of a claim beside what theory and measurement say of it.
public struct Comparison: Equatable, Sendable, Codable {
  /// Which number: the key of its words, `quantity.KEY` in the claim's block.
  public let quantity: String
  /// What these words quote beside what all words of the claim may quote, such as the number of a layer; it counts
  /// before the claim's of the same name.
  public let quoted: [Quoted]
  /// What the claim says of it.
  public let assertion: Assertion
  /// What theory gives, computed.
  public let theory: Double?
  /// What was measured, with its interval widened so that all of the audit's intervals together hold
  /// with 95 %.
  public let measured: Estimate?
  /// For a printed output of a random program: the extremes of what re-enactments of it printed.
  public let outputs: Outputs?
  /// The error that the theory itself admits, such as an expansion for large matrices; absolute.
  public let theoryError: Double

  /// The least and the greatest output of some number of re-enactments.
  ///
  /// Distribution-free: one more run falls outside with probability 2/(runs + 1).
  public struct Outputs: Equatable, Sendable, Codable {
    /// The least output.
    public let low: Double
    /// The greatest output.
    public let high: Double
    /// How many re-enactments there were.
    public let runs: Int

    /// The extremes of some outputs.
    public init(_ values: [Double]) {
      low = values.min() ?? .nan
      high = values.max() ?? .nan
      runs = values.count
    }
  }

  /// Makes a comparison; at least one of theory, measurement and outputs is given.
  ///
  /// `quantity` is the key of the number's words, `quoted` what they quote; `measured` has its own 95 % interval,
  /// `theoryError` is the theory's own relative error and `slack` its absolute one.
  public init(
    _ quantity: String, quoting quoted: [Quoted] = [], _ assertion: Assertion,
    theory: Double? = nil, measured: Estimate? = nil, outputs: Outputs? = nil,
    theoryError: Double = 0, slack: Double = 0
  ) {
    precondition(theory != nil || measured != nil || outputs != nil)
    self.quantity = quantity
    self.quoted = quoted
    self.assertion = assertion
    self.theory = theory
    self.measured = measured?.simultaneous
    self.outputs = outputs
    self.theoryError = theoryError * (theory ?? 0).magnitude + slack
  }

  /// What the numbers say of the assertion.
  public enum Standing: String, Sendable, Codable {
    /// The claim admits what decides: re-enacted outputs, else theory, else the measurement.
    case holds
    /// It does not.
    case fails
    /// The measurement is too coarse to say.
    case open
    /// Theory and measurement exclude each other: one of them is wrong, and no verdict is due.
    case conflict
  }

  /// The decision.
  public var standing: Standing {
    if let theory, let measured, !theoryRange(theory).overlaps(measured.range) {
      return .conflict
    }
    if let outputs {
      return assertion.meets(outputs.low...outputs.high) ? .holds : .fails
    }
    switch (theory, measured) {
    case (let theory?, _):
      return assertion.admits(theory) ? .holds : .fails
    case (nil, let measured?):
      // A number is compared with the interval; a bound must clear all of it.
      if !assertion.meets(measured.range) { return .fails }
      return assertion.value != nil || assertion.covers(measured.range) ? .holds : .open
    case (nil, nil):
      return .open
    }
  }

  /// Whether the measurement alone decides what `standing` says.
  var measurementAgrees: Bool {
    if outputs != nil { return true }
    guard let measured else { return false }
    switch standing {
    case .holds: return assertion.meets(measured.range)
    case .fails: return !assertion.meets(measured.range)
    case .open, .conflict: return true
    }
  }

  private func theoryRange(_ theory: Double) -> ClosedRange<Double> {
    // 10⁻⁹ relative forgives the rounding of exact measurements, such as a count that is always 0.
    let slack = theoryError + 1e-9 * theory.magnitude + 1e-12
    return (theory - slack)...(theory + slack)
  }
}

extension Estimate {
  /// From low to high.
  var range: ClosedRange<Double> { low...high }

  /// The interval, given at 95 % for this number alone, widened until all intervals of the audit
  /// together hold with 95 %.
  ///
  /// Bonferroni: each of at most 200 intervals misses with probability 0.05/200, so each reaches 3.7
  /// instead of 1.96 standard errors. One in twenty of the narrow ones would miss the truth, and a
  /// true claim with it.
  var simultaneous: Estimate {
    let factor = ClaimAudit.intervalReach / NormalDistribution.quantile(0.975)
    return Estimate(
      value: value, low: value - factor * (value - low), high: value + factor * (high - value),
      samples: samples)
  }
}
