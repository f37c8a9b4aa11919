import Simulation
import Study

/// Whether the three means conserve the variance of note 001's network as its table says.
///
/// The note gives the variance after each layer of a linear 64-128-256-128-64 network as a theoretical
/// prediction. Linear layers multiply the variance by mσ² exactly, so theory is the product of these
/// factors; the simulation checks both. Target: intervals within 1 %.
public struct ClaimedAgainstMeasured: Experiment {
  public let id = "claimed-against-measured"
  public let chartIDs = ["claimed-against-measured"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// The widths of the input and of layers 1 … L.
    public var widths: [Int]
    /// How many networks there are; all rules share their draws.
    public var networks: Int
    /// How many inputs go through each network.
    public var inputs: Int
    /// Geometric, arithmetic (Xavier's) and quadratic mean.
    public var rules: [RuleOutcome]
  }

  /// Mean squares after each layer relative to the input's.
  public struct RuleOutcome: Codable, Equatable, Sendable {
    /// The rule's name in saved outcomes, such as `Xavier normal`.
    public var rule: String
    /// Layers 1 … L.
    public var layers: [Layer]
  }

  /// The variance after one layer.
  public struct Layer: Codable, Equatable, Sendable {
    /// Units of the layer.
    public var width: Int
    /// The note's number; nil where the study's network is another than the note's.
    public var claimed: Double?
    /// ∏ mσ² over the layers up to this one, the exact expectation.
    public var theory: Double
    /// The mean over networks.
    public var measured: Estimate
    /// The 2.5 % quantile over single networks.
    public var low: Double
    /// The 97.5 % quantile over single networks.
    public var high: Double
  }

  /// Note 001, section 4.3, the table below "results (theoretical prediction)": rows 1 to 4.
  static let noteWidths = [64, 128, 256, 128, 64]
  static let noteTable: [(rule: StartingRule, values: [Double])] = [
    (.geometric, [1.00, 1.00, 1.00, 1.00]),
    (.xavierNormal, [0.94, 0.89, 0.94, 1.00]),
    (.quadratic, [0.89, 0.80, 0.89, 1.00]),
  ]

