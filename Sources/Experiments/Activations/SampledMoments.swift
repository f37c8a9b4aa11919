import Simulation
import Study

/// Averages of an activation over sampled normal inputs.
public struct SampledMoments: Codable, Equatable, Sendable {
  /// E f.
  public var mean: Estimate
  /// E f².
  public var secondMoment: Estimate
  /// E f′².
  public var slopeSecondMoment: Estimate
  /// The share of inputs where |f′| is above 5 % of its largest value.
  public var active: Estimate

  /// Below this share of the steepest slope an input counts as saturated.
  static let activeShare = 0.05

  /// - Parameters:
  ///   - inputs: standard normal numbers, multiplied by `deviation` here.
  ///   - steepest: the largest |f′|.
  init(of f: any Activation, inputs: [Double], deviation: Double, steepest: Double)
    throws(StatisticsError)
  {
    let scaled = inputs.map { deviation * $0 }
    var values = scaled
    var slopes = scaled
    var valueSpan = values.mutableSpan
    f.apply(scaled.span, into: &valueSpan)
    var slopeSpan = slopes.mutableSpan
    f.slopes(scaled.span, into: &slopeSpan)
    mean = try .mean(of: values)
    secondMoment = try .mean(of: values.map { $0 * $0 })
    slopeSecondMoment = try .mean(of: slopes.map { $0 * $0 })
    let threshold = Self.activeShare * steepest
    active = try .proportion(successes: slopes.count { abs($0) > threshold }, trials: inputs.count)
  }

  /// Standard normal inputs.
  static func inputs(_ count: Int, seed: SeedTree) -> [Double] {
    var random = seed.source()
    return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let base = buffer.baseAddress else { return }
      random.fillNormals(base, count: count)
      initialized = count
    }
  }
}
