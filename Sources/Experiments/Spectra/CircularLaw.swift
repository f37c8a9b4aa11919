import Charts
import Graphics
import Simulation
import Study

/// Where the eigenvalues of a Gaussian and of an orthogonal layer lie.
///
/// Note 001 calls a matrix of N(0, 1/n) entries "approximately orthogonal". An orthogonal matrix has
/// all eigenvalues on the unit circle; a Gaussian one fills the disc (Girko 1984). Target: the share
/// inside half the radius within 5 percentage points.
struct CircularLaw: Experiment {
  let id = "circular-law"
  let question = "Is a Gaussian matrix of variance 1/n approximately orthogonal?"
  let chartIDs = ["circular-law"]

  struct Outcome: Codable, Equatable, Sendable {
    var size: Int
    var laws: [Law]
  }

  struct Law: Codable, Equatable, Sendable {
    var name: String
    var matrices: Int
    var values: [ComplexNumber]
    /// The share of eigenvalues with |λ| < ½.
    var inner: Estimate
    /// The largest and the smallest singular value of the first matrix.
    var extremes: [Double]
  }

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    let n = max(8, study.width)
    let rules: [(String, any WeightInitializer)] = [
      ("Gaussian", LeCun()), ("Uniform", LeCunUniform()), ("Orthogonal", Orthogonal()),
    ]
    let matrices = 3
    var laws: [Law] = []
    for (name, rule) in rules {
      let seed = SeedTree(seed: study.seed).child(id).child(name)
      let samples = try await mapTrials(matrices, jobs: jobs) { trial in
        let matrix = Matrix.drawn(by: rule, size: n, seed: seed.child(trial))
        return (try Eigenvalues.of(matrix), trial == 0 ? try SingularValues.of(matrix) : [])
      }
      let values = samples.flatMap(\.0)
      let singular = samples[0].1
      laws.append(
        Law(
          name: name, matrices: matrices, values: values,
          inner: try .proportion(
            successes: values.count { $0.magnitude < 0.5 }, trials: values.count),
          extremes: [singular[0], singular[singular.count - 1]]))
    }
    return Outcome(size: n, laws: laws)
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    // The unit circle by rational points, both halves.
    let ts = (-60...60).map { Double($0) / 60 }
    let circle = ts.map { t in ((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)) }
    let chart = Chart("circular-law") {
      for law in outcome.laws {
        Panel(law.name, detail: detail(law)) {
          LineMark(x: .value("Re", circle.map(\.1)), y: .value("Im", circle.map(\.0)))
            .lineStyle(.theory)
          LineMark(x: .value("Re", circle.map(\.1)), y: .value("Im", circle.map { -$0.0 }))
            .lineStyle(.theory)
          PointMark(
            x: .value("Re λ", law.values.map(\.real)),
            y: .value("Im λ", law.values.map(\.imaginary))
          ).foregroundStyle(.accent).symbolSize(radius: 1.7).opacity(0.75)
        }
      }
    }
    return [
      chart
        .chartFacet(columns: 3)
        .chartXScale(domain: -1.18...1.18)
        .chartYScale(domain: -1.18...1.18)
        .chartXAxis(values: [-1, 0, 1])
        .chartYAxis(values: [-1, 0, 1])
        .chartXAxisLabel("Real part of the eigenvalue")
        .chartYAxisLabel("Imaginary part")
        .chartLegend(.hidden)
        .chartPlotHeight(217)
        .chartTitle(
          "A matrix of variance 1/*n* is not nearly orthogonal: its eigenvalues fill the disc instead "
            + "of the circle"
        )
        .chartSubtitle(
          "Eigenvalues of \(outcome.size) × \(outcome.size) matrices with σ² = 1/*n*. Below each name: "
            + "the range of the singular values, which are all 1 for an orthogonal matrix."
        )
        .chartCaption(
          "**Points:** the eigenvalues of \(outcome.laws[0].matrices) matrices of each law. "
            + "**Dashed:** the unit circle. Inside half the radius lie "
            + shares(outcome)
            + "; the uniform disc of the circular law has 25 % (Wilson intervals as for independent points; "
            + "eigenvalues repel each other, so they are on the safe side). Singular values: "
            + "first matrix of each law. Seed \(study.seed)."
        )
        .chartAltText(
          "Three scatter plots in the complex plane. Gaussian and uniform matrices fill the unit disc "
            + "evenly, the orthogonal matrix lies on the unit circle. Singular values: "
            + outcome.laws.map {
              "\($0.name) \(range($0))"
            }.joined(separator: "; ") + ".")
    ]
  }

  private func range(_ law: Law) -> String {
    let text = { (value: Double) in NumberFormat.fixed(2).text(value) }
    return "\(text(law.extremes[1])) to \(text(law.extremes[0]))"
  }

  private func detail(_ law: Law) -> String { "singular values \(range(law))" }

  private func shares(_ outcome: Outcome) -> String {
    outcome.laws.map {
      "\(NumberFormat.percent(0).text($0.inner.value)) "
        + "(\(NumberFormat.percent(0).text($0.inner.low)) to "
        + "\(NumberFormat.percent(0).text($0.inner.high)), \($0.name))"
    }.joined(separator: ", ")
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let gaussian = outcome.laws[0]
    return [
      Fact("circle-inner", gaussian.inner, .percent(0)), Fact("circle-size", outcome.size),
      Fact("circle-largest", gaussian.extremes[0], .fixed(2)),
      Fact("circle-smallest", gaussian.extremes[1], .fixed(3)),
    ]
  }
}
