import Charts
import Graphics
import Simulation

/// What an activation does to sizes, over the size of its input.
enum GainChart {
  /// E f²/q and E f′² over six decades around `q`: the factors that a layer of weight variance
  /// 1/(fan-in) applies to signals and to gradients.
  static func curves(of activation: any Activation, q: Double) throws -> Chart {
    let middle = decimalLogarithm(q)
    let exponents = (0...120).map { middle - 3 + 6 * Double($0) / 120 }
    let moments = try exponents.map {
      try GaussianMoments(of: activation, variance: Double.powerOfTen($0))
    }
    let forward = moments.map { $0.secondMoment / $0.variance }
    let backward = moments.map(\.slopeSecondMoment)
    let here = try GaussianMoments(of: activation, variance: q)
    let xs = PlottableValue.log10("q", exponents)
    let four = NumberFormat.significant(4)
    let isHomogeneous = activation.homogeneousSlopes != nil
    return Chart("gain") {
      LineMark(
        x: xs, y: .value("Factor", forward), series: .value("Direction", "signals")
      )
      .endLabel(isHomogeneous ? "signals and gradients" : "signals, E *f*²/*q*")
      if !isHomogeneous {
        LineMark(
          x: xs, y: .value("Factor", backward), series: .value("Direction", "gradients")
        )
        .endLabel("gradients, E *f*′²")
      }
      PointMark(
        x: .log10("q", [middle]), y: .value("Factor", [here.secondMoment / q]),
        series: .value("Direction", "signals"))
      if !isHomogeneous {
        PointMark(
          x: .log10("q", [middle]), y: .value("Factor", [here.slopeSecondMoment]),
          series: .value("Direction", "gradients"))
      }
      RuleMark(x: .log10("q", [middle])).foregroundStyle(.muted)
    }
    .chartXScale(log10Domain: (middle - 3)...(middle + 3))
    .chartXAxisLabel("Variance *q* of the pre-activation, log axis")
    .chartYAxisLabel("Factor")
    .chartYScale(domain: 0...(1.08 * max((forward + backward).max() ?? 1, 0.01)))
    .chartPlotHeight(300)
    .chartTitle(
      "\(activation.name): forward gain \(four.label(here.forwardGain)), backward gain "
        + "\(four.label(here.backwardGain)) at *q* = \(four.label(q))"
    )
    .chartSubtitle("What a layer of weight variance 1/fan-in multiplies mean squares by.")
    .chartCaption(
      """
      **Signals:** E *f*(*x*)²/*q*, **gradients:** E *f*′(*x*)², for *x* normal with variance \
      *q*, by quadrature. **Gain:** one over the root of the factor, at the rule.
      """
    )
    .chartAltText(
      """
      Two curves over the variance q of the pre-activation: the factors of signals and of \
      gradients. At q = \(four.label(q)) they are \(four.label(here.secondMoment / q)) and \
      \(four.label(here.slopeSecondMoment)).
      """)
  }

  /// An activation with its two gains.
  struct Row {
    let activation: String
    let forward: Double
    let backward: Double
  }

  /// The gains of all activations side by side.
  static func overview(_ rows: [Row], q: Double) -> Chart {
    let rows = Array(rows.reversed())  // categories rise from the bottom
    let names = rows.map(\.activation)
    let four = NumberFormat.significant(4)
    let finite = rows.flatMap { [$0.forward, $0.backward] }.filter(\.isFinite)
    return Chart("gains") {
      PointMark(
        x: .value("Gain", rows.map(\.forward)), y: .value("Activation", names),
        series: .value("Direction", "forward"))
      PointMark(
        x: .value("Gain", rows.map(\.backward)), y: .value("Activation", names),
        series: .value("Direction", "backward")
      )
      RuleMark(x: .value("Gain", [1])).foregroundStyle(.muted)
    }
    .chartYScale(categories: names)
    .chartXScale(domain: 0...(1.05 * (finite.max() ?? 1)))
    .chartXAxisLabel("Gain")
    .chartPlotHeight(24 * Double(names.count))
    .chartTitle("Where the two gains differ, no start keeps both signals and gradients")
    .chartSubtitle("Gains of the activations at a pre-activation variance of \(four.label(q)).")
    .chartCaption(
      """
      **Forward:** √(*q*/E *f*²) keeps the variance of pre-activations. **Backward:** \
      1/√(E *f*′²) keeps the second moment of gradients. By quadrature.
      """
    )
    .chartAltText(
      rows.map {
        "\($0.activation): forward \(four.label($0.forward)), backward \(four.label($0.backward))"
      }.joined(separator: "; "))
  }

  /// log₁₀ x for x > 0.
  static func decimalLogarithm(_ x: Double) -> Double { Double.log(x) / 2.302585092994045684 }
}

extension Double {
  /// 10ˣ.
  static func powerOfTen(_ x: Double) -> Double { .exp(2.302585092994045684 * x) }
}
