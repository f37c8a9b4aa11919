import Charts
import Graphics
import Simulation
import Study

/// Compares the logarithm of a product's norm with the normal law that theory gives.
struct ProductLogNorm: Experiment {
  struct Outcome: Codable, Equatable, Sendable {
    var size: Int
    var matrices: Int
    /// ln ‖·‖₂ of the products.
    var histogram: Histogram
    var mean: Estimate
    var variance: Estimate
    var median: Estimate
  }

  let id = "product-log-norm"
  let question = "Is the logarithm of a product’s norm normal, as the central limit theorem says?"
  let chartIDs = ["product-log-norm"]

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      size: 4, matrices: 100, trials: 10 * study.networks,
      seed: SeedTree(seed: study.seed).child(id), jobs: jobs)
  }

  static func simulate(size: Int, matrices: Int, trials: Int, seed: SeedTree, jobs: Int)
    async throws -> Outcome
  {
    let result = try await sampleGaussianProducts(
      GaussianProductRequest(
        size: size, steps: matrices, trials: trials, trackedTrials: 0, keptRuns: 0, seed: seed,
        jobs: jobs))
    return Outcome(
      size: size, matrices: matrices, histogram: result.histogram, mean: result.logNorm,
      variance: result.logNormVariance,
      median: result.logNormMedian ?? result.logNorm)
  }

  /// Newman's law for an outcome's products.
  struct Law {
    let mean: Double
    let variance: Double
    /// ln of the root mean square of the Frobenius norm: E‖·‖² = n² nᵗ⁻¹.
    let logRMS: Double

    init(_ outcome: Outcome) throws(TheoryError) {
      let exponents = try LyapunovExponents(size: outcome.size)
      mean = exponents.logNormMean(steps: outcome.matrices)
      variance = exponents.logNormVariance(steps: outcome.matrices)
      logRMS = Double(outcome.matrices + 1) / 2 * Double(outcome.size).logarithm
    }

    var deviation: Double { variance.squareRoot() }

    /// The share of products above the root mean square.
    var shareAboveRMS: Double { NormalDistribution.cumulative((mean - logRMS) / deviation) }

    func density(_ x: Double) -> Double {
      NormalDistribution.density((x - mean) / deviation) / deviation
    }
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    guard let law = try? Law(outcome) else { return [] }
    let deviation = outcome.variance.map { $0.squareRoot() }
    return [
      Fact("log-norm-matrices", outcome.matrices),
      Fact("log-norm-mean", outcome.mean, .fixed(2)),
      Fact("log-norm-mean-theory", law.mean, .fixed(2)),
      Fact("log-norm-deviation", deviation, .fixed(2)),
      Fact("log-norm-deviation-theory", law.deviation, .fixed(2)),
      Fact("log-norm-typical", DecimalLogarithm.ofExponential(outcome.mean.value), .powerOfTen(1)),
      Fact("log-norm-rms", DecimalLogarithm.ofExponential(law.logRMS), .powerOfTen(1)),
      Fact("log-norm-one-in", (1 / law.shareAboveRMS / 10).rounded() * 10, .count),
      // What the caption says too: empty while theory lies inside the interval of the variance.
      Fact("log-norm-surprise", text: Self.surprise(outcome.variance, law.variance)),
      Fact(
        "log-norm-factor-one-sigma", Elementary.exp(law.deviation), .significant(2)),
    ]
  }

  /// How far outside its interval theory lies, and how often chance puts it there; empty if inside.
  private static func surprise(_ measured: Estimate, _ theory: Double) -> String {
    guard !measured.contains(theory) else { return "" }
    let errors = 1.96 * abs(theory - measured.value) / measured.halfWidth
    let share = 2 * NormalDistribution.cumulative(-errors)
    return
      ", \(NumberFormat.fixed(1).text(errors)) standard errors away; chance does so in one seed of "
      + NumberFormat.count.text((1 / share).rounded())
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let law = try Law(outcome)
    let varianceTheory = law.deviation * law.deviation
    let liesInside = outcome.variance.contains(varianceTheory)
    let histogram = outcome.histogram
    let edges = histogram.edges
    let densities = histogram.densities
    let peak = max(law.density(law.mean), densities.max() ?? 0)
    let domain = (law.mean - 4.6 * law.deviation)...(law.mean + 4.6 * law.deviation)
    let two = NumberFormat.fixed(2)
    let rmsText =
      "only 1 run in \(NumberFormat.count.text((1 / law.shareAboveRMS / 10).rounded() * 10))\nis larger"
    return [
      Chart("product-log-norm") {
        RectangleMark(
          xStart: .value("from", Array(edges.dropLast())),
          xEnd: .value("to", Array(edges.dropFirst())),
          yStart: .value("zero", Array(repeating: 0.0, count: densities.count)),
          yEnd: .value("density", densities)
        )
        .foregroundStyle(.accent).opacity(0.42)
        LinePlot(
          x: "ln norm", y: "normal density", series: .value("Law", "theory"), domain: domain,
          function: law.density
        )
        .lineStyle(.theory).lineStyle(width: 1.4).endLabelHidden()
        RuleMark(
          x: .value("mean", outcome.mean.value), yStart: .value("d", 0), yEnd: .value("d", peak)
        )
        .foregroundStyle(.ink)
        RuleMark(
          x: .value("rms", law.logRMS), yStart: .value("d", 0), yEnd: .value("d", 0.36 * peak)
        )
        .foregroundStyle(.ink)
        TextMark(
          "typical: \(NumberFormat.powerOfTen(DecimalLogarithm.ofExponential(outcome.mean.value)))",
          detail:
            "mean of the\nlogarithm \(two.text(outcome.mean.value)),\ntheory \(two.text(law.mean))",
          x: .value("x", law.mean - 0.85 * law.deviation), y: .value("y", 0.93 * peak),
          alignment: .end
        )
        .foregroundStyle(.ink).bold()
        .leader(toX: .value("x", outcome.mean.value), y: .value("y", 0.97 * peak))
        TextMark(
          "dashed: theory",
          detail:
            "variance \(two.text(law.variance)),\nmeasured \(two.text(outcome.variance.value))",
          x: .value("x", domain.upperBound), y: .value("y", 0.95 * peak), alignment: .end
        )
        .leader(
          toX: .value("x", law.mean + 0.9 * law.deviation),
          y: .value("y", law.density(law.mean + 0.9 * law.deviation)))
        TextMark(
          "rms: \(NumberFormat.powerOfTen(DecimalLogarithm.ofExponential(law.logRMS)))",
          detail: rmsText,
          x: .value("x", domain.upperBound), y: .value("y", 0.38 * peak), alignment: .end,
          vertical: .bottom
        )
        .foregroundStyle(.ink).bold()
      }
      .chartLegend(.hidden)
      .chartXScale(domain: domain)
      .chartXAxisLabel("Natural logarithm of the norm")
      .chartYScale(domain: 0...peak * 1.1)
      .chartYAxisLabel("Density")
      .chartPlotHeight(300)
      .chartTitle(
        "The logarithm of the norm is nearly normal, so the mean square is ruled by rare giants"
      )
      .chartSubtitle(
        "Spectral norm of the product of \(outcome.matrices) independent 4 × 4 matrices with *N*(0, 1) entries."
      )
      .chartCaption(
        """
        **Method.** \(NumberFormat.count.text(Double(outcome.mean.samples))) products; histogram \
        normalised to area 1, \(densities.count) bins of the Freedman–Diaconis width, \
        no product left out. Mean of the logarithm \(two.text(outcome.mean.value)), 95\u{a0}% *t* \
        interval \(two.text(outcome.mean.low))–\(two.text(outcome.mean.high)); variance \
        \(two.text(outcome.variance.value)), 95\u{a0}% interval \
        \(two.text(outcome.variance.low))–\(two.text(outcome.variance.high)) (Bonett), theory \
        \(two.text(varianceTheory)) \(liesInside ? "inside" : "outside") it\(Self.surprise(outcome.variance, varianceTheory)). **Dashed:** \
        Newman’s mean and variance with the boundary terms of a finite product. **Rms:** \
        root mean square of the Frobenius norm, 4^{(*t*+1)/2}, exact; the share above it by theory. Seed \(study.seed).
        """
      )
      .chartAltText(
        """
        Histogram of the natural logarithm of the norm of \(outcome.mean.samples) products: a bell \
        around \(two.text(outcome.mean.value)) with standard deviation \
        \(two.text(outcome.variance.value.squareRoot())), on which the dashed normal density of \
        theory lies. A rule at \(two.text(law.logRMS)), far in the right tail, marks the root mean \
        square.
        """)
    ]
  }
}
