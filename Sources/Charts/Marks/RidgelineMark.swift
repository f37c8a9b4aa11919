import Graphics

/// One distribution of a ridgeline.
public struct Ridge: Equatable, Sendable {
  /// The category on the y axis.
  public var name: String
  /// The abscissae, increasing.
  public var x: [Double]
  /// The height at each, as many.
  public var density: [Double]
  /// The spread, which decides whether a curve can be drawn at all.
  public var deviation: Double
  /// Words in the column at the right, such as the standard deviation.
  public var trailing: String?

  /// Makes a ridge from a density.
  public init(
    _ name: String, x: [Double], density: [Double], deviation: Double, trailing: String? = nil
  ) {
    self.name = name
    self.x = x
    self.density = density
    self.deviation = deviation
    self.trailing = trailing
  }

  /// Makes a ridge from values.
  public init(
    _ name: String, values: [Double], bandwidth: Double? = nil,
    bounds: ClosedRange<Double>? = nil, trailing: String? = nil
  ) {
    let estimate = KernelDensity(
      values, bandwidth: bandwidth, range: bounds, bounds: bounds, points: 385)
    let finite = values.filter(\.isFinite)
    let count = Double(max(1, finite.count))
    let mean = finite.reduce(0, +) / count
    let variance = finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    self.init(
      name, x: estimate.x, density: estimate.density, deviation: variance.squareRoot(),
      trailing: trailing)
  }
}

/// Distributions one below the other, each scaled to the same height: their widths compare.
///
/// A spread too small for a curve is drawn as a line at its place. The plot should be about 33 px
/// high per ridge; ridges reach 1.2 times their step.
public struct RidgelineMark: Mark, HasTrailingColumn {
  public var style: MarkStyle
  /// The distributions, the first at the top.
  public var ridges: [Ridge]
  private let xLabel: String
  private let yLabel: String
  /// The heading of the numbers at the right.
  public let trailingTitle: String?

  /// Makes a ridgeline, the first ridge at the top.
  ///
  /// - Parameters:
  ///   - x: the name of what is distributed.
  ///   - y: the name of what the ridges are.
  ///   - ridges: the distributions.
  ///   - trailingTitle: above the column of the ridges' `trailing` words.
  ///   - series: gives the ridges its colour.
  public init(
    x: String, y: String, ridges: [Ridge], trailingTitle: String? = nil,
    series: PlottableValue? = nil
  ) {
    self.ridges = ridges
    xLabel = x
    yLabel = y
    self.trailingTitle = trailingTitle
    style = MarkStyle()
    style.series = series
  }

  /// The numbers at the right of the ridges.
  public var trailingLabels: [String] { ridges.compactMap(\.trailing) }

  public var channels: [Channel] {
    var xs: [Double] = []
    var names: [String] = []
    var densities: [Double] = []
    for ridge in ridges.reversed() {
      xs += ridge.x
      densities += ridge.density
      names += ridge.x.map { _ in ridge.name }
    }
    return [
      .x(.value(xLabel, xs)), .y(.value(yLabel, names)),
      Channel(nil, .value("Density", densities)),
    ]
  }

  public var spokenName: String? { "ridges" }
  public var tellsItsNumbers: Bool { false }
  public var layer: MarkLayer { .unclipped }
  public var isEdgeToEdge: Bool { true }

  public func draw(in plot: PlotArea) -> [DrawCommand] {
    let color = plot.colors(of: style).line
    let height = plot.y.bandWidth * 1.2
    var commands: [DrawCommand] = []
    for ridge in ridges {
      let baseline = Self.baseline(of: ridge.name, in: plot)
      guard !baseline.isNaN else { continue }
      var shapes: [DrawCommand] = [
        .stroke(
          .segment(Point(plot.frame.minX, baseline), Point(plot.frame.maxX, baseline)),
          Stroke(plot.theme.axis.opacity(0.6), width: 0.75))
      ]
      shapes += draw(ridge, baseline: baseline, height: height, color: color, in: plot)
      commands.append(
        .group(DrawGroup(role: "ridge", label: RichText(ridge.name).plain, commands: shapes)))
      if let text = ridge.trailing {
        let line = plot.typesetter.line(
          RichText(text), style: TextStyle(.sans, size: 11.5, weight: .medium),
          color: plot.theme.ink)
        commands.append(
          .text(
            line.line(
              at: Point(plot.frame.maxX + plot.trailingRoom, baseline - 1.5), anchor: .end)))
      }
    }
    if let title = trailingTitle {
      let line = plot.typesetter.line(
        RichText(title), style: plot.theme.label, color: plot.theme.muted)
      commands.append(
        .text(
          line.line(
            at: Point(plot.frame.maxX + plot.trailingRoom, plot.frame.minY - 22), anchor: .end)))
    }
    return commands
  }

  /// A little below the middle of the band, where its label stands.
  static func baseline(of name: String, in plot: PlotArea) -> Double {
    (plot.y.positions(of: .value("", name)).first ?? .nan) + 5
  }

  private func draw(
    _ ridge: Ridge, baseline: Double, height: Double, color: Color, in plot: PlotArea
  ) -> [DrawCommand] {
    let peak = ridge.density.filter(\.isFinite).max() ?? 0
    guard peak > 0, ridge.x.count == ridge.density.count else { return [] }
    let xs = plot.x.positions(of: .value(xLabel, ridge.x))
    let center = ridge.density.indices.max { ridge.density[$0] < ridge.density[$1] } ?? 0
    let spread = abs(
      plot.x.position(of: ridge.x[center] + ridge.deviation) - plot.x.position(of: ridge.x[center]))
    if !(spread >= 1.5) || ridge.x.count < 3 {
      guard !xs[center].isNaN else { return [] }
      let line = Path.segment(Point(xs[center], baseline), Point(xs[center], baseline - height))
      return [.stroke(line, Stroke(color, width: 2.25))]
    }
    let points = zip(xs, ridge.density).compactMap { x, density -> Point? in
      guard !x.isNaN, density.isFinite else { return nil }
      return Point(
        min(max(x, plot.frame.minX), plot.frame.maxX), baseline - density / peak * height)
    }
    guard let first = points.first, let last = points.last else { return [] }
    let outline = LinePath.path(points, .linear)
    var area = outline
    area.elements += [
      .line(Point(last.x, baseline)), .line(Point(first.x, baseline)), .close,
    ]
    // An opaque tint, so that a ridge hides those behind it.
    let tint = Color(
      light: color.opacity(0.3).light.over(plot.theme.paper.light),
      dark: color.opacity(0.34).dark.over(plot.theme.paper.dark))
    return [
      .fill(area, tint.opacity(0.93)),
      .stroke(outline, Stroke(color, width: style.lineWidth ?? plot.theme.secondaryWidth)),
    ]
  }
}
