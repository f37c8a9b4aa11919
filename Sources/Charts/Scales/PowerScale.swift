import Graphics

/// Coordinates are signed powers of values: sign(v)·|v|ᵖ.
///
/// The square root shows counts and variances whose small values matter.
public struct PowerScale: ContinuousScale {
  /// The power that values are raised to.
  public let exponent: Double

  /// Makes the scale; an exponent that is not positive is taken as 1.
  public init(exponent: Double) {
    self.exponent = exponent > 0 && exponent.isFinite ? exponent : 1
  }

  public var spokenName: String? { exponent == 0.5 ? "square-root scale" : "power scale" }

  public func coordinate(of value: Double) -> Double {
    guard value.isFinite else { return .nan }
    let power =
      exponent == 0.5 ? abs(value).squareRoot() : Elementary.power(abs(value), exponent)
    return value < 0 ? -power : power
  }

  public func value(at coordinate: Double) -> Double {
    let value = Elementary.power(abs(coordinate), 1 / exponent)
    return coordinate < 0 ? -value : value
  }

  /// Round values whose coordinates lie about evenly: of the candidates 1, 2, 5 × 10ᵏ and evenly
  /// spaced ones, those that keep a distance.
  public func ticks(
    _ range: ClosedRange<Double>, count: Int, format: NumberFormat
  ) -> [Tick] {
    let low = value(at: range.lowerBound)
    let high = value(at: range.upperBound)
    let step = NiceStep(covering: min(low, high)...max(low, high), count: count * 2)
    let distance = (range.upperBound - range.lowerBound) / Double(max(count, 1)) * 0.6
    let values = step.multiples(in: min(low, high)...max(low, high))
    // From zero outward where it is shown, so that both sides are labelled alike.
    let outward =
      low < 0 && high > 0
      ? [values.filter { $0 >= 0 }, values.filter { $0 <= 0 }.reversed()] : [values]
    var kept: [Double] = []
    for side in outward {
      var last: Double?
      for value in side {
        if let last, abs(coordinate(of: value) - coordinate(of: last)) < distance { continue }
        last = value
        if !kept.contains(value) { kept.append(value) }
      }
    }
    kept.sort()
    let labels = format.labels(for: kept, decimals: step.decimals)
    return zip(kept, labels).map { Tick(coordinate: coordinate(of: $0), label: $1) }
  }
}
