import Charts
import Graphics
import Simulation
import Study

/// Shows how steep sigmoid and tanh are, and where they saturate.
///
/// The note's first picture. Nothing is sampled: the functions are exact, and the radii are found by
/// bisection.
struct ActivationDerivatives: Experiment {
  /// Where a function is nearly a line, and where nearly flat.
  struct Shape: Codable, Equatable, Sendable {
    /// The name in the catalogue.
    var activation: String
    /// f′(0), the largest slope.
    var peak: Double
    /// The |x| beyond which f′ is below `saturationShare` of its peak.
    var saturationRadius: Double
    /// The |x| below which the tangent at 0 misses f(x) − f(0) by less than `linearError`.
    var linearRadius: Double
  }

  struct Outcome: Codable, Equatable, Sendable {
    var sigmoid: Shape
    var tanh: Shape
  }

  /// f′ below this share of its peak counts as saturated.
  static let saturationShare = 0.05
  /// The relative error up to which the tangent counts as good.
  static let linearError = 0.05
  /// The note's axis.
  static let range = -8.0...8.0
  static let samples = 641

  let id = "activation-derivatives"
  let question = "How steep are sigmoid and tanh, and where are they flat?"
  let chartIDs = ["activation-derivatives"]

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
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

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
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
  static func logPeakProduct(_ outcome: Outcome, layers: Int) -> Double {
    Double(layers - 1) * Elementary.log10(outcome.sigmoid.peak)
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let bound = NumberFormat.powerOfTen(Self.logPeakProduct(outcome, layers: study.depth))
    let (sigmoid, tanh) = (outcome.sigmoid, outcome.tanh)
    return [
      Chart("activation-derivatives") {
        Panel("Sigmoid", detail: Self.saturationDetail(sigmoid)) {
          Self.marks(of: Sigmoid(), "sigmoid", sigmoid)
          TextMark("*σ*(*x*)", x: .value("x", 7.8), y: .value("y", 0.9), alignment: .end)
            .foregroundStyle(.series("sigmoid")).bold()
          TextMark("*σ*′(*x*)", x: .value("x", 2.1), y: .value("y", 0.19))
            .foregroundStyle(.series("sigmoid"))
          TextMark("½ + *x*/4", x: .value("x", -4), y: .value("y", -0.09))
          TextMark(
            "peak ¼ at *x* = 0", detail: "\(study.depth - 1) of them multiply to \(bound)",
            x: .value("x", 0), y: .value("y", -0.2), alignment: .middle, vertical: .top
          )
          .foregroundStyle(.ink).bold()
          .leader(toX: .value("x", 0), y: .value("y", sigmoid.peak), gap: 6)
        }
        Panel("Tanh", detail: Self.saturationDetail(tanh)) {
          Self.marks(of: Tanh(), "tanh", tanh)
          TextMark("tanh *x*", x: .value("x", 7.8), y: .value("y", 0.9), alignment: .end)
            .foregroundStyle(.series("tanh")).bold()
          TextMark("tanh′ *x*", x: .value("x", -1.25), y: .value("y", 0.36), alignment: .end)
            .foregroundStyle(.series("tanh")).halo()
          TextMark(
            "peak 1 at *x* = 0", detail: "and nowhere else", x: .value("x", -2.3),
            y: .value("y", 0.93), alignment: .end, vertical: .top
          )
          .foregroundStyle(.ink).bold()
          .leader(toX: .value("x", 0), y: .value("y", 1), gap: 6)
          TextMark("the tangent, *x*", x: .value("x", 0.6), y: .value("y", -0.36))
            .leader(toX: .value("x", -0.6), y: .value("y", -0.6))
        }
      }
      .chartLegend(.hidden)
      .chartXScale(domain: Self.range)
      .chartXAxis(values: [-8, -4, 0, 4, 8], grid: false)
      .chartXAxisLabel("*x*, input of the activation")
      .chartYScale(domain: -1.08...1.08)
      .chartYAxis(values: [-1, -0.5, 0, 0.5, 1], format: .fixed(1))
      .chartYAxisLabel("")
      .chartTitle("The sigmoid’s slope never exceeds ¼; tanh reaches slope 1, but only at zero")
      .chartSubtitle(
        "Each function (thick) and its derivative (thin, filled). Both panels share their axes. No unit."
      )
      .chartCaption(
        """
        **Method.** Exact functions, \(Self.samples) points on [−8, 8]; nothing is sampled, so there \
        is no interval and no seed. **Shaded:** derivative below 5 % of its peak. **Bar on the \
        axis:** where the tangent at 0 (dashed) errs by less than 5 %. The product of \
        \(study.depth - 1) peaks bounds what \(study.depth) sigmoid layers can pass on when each \
        weight matrix keeps lengths.
        """
      )
      .chartAltText(
        """
        Two panels of curves for x from −8 to 8. Sigmoid rises from 0 to 1; its derivative is a low \
        bump that peaks at 0.25 at x = 0 and is below 5 % of that beyond |x| = \
        \(Self.rounded(sigmoid.saturationRadius)). Tanh rises from −1 to 1; its derivative peaks at \
        1 at x = 0, four times as high, and is below 5 % of that beyond |x| = \
        \(Self.rounded(tanh.saturationRadius)).
        """)
    ]
  }

  private static func rounded(_ x: Double) -> String { NumberFormat.fixed(1).text(x) }

  private static func saturationDetail(_ shape: Shape) -> String {
    "saturated beyond |*x*| = \(rounded(shape.saturationRadius)) (shaded)"
  }

  /// Function, derivative, tangent, saturation and linear region of one panel.
  @MarkBuilder
  private static func marks(of f: any Activation, _ name: String, _ shape: Shape) -> [any Mark] {
    let series = PlottableValue.value("Activation", name)
    let xs = (0..<samples).map {
      range.lowerBound + 16 * Double($0) / Double(samples - 1)
    }
    // As long as the range of the function.
    let tangentEnd = (f.value(at: range.upperBound) - f.value(at: 0)) / shape.peak
    RectangleMark(xStart: .value("x", -8), xEnd: .value("x", -shape.saturationRadius))
    RectangleMark(xStart: .value("x", shape.saturationRadius), xEnd: .value("x", 8))
    RectangleMark(
      xStart: .value("x", -shape.linearRadius), xEnd: .value("x", shape.linearRadius),
      yStart: .value("y", -1.08), yEnd: .value("y", -1.04)
    )
    .foregroundStyle(.series(name))
    TextMark(
      "linear: |*x*| < \(NumberFormat.fixed(2).text(shape.linearRadius))",
      x: .value("x", shape.linearRadius + 0.35), y: .value("y", -1.005)
    )
    .foregroundStyle(.series(name))
    AreaMark(x: .value("x", xs), y: .value("derivative", xs.map(f.slope(at:))), series: series)
      .opacity(0.16)
    LineMark(x: .value("x", xs), y: .value("derivative", xs.map(f.slope(at:))), series: series)
      .lineStyle(.secondary).endLabelHidden()
    LineMark(
      x: .value("x", [-tangentEnd, tangentEnd]),
      y: .value("tangent", [-tangentEnd, tangentEnd].map { f.value(at: 0) + shape.peak * $0 })
    )
    .lineStyle(.theory)
    LineMark(x: .value("x", xs), y: .value("value", xs.map(f.value(at:))), series: series)
      .lineStyle(width: 2.5).endLabelHidden()
    PointMark(x: .value("x", 0), y: .value("derivative", shape.peak))
      .foregroundStyle(.series(name)).symbol(.circle, isHollow: true)
  }
}
