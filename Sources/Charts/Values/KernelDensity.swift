import Graphics

/// A smooth estimate of the density of values: the mean of normal curves around each of them.
///
/// Values are shared out to a fine grid first (linear binning; Wand 1994), so that the effort does
/// not grow with their number. At given bounds the kernel is reflected, which keeps the area 1.
public struct KernelDensity: Equatable, Sendable {
  /// Where the density was estimated, increasing.
  public let x: [Double]
  /// The density there; its integral is one.
  public let density: [Double]
  /// The standard deviation of each normal curve.
  public let bandwidth: Double

  /// Estimates a density; values that are not finite are left out.
  ///
  /// - Parameters:
  ///   - values: in any order.
  ///   - bandwidth: nil for 0.9·min(s, IQR/1.34)·n^(−1/5) (Silverman 1986, equation 3.31).
  ///   - range: where to evaluate; nil for three bandwidths around the values.
  ///   - bounds: where the values cannot lie beyond; nil for nowhere.
  ///   - points: how many places it is evaluated at.
  public init(
    _ values: [Double], bandwidth: Double? = nil, range: ClosedRange<Double>? = nil,
    bounds: ClosedRange<Double>? = nil, points: Int = 257
  ) {
    let sorted = values.filter(\.isFinite).sorted()
    guard let low = sorted.first, let high = sorted.last else {
      (x, density, self.bandwidth) = ([], [], 0)
      return
    }
    let h = max(
      bandwidth.flatMap { $0 > 0 ? $0 : nil } ?? Self.silverman(sorted),
      1e-12 * max(1, abs(low), abs(high)))
    self.bandwidth = h
    let from = range?.lowerBound ?? max(low - 3 * h, bounds?.lowerBound ?? -.infinity)
    let to = range?.upperBound ?? min(high + 3 * h, bounds?.upperBound ?? .infinity)
    let count = max(2, points)
    let step = (to - from) / Double(count - 1)
    guard step > 0, step.isFinite else {
      (x, density) = ([low], [1])
      return
    }
    var weights = [Double](repeating: 0, count: count)
    for value in sorted {
      let place = (value - from) / step
      let index = place.rounded(.down)
      guard index >= 0, index < Double(count) else { continue }
      let share = place - index
      weights[Int(index)] += 1 - share
      if Int(index) + 1 < count { weights[Int(index) + 1] += share }
    }
    let reach = Int(min(Double(count), (4 * h / step).rounded(.up)))
    let kernel = (0...reach).map { offset -> Double in
      let z = Double(offset) * step / h
      return Elementary.exp(-z * z / 2)
    }
    // The kernel is made to sum to 1 on the grid, so that narrow ones keep their area.
    let sum = kernel[0] + 2 * kernel.dropFirst().reduce(0, +)
    var result = [Double](repeating: 0, count: count)
    for index in 0..<count where weights[index] > 0 {
      for offset in -reach...reach {
        var target = index + offset
        if target < 0, bounds.map({ abs($0.lowerBound - from) < step / 2 }) ?? false {
          target = -target
        }
        if target >= count, bounds.map({ abs($0.upperBound - to) < step / 2 }) ?? false {
          target = 2 * (count - 1) - target
        }
        if target >= 0, target < count {
          result[target] += weights[index] * kernel[abs(offset)] / sum
        }
      }
    }
    x = (0..<count).map { from + Double($0) * step }
    let total = Double(sorted.count)
    density = result.indices.map { index in
      // Half of an end's cell lies beyond a bound.
      let isBound =
        bounds != nil
        && (index == 0 && abs((bounds?.lowerBound ?? 0) - from) < step / 2
          || index == count - 1 && abs((bounds?.upperBound ?? 0) - to) < step / 2)
      return result[index] / total / step * (isBound ? 2 : 1)
    }
  }

  private static func silverman(_ sorted: [Double]) -> Double {
    let count = Double(sorted.count)
    let mean = sorted.reduce(0, +) / count
    let variance =
      sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)
    let quartiles = (sorted[Int(count * 0.75)] - sorted[Int(count * 0.25)]) / 1.34
    let deviation = variance.squareRoot()
    let spread = quartiles > 0 ? min(deviation, quartiles) : deviation
    return 0.9 * spread * Elementary.power(count, -0.2)
  }
}

/// The density of values as a line over a tint.
///
///     DensityMark(values: .value("Activation", activations), bounds: -1...1)
public struct DensityMark: Mark {
  /// The curve that is drawn.
  public let estimate: KernelDensity
  private var line: LineMark
  private let fills: Bool

  /// Estimates the density of values.
  ///
  /// - Parameters:
  ///   - values: a column of numbers.
  ///   - bandwidth: nil for Silverman's rule.
  ///   - bounds: where the values cannot lie beyond.
  ///   - series: names the line and gives it its colour.
  ///   - fills: whether the area below the line is tinted.
  public init(
    values: PlottableValue, bandwidth: Double? = nil, bounds: ClosedRange<Double>? = nil,
    series: PlottableValue? = nil, fills: Bool = true
  ) {
    var all: [Double] = []
    for index in 0..<values.count { if let value = values.number(at: index) { all.append(value) } }
    estimate = KernelDensity(all, bandwidth: bandwidth, bounds: bounds)
    line = LineMark(
      x: .value(values.label, estimate.x), y: .value("Density", estimate.density), series: series)
    self.fills = fills
  }

  public var style: MarkStyle {
    get { line.style }
    set { line.style = newValue }
  }
  public var channels: [Channel] { line.channels }
  public var spokenName: String? { "density" }
  public var zeroAxes: Set<Axis> { [.y] }
  public var isEdgeToEdge: Bool { true }

  public func draw(in plot: PlotArea) -> [DrawCommand] {
    var commands: [DrawCommand] = []
    if fills {
      var area = AreaMark(x: line.x, y: line.y)
      area.style = line.style
      commands += area.draw(in: plot)
    }
    var outline = line
    outline.style.lineWidth = line.style.lineWidth ?? plot.theme.secondaryWidth
    return commands + outline.draw(in: plot)
  }
}
