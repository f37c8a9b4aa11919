import Engine
import Simulation
import Study

/// How much of a gradient reaches the inputs of earlier steps, in plain, gated and orthogonal recurrent cells.
///
/// Gers and others 2000, Józefowicz and others 2015: an LSTM's cell keeps σ(b)ᵏ over k steps for a forget bias b. At
/// its start the other gates stand near one half and open a second way, through the state. Weights as frameworks draw
/// them, of variance 1/(3n). Fixed before the first run: 100 steps, biases 0, 1, 2 and 5, and a theory that took a
/// step's factor for σ(b)² + nσ²/16, as if every step had weights of its own. The first run refuted it; the one below
/// has the same weights at all steps.
public struct GradientThroughTime: Experiment {
  public let id = "gradient-through-time"
  public let chartIDs = ["gradient-through-time"]

  /// Makes the experiment.
  public init() {}

  /// A curve for each cell.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per cell.
    public var units: Int
    /// Steps per sequence.
    public var steps: Int
    /// How many networks each cell has.
    public var networks: Int
    /// One for each cell.
    public var curves: [Curve]
  }

  /// One cell, by the number of steps back from the last input.
  public struct Curve: Codable, Equatable, Sendable {
    /// `rnn`, `orthogonal`, `gru`, or `lstm-b` with the forget bias b.
    public var cell: String
    /// log₁₀ of the root mean square of ∂ℓ/∂x, relative to the last step: means over networks.
    public var gradient: [Estimate]
    /// The same for infinitely many units with states near zero.
    public var theory: [Double]
    /// σ(b), of an LSTM.
    public var retention: Double?
  }

  /// The forget biases.
  public static let biases = [0, 1, 2, 5]

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      units: study.units(64, atLeast: 8), steps: 100,
      networks: study.count(quick: 4, standard: 20, thorough: 300, atLeast: 4), seed: seed,
      jobs: jobs)
  }

  static func simulate(
    units: Int, steps: Int, networks: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    let inputs = 2 / (3 * Double(units))
    /// A step's matrix is `direct` times the identity plus a random matrix of spectral radius `radius`.
    struct Setting {
      var cell: FrameworkCell
      var direct = 0.0
      var radius: Double
      var retention: Double?
    }
    // √(nσ²), and what gates of one half leave of it.
    let radius = (1.0 / 3).squareRoot()
    var settings = [
      Setting(
        cell: .plain, radius: try plainFactor(weightVariance: 1.0 / 3, inputVariance: inputs)),
      Setting(
        cell: .orthogonal, radius: try plainFactor(weightVariance: 1, inputVariance: inputs)),
      // u = r = ½: the gradient passes u directly and (1 − u) r through the candidate's weights.
      Setting(cell: .gru, direct: 0.5, radius: radius / 4),
    ]
    settings += biases.map { bias in
      let kept = Sigmoid().value(at: Double(bias))
      return Setting(
        cell: .lstm(forgetBias: bias), direct: kept, radius: radius / 4, retention: kept)
    }
    var curves: [Curve] = []
    for setting in settings {
      let (key, cell) = (setting.cell.key, setting.cell.stage(units: units))
      let result = try await propagate(
        NetworkRequest(
          Network(
            input: NetworkInput(Shape(positions: [steps], channels: 2)), stages: [NamedStage(cell)]),
          trials: networks, seed: seed.child(key), source: .dense, jobs: jobs, asksTheory: false))
      guard let last = result.stages.last, let top = last.stepGradients.last else { continue }
      curves.append(
        Curve(
          cell: key,
          gradient: last.stepGradients.reversed().map { step in
            step.log10.mean.map { 0.5 * ($0 - top.log10.mean.value) }
          },
          theory: tiedPowers(direct: setting.direct, radius: setting.radius, steps: steps),
          retention: setting.retention))
    }
    return Outcome(units: units, steps: steps, networks: networks, curves: curves)
  }

  /// log₁₀ of the root mean square of (f 1 + U)ᵏ g for k = 0, 1, … and a random matrix U of many units and of
  /// spectral radius ρ: E = Σ (k over j)² f^(2k − 2j) ρ^(2j), because different powers of U are uncorrelated and
  /// each keeps ρ^(2j) (chapter 7's circular law); f + ρ per step in the end.
  static func tiedPowers(direct: Double, radius: Double, steps: Int) -> [Double] {
    // The terms (k over j) f^(k − j) ρ^j by Pascal's rule, in units of (f + ρ)ᵏ: then they add up to one.
    let (f, rho) = (direct / (direct + radius), radius / (direct + radius))
    var terms = [1.0]
    return (0..<steps).map { k in
      let squares = terms.reduce(0) { $0 + $1 * $1 }
      var next = [Double](repeating: 0, count: terms.count + 1)
      for (j, term) in terms.enumerated() {
        next[j] += f * term
        next[j + 1] += rho * term
      }
      terms = next
      return 0.5 * Elementary.log10(squares) + Double(k) * Elementary.log10(direct + radius)
    }
  }

  /// √χ of a plain tanh cell at the fixed point q = σ_w² E tanh² + the inputs' part.
  private static func plainFactor(weightVariance: Double, inputVariance: Double) throws -> Double {
    let map = try LengthMap(
      activation: Tanh(), weightVariance: weightVariance, biasVariance: inputVariance)
    guard case .finite(let q) = try map.limit() else { return .nan }
    return try map.chi(at: q).squareRoot()
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    var facts = [
      Fact("time-networks", outcome.networks), Fact("time-units", outcome.units),
      Fact("time-steps", outcome.steps), Fact("time-back", outcome.steps - 1),
    ]
    for curve in outcome.curves {
      guard let end = curve.gradient.last, curve.gradient.count > 2 else { continue }
      let back = Double(outcome.steps - 1)
      facts += [
        Fact("time-\(curve.cell)-end", end.value, .powerOfTen(1)),
        Fact("time-\(curve.cell)-factor", Elementary.power10(end.value / back), .fixed(3)),
        Fact(
          "time-\(curve.cell)-theory",
          Elementary.power10((curve.theory.last ?? .nan) / back), .fixed(3)),
      ]
      if let kept = curve.retention {
        facts += [
          Fact("time-\(curve.cell)-gate", kept, .fixed(3)),
          Fact("time-\(curve.cell)-kept", Elementary.log10(kept) * back, .powerOfTen(1)),
        ]
      }
    }
    return facts
  }
}
