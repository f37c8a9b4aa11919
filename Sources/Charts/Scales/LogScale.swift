import Graphics

/// Equal steps for equal ratios; coordinates are decimal logarithms.
///
/// Zero, negative and infinite values have no place on it: marks treat them by their
/// `InvalidValues` policy. Numbers given as logarithms keep their place beyond the range of
/// `Double`.
public struct LogScale: ContinuousScale {
  /// Makes the scale.
  public init() {}

  public var spokenName: String? { "log scale" }

  public func coordinate(of value: Double) -> Double {
    value > 0 && value.isFinite ? Elementary.log10(value) : .nan
  }
  public func value(at coordinate: Double) -> Double { Elementary.power10(coordinate) }
  public func coordinate(ofLog10 exponent: Double) -> Double {
    exponent.isFinite ? exponent : .nan
  }

  /// Labels at whole powers of ten, thinned to the room there is; where fewer than two lie in view,
  /// also at 2 and 5 times them; within a third of a decade, at evenly spaced round values.
  ///
  /// Minor ticks: 2…9 up to 8 decades, only 5 up to 15, then the decades that labels skip.
  public func ticks(
    _ range: ClosedRange<Double>, count: Int, format: NumberFormat
  ) -> [Tick] {
    let (low, high) = (range.lowerBound - 1e-9, range.upperBound + 1e-9)
    let span = range.upperBound - range.lowerBound
    guard span.isFinite, span > 0 else { return [] }
    if span > Self.mostDecades || max(abs(low), abs(high)) > 1e6 {
      return hugeTicks(range, count: count)
    }
    if span < 0.34 { return linearTicks(range, count: count, format: format) }
    let decades = wholeNumbers(low, high)
    if decades.count < 2 { return fullTicks(low, high, format: format) }
    let stride = Self.stride(for: decades, room: min(max(count, 3), 7))
    let labelled = decades.filter { $0 % stride == 0 }
    let usesPowers =
      format.usesPowers(lowest: labelled.first ?? 0, highest: labelled.last ?? 0)
    var ticks = labelled.map {
      Tick(coordinate: Double($0), label: format.label(powerOfTen: $0, usesPowers: usesPowers))
    }
    if stride > 1 {
      let minor = Self.minorStride(of: stride, decades: decades.count)
      ticks += decades.filter { $0 % stride != 0 && $0 % minor == 0 }.map {
        Tick(coordinate: Double($0), label: nil)
      }
    } else if span <= 15 {
      for exponent in (decades.first ?? 0) - 1...(decades.last ?? 0) {
        for digit in span <= 8 ? [2, 3, 4, 5, 6, 7, 8, 9] : [5] {
          let coordinate = Double(exponent) + Elementary.log10(Double(digit))
          if coordinate >= low, coordinate <= high {
            ticks.append(Tick(coordinate: coordinate, label: nil))
          }
        }
      }
    }
    return ticks.sorted { $0.coordinate < $1.coordinate }
  }

  /// Beyond this no table of decades is made.
  private static let mostDecades = 5000.0

  /// Round exponents, for numbers that only their logarithms can tell.
  private func hugeTicks(_ range: ClosedRange<Double>, count: Int) -> [Tick] {
    NiceStep(covering: range, count: count).multiples(in: range).map { exponent in
      let text =
        abs(exponent) < 1e6 ? NumberFormat.decimal(exponent, 0) : "\(exponent)"
      return Tick(coordinate: exponent, label: "10^{\(text)}")
    }
  }

  /// Every n-th decade is labelled, n round: at most `room` labels, at least two where possible.
  static func stride(for decades: [Int], room: Int) -> Int {
    var previous = 1
    for stride in [1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 500, 1000] {
      let labels = decades.filter { $0 % stride == 0 }.count
      if labels < 2 { return previous }
      if labels <= room { return stride }
      previous = stride
    }
    return 1000
  }

  private static func minorStride(of stride: Int, decades: Int) -> Int {
    switch stride {
    case ...9: 1
    case 10: decades <= 16 ? 1 : 5
    case 20, 30, 50: 10
    case 100: 50
    default: 100
    }
  }

  private func wholeNumbers(_ low: Double, _ high: Double) -> [Int] {
    let first = Int(low.rounded(.up))
    let last = Int(high.rounded(.down))
    return first <= last ? Array(first...last) : []
  }

  private func fullTicks(_ low: Double, _ high: Double, format: NumberFormat) -> [Tick] {
    var ticks: [Tick] = []
    for exponent in Int(low.rounded(.down))...Int(high.rounded(.up)) {
      for digit in 1...9 {
        let coordinate = Double(exponent) + Elementary.log10(Double(digit))
        guard coordinate >= low, coordinate <= high else { continue }
        let isLabelled = digit == 1 || digit == 2 || digit == 5
        ticks.append(
          Tick(
            coordinate: coordinate,
            label: isLabelled ? format.label(digit: digit, exponent: exponent) : nil))
      }
    }
    return ticks
  }

  private func linearTicks(
    _ range: ClosedRange<Double>, count: Int, format: NumberFormat
  ) -> [Tick] {
    // Values relative to the decade below, so that extreme exponents neither under- nor overflow.
    let base = range.lowerBound.rounded(.down)
    let low = Elementary.power10(range.lowerBound - base)
    let high = Elementary.power10(range.upperBound - base)
    let step = NiceStep(covering: low...high, count: count)
    return step.multiples(in: low...high).map { mantissa in
      Tick(
        coordinate: base + Elementary.log10(mantissa),
        label: format.label(mantissa: mantissa, decimals: step.decimals, exponent: Int(base)))
    }
  }
}
