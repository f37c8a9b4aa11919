import Graphics

/// Linear near zero, logarithmic far from it, on both sides: coordinate = asinh(v / 2t) / ln 10.
///
/// The inverse hyperbolic sine is smooth where piecewise definitions have a kink, and far out it is
/// sign(v)·log₁₀(|v| / t).
public struct SymmetricLogScale: ContinuousScale {
  /// Where the linear part ends.
  public let threshold: Double

  private static let ln10 = 2.302585092994045684

  /// Makes the scale; a threshold that is not positive is taken as 1.
  public init(threshold: Double) {
    self.threshold = threshold > 0 && threshold.isFinite ? threshold : 1
  }

  public var spokenName: String? { "symmetric log scale" }

  public func coordinate(of value: Double) -> Double {
    value.isFinite ? Elementary.asinh(value / (2 * threshold)) / Self.ln10 : .nan
  }

  public func value(at coordinate: Double) -> Double {
    2 * threshold * Elementary.sinh(coordinate * Self.ln10)
  }

  /// Zero, and powers of ten from the threshold outward on both sides.
  public func ticks(
    _ range: ClosedRange<Double>, count: Int, format: NumberFormat
  ) -> [Tick] {
    let first = Int(Elementary.log10(threshold).rounded(.up))
    let reach = max(abs(range.lowerBound), abs(range.upperBound))
    let last = first + Int((reach + 1).rounded(.up))
    let decades = (first...last).filter { exponent in
      coordinate(of: Elementary.power10(Double(exponent))) <= reach + 1e-9
    }
    guard let lowest = decades.first, let highest = decades.last else {
      let low = value(at: range.lowerBound)
      let high = value(at: range.upperBound)
      return LinearScale().ticks(low...high, count: count, format: format).map {
        Tick(coordinate: coordinate(of: $0.coordinate), label: $0.label)
      }
    }
    let sides = range.lowerBound < 0 && range.upperBound > 0 ? 2 : 1
    // Labels keep a distance from that of zero.
    let distance = 0.6 * (range.upperBound - range.lowerBound) / Double(max(2, count))
    let labelled = decades.filter {
      coordinate(of: Elementary.power10(Double($0))) >= distance
    }
    let room = max(1, (min(count, 9) - 1) / sides)
    let stride = [1, 2, 3, 5, 10, 20, 50, 100].first { labelled.count <= $0 * room } ?? 200
    let usesPowers = format.usesPowers(lowest: lowest, highest: highest)
    var ticks: [Tick] = []
    for exponent in decades {
      let isMajor =
        labelled.last.map { exponent >= (labelled.first ?? 0) && ($0 - exponent) % stride == 0 }
        ?? false
      let magnitude = coordinate(of: Elementary.power10(Double(exponent)))
      let label = format.label(powerOfTen: exponent, usesPowers: usesPowers)
      ticks.append(Tick(coordinate: magnitude, label: isMajor ? label : nil))
      ticks.append(Tick(coordinate: -magnitude, label: isMajor ? "−" + label : nil))
    }
    ticks.append(Tick(coordinate: 0, label: "0"))
    return
      ticks
      .filter {
        $0.coordinate >= range.lowerBound - 1e-9 && $0.coordinate <= range.upperBound + 1e-9
      }
      .sorted { $0.coordinate < $1.coordinate }
  }
}
