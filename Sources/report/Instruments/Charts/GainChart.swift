import Charts
import Publishing
import Study
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
    let facts = [
      Fact("activation", text: activation.name), Fact("q", text: four.label(q)),
      Fact("forward", text: four.label(here.forwardGain)),
      Fact("backward", text: four.label(here.backwardGain)),
      Fact("signals", text: four.label(here.secondMoment / q)),
      Fact("gradients", text: four.label(here.slopeSecondMoment)),
    ]
    return try ChartWords.chart("gain", facts: facts) { words in
      let (factor, direction) = (words["factor"], words["direction"])
      return Chart("gain") {
        LineMark(
          x: xs, y: .value(factor, forward),
          series: .value(direction, words["series.signals"])
        )
        .endLabel(words[isHomogeneous ? "if.both" : "if.signals"])
        if !isHomogeneous {
          LineMark(
            x: xs, y: .value(factor, backward),
            series: .value(direction, words["series.gradients"])
          )
          .endLabel(words["if.gradients"])
        }
        PointMark(
          x: .log10("q", [middle]), y: .value(factor, [here.secondMoment / q]),
          series: .value(direction, words["series.signals"]))
        if !isHomogeneous {
          PointMark(
            x: .log10("q", [middle]), y: .value(factor, [here.slopeSecondMoment]),
            series: .value(direction, words["series.gradients"]))
        }
        RuleMark(x: .log10("q", [middle])).foregroundStyle(.muted)
      }
      .chartXScale(log10Domain: (middle - 3)...(middle + 3))
      .chartXAxisLabel(words["x"])
      .chartYAxisLabel(factor)
      .chartYScale(domain: 0...(1.08 * max((forward + backward).max() ?? 1, 0.01)))
      .chartPlotHeight(300)
    }
  }

  /// An activation with its two gains.
  struct Row {
    let activation: String
    let forward: Double
    let backward: Double
  }

  /// The gains of all activations side by side.
  static func overview(_ rows: [Row], q: Double) throws -> Chart {
    let rows = Array(rows.reversed())  // categories rise from the bottom
    let names = rows.map(\.activation)
    let four = NumberFormat.significant(4)
    let finite = rows.flatMap { [$0.forward, $0.backward] }.filter(\.isFinite)
    return try ChartWords.chart("gains", facts: [Fact("q", text: four.label(q))]) { words in
      let gain = words["gain"]
      // One text for each row, which the alternative text quotes as a list.
      words.state(
        Fact(
          "rows",
          text: rows.map {
            words.text(
              "row", Fact("activation", text: $0.activation),
              Fact("forward", text: four.label($0.forward)),
              Fact("backward", text: four.label($0.backward)))
          }.joined(separator: "; ")))
      return Chart("gains") {
        PointMark(
          x: .value(gain, rows.map(\.forward)), y: .value(words["activation"], names),
          series: .value(words["direction"], words["series.forward"]))
        PointMark(
          x: .value(gain, rows.map(\.backward)), y: .value(words["activation"], names),
          series: .value(words["direction"], words["series.backward"]))
        RuleMark(x: .value(gain, [1])).foregroundStyle(.muted)
      }
      .chartYScale(categories: names)
      .chartXScale(domain: 0...(1.05 * (finite.max() ?? 1)))
      .chartXAxisLabel(gain)
      .chartPlotHeight(24 * Double(names.count))
    }
  }

  /// log₁₀ x for x > 0.
  static func decimalLogarithm(_ x: Double) -> Double { Double.log(x) / .ln10 }
}

extension Double {
  /// 10ˣ.
  static func powerOfTen(_ x: Double) -> Double { .exp(.ln10 * x) }
}
