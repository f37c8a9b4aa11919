import Graphics

/// Equal steps for equal differences.
public struct LinearScale: ContinuousScale {
  /// Makes the scale.
  public init() {}

  public func coordinate(of value: Double) -> Double { value.isFinite ? value : .nan }
  public func value(at coordinate: Double) -> Double { coordinate }

  public func ticks(
    _ range: ClosedRange<Double>, count: Int, format: NumberFormat
  ) -> [Tick] {
    let step = NiceStep(covering: range, count: count)
    let values = step.multiples(in: range)
    if values.isEmpty {
      return [range.lowerBound, range.upperBound].map {
        Tick(coordinate: $0, label: NumberFormat.scientific(1).label($0))
      }
    }
    let labels = format.labels(for: values, decimals: step.decimals)
    return zip(values, labels).map { Tick(coordinate: $0, label: $1) }
  }
}

/// A round distance between ticks: 1, 2, 2.5 or 5 times a power of ten.
struct NiceStep {
  /// The step is `factor`·10^`exponent`, with a factor of 10, 20, 25 or 50.
  let factor: Double
  let exponent: Int

  /// The round step that cuts a range into a number of ticks nearest to `count`.
  init(covering range: ClosedRange<Double>, count: Int) {
    let span = range.upperBound - range.lowerBound
    // Near the ends of what 64-bit numbers hold, round steps do not exist.
    guard span > 1e-290, span.isFinite else {
      (factor, exponent) = (10, -1)
      return
    }
    let ideal = span / Double(max(count, 1))
    let decade = Int(Elementary.log10(ideal).rounded(.down)) - 1
    var best = (cost: Double.infinity, factor: 10.0, exponent: decade)
    // 2.5 only where it fits clearly better: 0.25 is harder to read than 0.2.
    for (factor, penalty) in [(10.0, 0.0), (20, 0), (25, 0.4), (50, 0), (100, 0)] {
      let step = NiceStep(factor: factor, exponent: decade)
      let ticks = Double(step.indices(in: range).count)
      var cost = abs(ticks - Double(count)) + penalty
      if ticks > Double(count) + 1 { cost += 2 }
      if cost < best.cost { best = (cost, factor, decade) }
    }
    (factor, exponent) = (best.factor, best.exponent)
  }

  private init(factor: Double, exponent: Int) {
    self.factor = factor
    self.exponent = exponent
  }

  var size: Double { scaled(1) }

  /// How many decimals its multiples need.
  var decimals: Int {
    let trailing = factor == 25 ? 0 : factor == 100 ? 2 : 1
    return max(0, -(exponent + trailing))
  }

  /// The multiples inside a range, with a little slack for rounding at its ends.
  func multiples(in range: ClosedRange<Double>) -> [Double] { indices(in: range).map(scaled) }

  private func indices(in range: ClosedRange<Double>) -> [Double] {
    let slack = 1e-9 * (range.upperBound - range.lowerBound) / size
    let first = (range.lowerBound / size - slack).rounded(.up)
    let last = (range.upperBound / size + slack).rounded(.down)
    guard first <= last, last - first < 1000, first.isFinite, last.isFinite else { return [] }
    // Adding 0 turns −0 into 0.
    return (0...Int(last - first)).map { first + Double($0) + 0 }
  }

  /// The multiple at an index.
  ///
  /// Division by a power of ten keeps 0.3 from becoming 0.30000000000000004.
  private func scaled(_ index: Double) -> Double {
    exponent < 0
      ? index * factor / Elementary.power10(Double(-exponent))
      : index * factor * Elementary.power10(Double(exponent))
  }
}
