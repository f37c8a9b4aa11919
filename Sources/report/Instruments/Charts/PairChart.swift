import Charts
import Graphics
import Publishing
import Simulation
import Study

/// What networks make of two inputs: correlations by layer, and kernels by depth.
enum PairChart {
  private static func facts(
    _ activation: any Activation, _ options: PairOptions, seed: UInt64
  ) -> [Fact] {
    let three = NumberFormat.significant(3)
    return [
      Fact("activation", text: activation.name),
      Fact("weight-variance", text: three.label(options.weightVariance)),
      Fact("bias-variance", text: three.label(options.biasVariance)),
      Fact("correlation", text: three.label(options.inputCorrelation)),
      Fact("width", options.width), Fact("depth", options.depth),
      Fact("networks", options.trials), Fact("seed", text: "\(seed)"),
    ]
  }

  /// c by layer, measured and by theory.
  static func correlations(
    _ measured: [Estimate?], theory: KernelRecursion, activation: any Activation,
    options: PairOptions, seed: UInt64
  ) throws -> Chart {
    let layers = theory.layers.map(\.layer)
    let end = theory.layers.last?.correlation ?? 1
    let facts =
      facts(activation, options, seed: seed) + [
        Fact("end", text: NumberFormat.significant(3).label(measured.last??.value ?? .nan)),
        Fact("theory", text: NumberFormat.significant(3).label(end)),
      ]
    let lowest = min(
      measured.compactMap { $0?.low }.min() ?? 0, theory.layers.map(\.correlation).min() ?? 0, 0)
    return try ChartWords.chart("correlate", facts: facts) { words in
      let x = PlottableValue.value(words["x"], layers)
      return Chart("correlate") {
        RibbonMark(
          x: x, lower: .value(words["interval"], measured.map { $0?.low ?? .nan }),
          upper: .value(words["interval"], measured.map { $0?.high ?? .nan })
        ).foregroundStyle(.accent)
        LineMark(x: x, y: .value(words["measured"], measured.map { $0?.value ?? .nan }))
          .foregroundStyle(.accent).endLabelHidden()
        if layers.count == 1 {
          PointMark(x: x, y: .value(words["measured"], measured.map { $0?.value ?? .nan }))
            .foregroundStyle(.accent)
        }
        LineMark(x: x, y: .value(words["theory"], theory.layers.map(\.correlation)))
          .lineStyle(.theoryOverlay).endLabelHidden()
      }
      .chartXScale(domain: 1...max(2, Double(layers.last ?? 1)))
      .chartXAxisLabel(words["x"])
      .chartYScale(domain: max(-1, 1.1 * lowest)...1.02)
      .chartYAxisLabel(words["y"])
      .chartLegend(.hidden)
      .chartPlotHeight(300)
    }
  }

  /// What two inputs share in both kernels, and the size of the tangent kernel.
  static func kernels(
    _ theory: KernelRecursion, activation: any Activation, options: PairOptions,
    tangent: Estimate?, seed: UInt64
  ) throws -> Chart {
    let three = NumberFormat.significant(3)
    let last = theory.layers.last
    let facts =
      facts(activation, options, seed: seed) + [
        Fact("nngp", text: three.label(last?.correlation ?? .nan)),
        Fact("ntk", text: three.label(last?.tangentCorrelation ?? .nan)),
        Fact("size", text: three.label(last?.tangent ?? .nan)),
      ]
    return try ChartWords.chart("kernel", facts: facts) { words in
      let x = PlottableValue.value(words["x"], theory.layers.map(\.layer))
      let kind = words["kind"]
      return Chart("kernel") {
        Panel(words["panel.shared"]) {
          LineMark(
            x: x, y: .value(words["shared"], theory.layers.map(\.correlation)),
            series: .value(kind, words["series.nngp"]))
          LineMark(
            x: x, y: .value(words["shared"], theory.layers.map(\.tangentCorrelation)),
            series: .value(kind, words["series.ntk"]))
        }
        Panel(words["panel.size"]) {
          LineMark(
            x: x, y: .value(words["size"], theory.layers.map(\.variance)),
            series: .value(kind, words["series.nngp"]))
          LineMark(
            x: x, y: .value(words["size"], theory.layers.map(\.tangent)),
            series: .value(kind, words["series.ntk"]))
          if let tangent, tangent.low > 0 {
            ErrorBarMark(
              x: .value(words["x"], theory.layers.count), lower: .value(words["interval"], tangent.low),
              upper: .value(words["interval"], tangent.high),
              series: .value(kind, words["series.ntk"]))
            PointMark(
              x: .value(words["x"], theory.layers.count), y: .value(words["measured"], tangent.value),
              series: .value(kind, words["series.ntk"]))
          }
        }
        .chartYScale(type: LogScale(), domain: nil)
      }
      .chartFacet(columns: 2)
      .chartFacetScales(.freeY)
      .chartXScale(domain: 1...Double(theory.layers.count) + 0.5)
      .chartXAxisLabel(words["x"])
      .chartYAxisLabel("")
      .chartLegend(.top)
      .chartPlotHeight(260)
    }
  }
}