  /// The numbers from which the note's table follows, a mean of m and n over another: the geometric mean over
  /// the mean that each rule is named after, the quadratic rule's being the root mean square.
  ///
  /// Where layers widen the ratios multiply, where they narrow again they are divided out, which mirrors the
  /// way down on the way up. No network does either.
  static func decoded(_ rule: StartingRule, widths: [Int]) -> [Double] {
    var product = 1.0
    return zip(widths, widths.dropFirst()).map { fanIn, fanOut in
      let (m, n) = (Double(fanIn), Double(fanOut))
      let geometric = (m * n).squareRoot()
      let mean =
        switch rule.name {
        case StartingRule.xavierNormal.name: (m + n) / 2
        case StartingRule.quadratic.name: ((m * m + n * n) / 2).squareRoot()
        default: geometric
        }
      product *= fanOut >= fanIn ? geometric / mean : mean / geometric
      return product
    }
  }

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let widths = study.hourglass
    let networks = study.count(quick: 80, standard: 400, thorough: 4000)
    let inputs = 64
    // One set of draws serves all three rules.
    let pass = try await HomogeneousPass(
      widths: widths, activation: Identity(), reference: .geometric, batch: inputs,
      networks: networks, seed: seed, jobs: jobs, isForwardOnly: true)
    let rules = try Self.noteTable.map { rule, claims in
      let theory = try LinearNetwork.logForwardVariances(
        widths: widths, weightVariances: rule.variances(of: widths))
      let sizes = pass.forward(rule)
      let layers = sizes.indices.map { index in
        Layer(
          width: widths[index + 1], claimed: widths == Self.noteWidths ? claims[index] : nil,
          theory: Elementary.exp(theory[index]),
          measured: sizes[index].mean.map(Elementary.power10),
          low: Elementary.power10(sizes[index].low), high: Elementary.power10(sizes[index].high))
      }
      return RuleOutcome(rule: rule.name, layers: layers)
    }
    return Outcome(widths: widths, networks: networks, inputs: inputs, rules: rules)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    func layer(_ rule: StartingRule, _ index: Int) -> Layer? {
      guard let layers = outcome.rules.first(where: { $0.rule == rule.name })?.layers,
        layers.indices.contains(index)
      else { return nil }
      return layers[index]
    }
    let nothing = Estimate(value: .nan, low: .nan, high: .nan, samples: 0)
    let middle = outcome.widths.count / 2 - 1
    let last = outcome.widths.count - 2
    let names: [(String, StartingRule)] = [
      ("geometric", .geometric), ("arithmetic", .xavierNormal), ("quadratic", .quadratic),
    ]
    let claimedLoss = { (index: Int) in
      1 - (Self.noteTable[index].values.min() ?? .nan)
    }
    func decodedFirst(_ rule: StartingRule, _ index: Int) -> Double {
      Self.decoded(rule, widths: Self.noteWidths)[index]
    }
    // Decoded: the ratios give the printed number, to its two decimals.
    let decodedClaims = Self.noteTable.reduce(0) { count, row in
      count
        + zip(row.values, Self.decoded(row.rule, widths: Self.noteWidths))
        .count { abs($0 - $1) < 0.005 }
    }
    return [
      Fact("hourglass", text: outcome.widths.map(String.init).joined(separator: "-")),
      Fact(
        "hourglass-middle-ratio", Double(outcome.widths[middle + 1]) / Double(outcome.widths[0]),
        .significant(1)),
      Fact("arithmetic-claimed-loss", claimedLoss(1), .percent(0)),
      Fact("quadratic-claimed-loss", claimedLoss(2), .percent(0)),
      // Right: what theory gives, to the note's two decimals.
      Fact(
        "hourglass-claims-right",
        outcome.rules.flatMap(\.layers).count { abs(($0.claimed ?? .nan) - $0.theory) < 0.005 }),
      Fact("hourglass-decoded-claims", decodedClaims),
      Fact("hourglass-decoded-arithmetic", decodedFirst(.xavierNormal, 0), .fixed(3)),
      Fact("hourglass-decoded-arithmetic-squared", decodedFirst(.xavierNormal, 1), .fixed(3)),
      Fact("hourglass-decoded-quadratic", decodedFirst(.quadratic, 0), .fixed(3)),
      Fact("hourglass-decoded-quadratic-squared", decodedFirst(.quadratic, 1), .fixed(3)),
      Fact("hourglass-claims", outcome.rules.flatMap(\.layers).compactMap(\.claimed).count),
      Fact("hourglass-networks", outcome.networks), Fact("hourglass-inputs", outcome.inputs),
      Fact("hourglass-margin", outcome.largestMargin, .percent(1)),
    ]
      + names.flatMap { name, rule in
        [
          Fact("\(name)-middle", layer(rule, middle)?.measured ?? nothing, .fixed(3)),
          Fact("\(name)-middle-theory", layer(rule, middle)?.theory ?? .nan, .fixed(3)),
          Fact("\(name)-end", layer(rule, last)?.measured ?? nothing, .fixed(3)),
          Fact("\(name)-end-theory", layer(rule, last)?.theory ?? .nan, .fixed(3)),
        ]
      }
  }

  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    let format = NumberFormat.fixed(3)
    let keys = [
      StartingRule.geometric.name: "geometric", StartingRule.xavierNormal.name: "xavier-normal",
      StartingRule.quadratic.name: "quadratic",
    ]
    let rows = outcome.rules.flatMap { rule in
      rule.layers.enumerated().map { index, layer in
        [
          "@\(keys[rule.rule] ?? rule.rule)", "\(index + 1)", "\(layer.width)",
          layer.claimed.map { NumberFormat.fixed(2).text($0) } ?? "–", format.text(layer.theory),
          "\(format.text(layer.measured.value)) ± \(format.text(layer.measured.halfWidth))",
        ]
      }
    }
    return [
      FactTable(
        name: "claimed-against-measured",
        header: ["rule", "layer", "width", "note", "theory", "measured"],
        numeric: [false, true, true, true, true, true], rows: rows)
    ]
  }
}

extension ClaimedAgainstMeasured.Outcome {
  /// The largest half-width of an interval relative to its value.
  var largestMargin: Double {
    rules.flatMap(\.layers).map { $0.measured.halfWidth / $0.measured.value }.max() ?? .nan
  }
}
