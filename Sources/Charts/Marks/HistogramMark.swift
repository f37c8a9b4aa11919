import Graphics

/// Counts of values in bins, as bars without gaps.
///
///     HistogramMark(values: .value("Eigenvalue", eigenvalues), bins: .width(0.04, from: 0.47))
///
/// The bars' area is 1 unless counts are asked for, so that a density can be drawn over them. Values
/// outside the bins count for the area; how many there are is `outside`.
public struct HistogramMark: Mark {
  /// The bins.
  public enum Bins: Equatable, Sendable {
    /// Freedman and Diaconis (1981): width 2·IQR/∛n; at least 40 bins from 10,000 values on.
    case automatic
    /// Equal bins over the range of the values.
    case count(Int)
    /// Bins of a given width, one of which begins at a given value.
    case width(Double, from: Double = 0)
    /// Bins between given edges.
    case edges([Double])
  }

  /// What the height of a bar means.
  public enum Normalization: Equatable, Sendable {
    case density
    case count
  }

  public var style: MarkStyle
  /// The edges of the bins, one more than there are bars.
  public let edges: [Double]
  /// The density of each bin.
  public let heights: [Double]
  /// How many values lie in no bin; those that are not finite among them.
  public let outside: Int
  private let label: String
  private let heightLabel: String

  /// Counts values into bins.
  public init(
    values: PlottableValue, bins: Bins = .automatic, normalization: Normalization = .density,
    series: PlottableValue? = nil
  ) {
    var all: [Double] = []
    for index in 0..<values.count { if let value = values.number(at: index) { all.append(value) } }
    let finite = all.filter(\.isFinite).sorted()
    edges = Self.edges(bins, finite)
    var counts = [Double](repeating: 0, count: max(0, edges.count - 1))
    var inside = 0
    var bin = 0
    if let first = edges.first, let last = edges.last, !counts.isEmpty {
      for value in finite where value >= first && value <= last {
        while bin < counts.count - 1, value >= edges[bin + 1] { bin += 1 }
        counts[bin] += 1
        inside += 1
      }
    }
    outside = all.count - inside
    let total = Double(finite.count)
    let edges = self.edges
    heights =
      normalization == .count
      ? counts
      : counts.indices.map { counts[$0] / max(1, total) / (edges[$0 + 1] - edges[$0]) }
    label = values.label
    heightLabel = normalization == .count ? "Count" : "Density"
    style = MarkStyle()
    style.series = series
  }

  private static func edges(_ bins: Bins, _ sorted: [Double]) -> [Double] {
    guard let low = sorted.first, let high = sorted.last else { return [] }
    func even(_ count: Int, _ low: Double, _ high: Double) -> [Double] {
      let count = max(1, min(count, 2000))
      let (low, high) = low < high ? (low, high) : (low - 0.5, high + 0.5)
      return (0...count).map { index in
        // A mean of the ends, because their difference may overflow.
        let share = Double(index) / Double(count)
        return low * (1 - share) + high * share
      }
    }
    switch bins {
    case .edges(let edges):
      let rising = edges.filter(\.isFinite).sorted()
      return zip(rising, rising.dropFirst()).allSatisfy { $0 < $1 } && rising.count > 1
        ? rising : even(10, low, high)
    case .count(let count): return even(count, low, high)
    case .width(let width, let start):
      guard width > 0, width.isFinite, start.isFinite, (high - low) / width < 2000 else {
        return even(40, low, high)
      }
      let first = ((low - start) / width + 1e-9).rounded(.down)
      let last = max(first + 1, ((high - start) / width - 1e-9).rounded(.up))
      return (0...Int(last - first)).map { start + (first + Double($0)) * width }
    case .automatic:
      let count = Double(sorted.count)
      let quartiles = sorted[Int(count * 0.75)] - sorted[Int(count * 0.25)]
      let cubeRoot = Elementary.power(count, 1.0 / 3)
      let width = 2 * quartiles / cubeRoot
      let ideal = width > 0 ? Int(min(1000, ((high - low) / width).rounded(.up))) : 10
      return even(max(ideal, sorted.count >= 10_000 ? 40 : 5), low, high)
    }
  }

  public var channels: [Channel] {
    [
      .x(.value(label, Array(edges.dropLast())), role: "from"),
      .x(.value(label, Array(edges.dropFirst())), role: "to"),
      .y(.value(heightLabel, heights)),
    ]
  }

  public var spokenName: String? { "histogram" }
  public var zeroAxes: Set<Axis> { [.y] }
  public var isEdgeToEdge: Bool { true }

  public func draw(in plot: PlotArea) -> [DrawCommand] {
    let xs = plot.x.positions(of: .value(label, edges))
    let tops = plot.y.positions(of: .value(heightLabel, heights))
    let zero = plot.y.position(of: 0)
    let base = zero.isNaN ? plot.frame.maxY : zero
    var path = Path()
    for index in heights.indices where heights[index] > 0 {
      let (left, right) = (min(xs[index], xs[index + 1]), max(xs[index], xs[index + 1]))
      guard !(left + right + tops[index]).isNaN else { continue }
      // A hair of paper between bars, where they are wide enough.
      let gap = right - left > 3 ? 0.4 : 0
      path.elements +=
        Path.rectangle(
          Rect(
            x: left + gap, y: min(tops[index], base), width: right - left - 2 * gap,
            height: abs(base - tops[index]))
        ).elements
    }
    guard !path.elements.isEmpty else { return [] }
    var tinted = style
    tinted.opacity = style.opacity ?? 0.42
    return plot.group("histogram", style, [.fill(path, plot.colors(of: tinted).line)])
  }
}
