import Simulation
import Study

/// What every start of the chapter does to signal and gradient, on square layers and on others.
///
/// Four linear layers, once all of one width, once of alternating widths: on square layers most rules
/// are the same rule. Target: the interval of every mean factor over two layers within 2 %.
public struct EveryStart: Experiment {
  public let id = "every-start"
  public let chartIDs = ["every-start"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// The widths of input and layers, all alike.
    public var square: [Int]
    /// The widths of input and layers, narrow and wide in turn.
    public var alternating: [Int]
    /// The numbers of networks.
    public var sizes: Sizes
    /// Rows from the largest factor on alternating layers to the smallest.
    public var rows: [Row]
  }

  /// The inputs that share a network of explicit weights.
  public static let explicitInputs = 8
  /// The inputs of the batch that LSUV looks at.
  public static let lsuvInputs = 32

  /// How many networks each kind of start was measured on.
  public struct Sizes: Codable, Equatable, Sendable {
    /// Normal and orthogonal weights: where the law of a layer's output is known, no matrix is formed;
    /// all normal rules share their draws.
    public var exact: Int
    /// Explicit matrices serve eight inputs each, which is nearly as good as eight networks; twice as many
    /// for equal weights, which add all inputs up.
    public var explicit: Int
    /// LSUV needs a batch to look at: 32 inputs.
    public var lsuv: Int

    init(_ study: StudyConfiguration) {
      exact = study.count(quick: 1600, standard: 8000, thorough: 80_000)
      explicit = study.count(quick: 64, standard: 320, thorough: 3200)
      lsuv = study.count(quick: 25, standard: 125, thorough: 1250)
    }
  }

  /// One start on both kinds of layers.
  public struct Row: Codable, Equatable, Sendable {
    /// The start's name in saved outcomes.
    public var name: String
    /// The key of the start in templates.
    public var key: String { StartingRule.key(of: name) }
    /// What it does on layers of one width.
    public var square: Factor
    /// What it does on layers of alternating widths.
    public var alternating: Factor
  }

  /// Mean squares after two layers, relative to those before; nil where nothing is left.
  public struct Factor: Codable, Equatable, Sendable {
    /// √(E h² after four layers/E x²), from the mean over networks.
    public var signal: Estimate?
    /// √(E(∂ℓ/∂x)²/E(∂ℓ/∂h)² over four layers), from the mean over networks.
    public var gradient: Estimate?
    /// The root of the four layers' factors, mσ² where weights are independent; signal and gradient alike.
    public var theory: Double

    /// Whether theory has the start keep the variance.
    public var keepsVariance: Bool { abs(theory - 1) < 1e-9 }

    /// The wider interval of the two, as a share of the value.
    public var margin: Double {
      [signal, gradient].compactMap { $0.map { $0.halfWidth / $0.value } }.max() ?? 0
    }
  }

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let (narrow, wide) = (study.units(32, atLeast: 4), study.units(128, atLeast: 4))
    let middle = study.units(64, atLeast: 4)
    let square = Array(repeating: middle, count: 5)
    let alternating = [narrow, wide, narrow, wide, narrow]
    let sizes = Sizes(study)
    let onSquare = try await Self.factors(square, sizes, seed.child("square"), jobs)
    let onAlternating = try await Self.factors(alternating, sizes, seed.child("alternating"), jobs)
    let rows = RuleCatalog.rows.indices.map { index in
      Row(
        name: RuleCatalog.rows[index].name, square: onSquare[index],
        alternating: onAlternating[index])
    }
    return Outcome(
      square: square, alternating: alternating, sizes: sizes,
      rows: rows.enumerated().sorted {
        ($0.element.alternating.theory, -$0.offset) > ($1.element.alternating.theory, -$1.offset)
      }.map(\.element))
  }

  private static func factors(
    _ widths: [Int], _ sizes: Sizes, _ seed: SeedTree, _ jobs: Int
  ) async throws -> [Factor] {
    let normal = try await HomogeneousPass(
      widths: widths, activation: Identity(), reference: .leCun, networks: sizes.exact,
      seed: seed.child("normal"), jobs: jobs)
    var factors: [Factor] = []
    for row in RuleCatalog.rows {
      let rule = row.initializer
      if rule.law == .gaussian {
        factors.append(
          Factor(
            signal: perPair(normal.forward(row).last?.linearMean),
            gradient: perPair(normal.inputGradient(row).linearMean),
            theory: theory(rule, widths)))
        continue
      }
      let isExact = rule.law == .orthogonal
      let result = try await propagate(
        PropagationRequest(
          widths: widths, activation: Identity(), initializer: rule,
          batch: isExact ? 1 : rule is LSUV ? Self.lsuvInputs : Self.explicitInputs,
          trials: isExact
            ? sizes.exact
            : rule is LSUV ? sizes.lsuv : rule is Constant ? 2 * sizes.explicit : sizes.explicit,
          seed: seed.child(rule.name), jobs: jobs))
      factors.append(
        Factor(
          signal: perPair(result.layers.last?.activation.mean),
          gradient: perPair(result.inputGradient.mean), theory: theory(rule, widths)))
    }
    return factors
  }

  /// Four layers are two pairs: half of the logarithm is one.
  private static func perPair(_ mean: Estimate?) -> Estimate? {
    guard let mean, mean.value > 0 else { return nil }
    return mean.map { max(0, $0).squareRoot() }
  }

  /// ∏ mσ² over two layers; the way back has the same fans in the other order.
  static func theory(_ rule: any WeightInitializer, _ widths: [Int]) -> Double {
    var product = 1.0
    for (index, (fanIn, fanOut)) in zip(widths, widths.dropFirst()).enumerated() {
      let m = Double(fanIn)
      switch rule {
      // Rescaled to unit variance, whatever the shape.
      case is LSUV: continue
      // Equal weights add equal units up: the sum over m grows like m² from the second layer on.
      case let constant as Constant where index > 0:
        product *= m * m * constant.variance(fanIn: fanIn, fanOut: fanOut)
      default: product *= m * rule.variance(fanIn: fanIn, fanOut: fanOut)
      }
    }
    return product.squareRoot()
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let outside = outcome.rows.flatMap { [$0.square, $0.alternating] }.flatMap { factor in
      [factor.signal, factor.gradient].compactMap { $0 }.map { $0.contains(factor.theory) }
    }
    return [
      Fact("every-start-count", outcome.rows.count),
      Fact("every-start-square", outcome.square[0]),
      Fact("every-start-narrow", outcome.alternating[0]),
      Fact("every-start-wide", outcome.alternating[1]),
      Fact(
        "every-start-square-kept", names: outcome.rows.filter(\.square.keepsVariance).map(\.key)),
      Fact(
        "every-start-kept", names: outcome.rows.filter(\.alternating.keepsVariance).map(\.key)),
      Fact("every-start-intervals", outside.count),
      Fact("every-start-intervals-right", outside.count { $0 }),
    ]
  }

}
