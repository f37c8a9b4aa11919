import Charts
import Graphics
import Simulation
import Study

extension ProductSpectra {
  /// Norms against the gradient itself; then quantiles of singular values by depth.
  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    [normChart(outcome, study), quantileChart(outcome, study)]
  }

  private static let names = ["10 %", "median", "90 %", "largest"]
  private static let styles: [Double] = [0.55, 0.7, 0.85, 1]

  private func quantileChart(_ outcome: Outcome, _ study: StudyConfiguration) -> Chart {
    let ln10 = Elementary.log(10)
    let chart = Chart("product-spectra") {
      for (name, rows) in [("Gaussian", outcome.gaussian), ("Orthogonal", outcome.orthogonal)] {
        Panel(
          name,
          detail: name == "Gaussian" ? "σ² = 1/*n*" : "uniformly random rotations"
        ) {
          for level in Self.levels.indices {
            let x = PlottableValue.value("Layers", rows.map(\.depth))
            let values = rows.map { $0.quantiles[level].value / ln10 }
            let line = LineMark(x: x, y: .log10("Singular value", values))
              .foregroundStyle(.accent).opacity(Self.styles[level])
            if name == "Gaussian" {
              line.endLabel(Self.names[level], showsSymbol: false)
              LineMark(x: x, y: .log10("Theory", rows.map { $0.theory[level] / ln10 }))
                .lineStyle(.theoryOverlay)
            } else {
              line.endLabelHidden()
            }
            PointMark(x: x, y: .log10("Singular value", values)).foregroundStyle(.accent)
              .symbolSize(radius: 2.6)
          }
          if name == "Orthogonal" {
            TextMark(
              "every singular value is 1", x: .value("Layers", 8), y: .log10("y", 0),
              alignment: .middle, vertical: .bottom
            ).offset(y: -8)
          }
        }
      }
    }
    let margin = outcome.gaussian.flatMap(\.quantiles).map { Elementary.exp($0.halfWidth) - 1 }
      .max()
    let last = outcome.gaussian.last
    return
      chart
      .chartXScale(domain: 0...Double(outcome.depths.last ?? 1))
      .chartXAxis(values: [1, 4, 8, 12, 16])
      .chartXAxisLabel("Layers multiplied")
      .chartYAxisLabel("Singular values of the product")
      .chartYScale(log10Domain: -9...2)
      .chartLegend(.direct)
      .chartPlotHeight(260)
      .chartTitle(
        "Depth tears the singular values of Gaussian layers apart and leaves those of orthogonal "
          + "layers alone"
      )
      .chartSubtitle(
        "Singular values of the product of up to \(outcome.depths.last ?? 0) layers of "
          + "\(outcome.width) × \(outcome.width): the largest, and those above 90, 50 and 10 % of all. "
          + "Log axis."
      )
      .chartCaption(
        "**Points:** geometric mean over "
          + "\(NumberFormat.count.text(Double(last?.quantiles[0].samples ?? 0))) networks of Gaussian "
          + "layers, \(outcome.orthogonal.last?.quantiles[0].samples ?? 0) of orthogonal ones; 95 % "
          + "interval at most ±\(NumberFormat.percent(0).text(margin ?? .nan)). **Dashed:** the "
          + "Fuss–Catalan law of infinitely wide layers, whose upper edge is "
          + "√((*L* + 1)^{*L*+1}/*L*^{*L*}). Seed \(study.seed)."
      )
      .chartAltText(
        "Left, singular values of products of Gaussian layers spread over decades: at "
          + "\(last?.depth ?? 0) layers the largest is "
          + NumberFormat.significant(2).text(Elementary.exp(last?.quantiles[3].value ?? .nan))
          + ", the median 10 to the "
          + NumberFormat.fixed(1).text((last?.quantiles[1].value ?? .nan) / ln10)
          + ", the 10 % point 10 to the "
          + NumberFormat.fixed(1).text((last?.quantiles[0].value ?? .nan) / ln10)
          + ". Right, for orthogonal layers all stay at 1.")
  }

  private func normChart(_ outcome: Outcome, _ study: StudyConfiguration) -> Chart {
    let ln10 = Elementary.log(10)
    let rows = outcome.gaussian
    let x = PlottableValue.value("Layers", rows.map(\.depth))
    let last = rows.last
    // To one significant digit, as a round number of the title.
    let decades = ((last?.logNormProduct.value ?? 0) - (last?.logGradient.value ?? 0)) / ln10
    let unit = Elementary.power10(decades.rounded(.down))
    let factor = (Elementary.power10(decades) / unit).rounded() * unit
    let chart = Chart("norm-product") {
      LineMark(
        x: x, y: .log10("Product of norms", rows.map { $0.logNormProduct.value / ln10 })
      ).foregroundStyle(.color(Color(0xB3261E, 0xF28B82)))
        .endLabel("∏ ‖*W*‖", detail: "the note’s estimate", showsSymbol: false)
      LineMark(
        x: x, y: .log10("2^L", rows.map { Double($0.depth) * Elementary.log10(2) })
      ).lineStyle(.theory).endLabelHidden()
      LineMark(
        x: x,
        y: .log10("Largest", rows.map { $0.quantiles[3].value / ln10 })
      ).foregroundStyle(.muted).lineStyle(.secondary)
        .endLabel("‖*J*‖", detail: "worst gradient", showsSymbol: false)
      LineMark(
        x: x, y: .log10("Edge", rows.map { $0.theory[3] / ln10 })
      ).lineStyle(.theory).endLabelHidden()
      LineMark(
        x: x, y: .log10("Gradient", rows.map { $0.logGradient.value / ln10 })
      ).foregroundStyle(.accent).endLabel("gradient", detail: "rms, measured", showsSymbol: false)
      RuleMark(y: .value("1", 1)).foregroundStyle(.axis)
    }
    let margin = rows.flatMap { [$0.logNormProduct, $0.logGradient, $0.quantiles[3]] }
      .map { Elementary.exp($0.halfWidth) - 1 }.max()
    return
      chart
      .chartXScale(domain: 0...Double(outcome.depths.last ?? 1))
      .chartXAxis(values: [1, 4, 8, 12, 16])
      .chartXAxisLabel("Layers")
      .chartYAxisLabel("Factor on a gradient")
      .chartYScale(log10Domain: -1...5.4)
      .chartLegend(.direct)
      .chartPlotHeight(260)
      .chartTitle(
        "The product of the layers’ norms overrates the gradient "
          + "about \(NumberFormat.count.text(factor))-fold after "
          + "\(last?.depth ?? 0) layers"
      )
      .chartSubtitle(
        "Three factors by which \(outcome.width)-unit linear layers with σ² = 1/*n* could multiply a "
          + "gradient: the product of spectral norms, the norm of the product, and what happens to a "
          + "random gradient. Log axis."
      )
      .chartCaption(
        "**Lines:** geometric mean over "
          + "\(NumberFormat.count.text(Double(last?.logGradient.samples ?? 0))) networks; 95 % interval "
          + "at most ±\(NumberFormat.percent(0).text(margin ?? .nan)). **Dashed:** 2^{*L*} by Bai and "
          + "Yin, and √((*L* + 1)^{*L*+1}/*L*^{*L*}) by the Fuss–Catalan law; in theory the mean square "
          + "of a random gradient does not change. Seed \(study.seed)."
      )
      .chartAltText(
        "At \(last?.depth ?? 0) layers the product of norms is 10 to the "
          + NumberFormat.fixed(1).text((last?.logNormProduct.value ?? .nan) / ln10)
          + ", the norm of the product "
          + NumberFormat.fixed(1).text(Elementary.exp(last?.quantiles[3].value ?? .nan))
          + ", the rms factor on a random gradient "
          + NumberFormat.fixed(2).text(Elementary.exp(last?.logGradient.value ?? .nan)) + ".")
  }
}
