import Simulation
import Study

/// Shows how steep sigmoid and tanh are, and where they saturate.
///
/// The note's first picture. Nothing is sampled: the functions are exact, and the radii are found by
/// bisection.
public struct ActivationDerivatives: Experiment {
  /// Where a function is nearly a line, and where nearly flat.
  public struct Shape: Codable, Equatable, Sendable {
    /// The name in the catalogue.
    public var activation: String
    /// f′(0), the largest slope.
    public var peak: Double
    /// The |x| beyond which f′ is below `saturationShare` of its peak.
    public var saturationRadius: Double
    /// The |x| below which the tangent at 0 misses f(x) − f(0) by less than `linearError`.
    public var linearRadius: Double
  }

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// σ(x) = 1/(1 + e^−x).
    public var sigmoid: Shape
    /// The hyperbolic tangent.
    public var tanh: Shape
  }

  /// f′ below this share of its peak counts as saturated.
  package static let saturationShare = 0.05
  /// The relative error up to which the tangent counts as good.
  package static let linearError = 0.05

  public let id = "activation-derivatives"
  public let chartIDs = ["activation-derivatives"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    Outcome(sigmoid: Self.shape(of: Sigmoid()), tanh: Self.shape(of: Tanh()))
  }

  static func shape(of f: any Activation) -> Shape {
    let peak = f.slope(at: 0)
    return Shape(
      activation: f.name, peak: peak,
      saturationRadius: firstRadius { f.slope(at: $0) < saturationShare * peak },
      linearRadius: firstRadius { x in
        abs(peak * x / (f.value(at: x) - f.value(at: 0)) - 1) > linearError
      })
  }

  /// The x > 0 where a condition that holds from there on begins to hold, by bisection.
  private static func firstRadius(_ holds: (Double) -> Bool) -> Double {
    var (low, high) = (0.0, 64.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle }
    }
    return high
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let layers = study.depth
    return [
      Fact("sigmoid-slope-peak", outcome.sigmoid.peak, .fixed(2)),
      Fact("tanh-slope-peak", outcome.tanh.peak, .fixed(0)),
      Fact("sigmoid-saturation-radius", outcome.sigmoid.saturationRadius, .fixed(1)),
      Fact("tanh-saturation-radius", outcome.tanh.saturationRadius, .fixed(1)),
      Fact("sigmoid-linear-radius", outcome.sigmoid.linearRadius, .fixed(2)),
      Fact("tanh-linear-radius", outcome.tanh.linearRadius, .fixed(2)),
      Fact("saturation-share", Self.saturationShare, .percent(0)),
      Fact("sigmoid-peak-count", layers - 1),
      Fact("sigmoid-peak-product", Self.logPeakProduct(outcome, layers: layers), .powerOfTen(1)),
    ]
  }

  /// log₁₀ of the product of one peak slope per layer above the first.
  package static func logPeakProduct(_ outcome: Outcome, layers: Int) -> Double {
    Double(layers - 1) * Elementary.log10(outcome.sigmoid.peak)
  }
}
