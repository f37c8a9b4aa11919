import Simulation
import Study

// The numbers and tables of the guide.
extension StartGuide {
  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    func entry(_ activation: String) -> Entry? {
      outcome.entries.first { $0.activation == activation }
    }
    func number(_ name: String, _ value: Double?, _ format: NumberFormat) -> Fact {
      Fact(name, value ?? .nan, format)
    }
    let (gelu, tanh, relu) = (entry("gelu"), entry("tanh"), entry("relu"))
    func names(_ kind: StartAdvice.Kind) -> [String] {
      outcome.entries.filter { $0.advice.kind == kind }.map(\.activation)
    }
    let unstable = outcome.entries.filter { $0.balance.lengthSlope > 1 + 1e-6 }
    return [
      Fact("guide-depth", outcome.depth), Fact("guide-width", outcome.width),
      Fact("guide-networks", outcome.networks), Fact("guide-deepest", outcome.deepest),
      Fact("guide-count", outcome.entries.count),
      Fact("guide-edge-names", names: names(.edge)),
      Fact("guide-bias-names", names: names(.edgeWithBiases)),
      Fact("guide-nearest-names", names: names(.nearest)),
      number("guide-gelu-weights", gelu?.advice.weightVariance, .fixed(2)),
      number("guide-gelu-bias", gelu?.advice.biasVariance.squareRoot(), .fixed(2)),
      number("guide-gelu-balance", gelu?.balance.weightVariance, .fixed(3)),
      number("guide-gelu-below", gelu?.balance.fromBelow, .powerOfTen(1)),
      number(
        "guide-gelu-above", gelu.map { Elementary.power10($0.balance.fromAbove) }, .significant(3)),
      number("guide-sigmoid-chi", entry("sigmoid")?.balance.chi, .fixed(3)),
      number("guide-softplus-chi", entry("softplus")?.balance.chi, .fixed(3)),
      number("guide-tanh-two-factor", tanh?.two.gradientFactor, .fixed(3)),
      number("guide-relu-cosine", relu?.advised.cosine, .fixed(2)),
      number("guide-length-below", Self.lengths.below, .fixed(1)),
      number("guide-length-above", Self.lengths.above, .fixed(2)),
      Fact("guide-unstable-names", names: unstable.map(\.activation)),
    ]
  }

  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    [advice(outcome), common(outcome), balance(outcome), code(outcome)]
  }

  private func advice(_ outcome: Outcome) -> FactTable {
    FactTable(
      name: "start-advice",
      header: [
        "activation", "variance", "bias", "signal", "gradient", "weights", "lengths", "cosine",
        "layers",
      ],
      numeric: [false, true, true, true, true, true, false, true, true],
      rows: outcome.entries.map { entry in
        let (theory, measured) = (entry.advised, entry.measured)
        return [
          "@" + entry.activation,
          NumberFormat.significant(3).text(entry.advice.weightVariance) + "/*m*",
          entry.advice.biasVariance == 0
            ? "0" : NumberFormat.fixed(2).text(entry.advice.biasVariance.squareRoot()),
          Self.pair(theory.signalFactor, measured.signalFactor),
          Self.pair(theory.gradientFactor, measured.gradientFactor),
          Self.pair(theory.weightFactor, measured.weightFactor),
          "@if." + theory.stability.rawValue,
          theory.cosine.map { Self.pair($0, measured.cosine, .fixed(2)) } ?? "–",
          Self.layers(theory, outcome),
        ]
      })
  }

  /// Theory, and in parentheses what networks showed.
  private static func pair(
    _ theory: Double, _ measured: Estimate, _ format: NumberFormat = .fixed(3)
  ) -> String {
    "\(format.text(theory)) (\(format.text(measured.value)))"
  }

  private static func layers(_ prospect: Prospect, _ outcome: Outcome) -> String {
    (prospect.layersInHalfPrecision >= outcome.deepest ? "≥ " : "")
      + NumberFormat.count.text(Double(prospect.layersInHalfPrecision))
  }

  private func common(_ outcome: Outcome) -> FactTable {
    FactTable(
      name: "start-common",
      header: [
        "activation", "rule", "signal", "gradient", "bottom", "top", "cosine", "layers",
      ],
      numeric: [false, false, true, true, true, true, true, true],
      rows: outcome.entries.flatMap { entry in
        [("one", entry.one), ("two", entry.two)].map { rule, prospect in
          [
            "@" + entry.activation, "@" + rule, NumberFormat.fixed(3).text(prospect.signalFactor),
            NumberFormat.fixed(3).text(prospect.gradientFactor),
            NumberFormat.powerOfTen(1).text(prospect.weightsBottom),
            NumberFormat.powerOfTen(1).text(prospect.weightsTop),
            prospect.cosine.map(NumberFormat.fixed(2).text) ?? "–", Self.layers(prospect, outcome),
          ]
        }
      })
  }

  private func balance(_ outcome: Outcome) -> FactTable {
    FactTable(
      name: "start-balance",
      header: ["activation", "variance", "chi", "gradient", "slope", "below", "above"],
      numeric: [false, true, true, true, true, true, true],
      rows: outcome.entries.map { entry in
        let balance = entry.balance
        let steps = Double(outcome.depth - 1)
        return [
          "@" + entry.activation, NumberFormat.fixed(3).text(balance.weightVariance),
          NumberFormat.fixed(3).text(balance.chi),
          NumberFormat.powerOfTen(1).text(0.5 * steps * Elementary.log10(balance.chi)),
          NumberFormat.fixed(3).text(balance.lengthSlope),
          Self.size(balance.fromBelow), Self.size(balance.fromAbove),
        ]
      })
  }

  /// A number by its decimal logarithm, as people would write it.
  private static func size(_ exponent: Double) -> String {
    abs(exponent) < 3
      ? NumberFormat.significant(3).text(Elementary.power10(exponent))
      : NumberFormat.powerOfTen(1).text(exponent)
  }

  private func code(_ outcome: Outcome) -> FactTable {
    FactTable(
      name: "start-code", header: ["activation", "pytorch", "keras", "jax"],
      numeric: [false, false, false, false],
      rows: outcome.entries.map { entry in
        let code = StartCode(
          weightVariance: entry.advice.weightVariance, biasVariance: entry.advice.biasVariance)
        return ["@" + entry.activation, "`\(code.pyTorch)`", "`\(code.keras)`", "`\(code.jax)`"]
      })
  }
}
