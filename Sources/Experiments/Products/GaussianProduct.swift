import Audit
import Simulation
import Study

/// Measures how large a product of random matrices is, such as the note's.
///
/// The note multiplies a standard normal 4 × 4 matrix by 100 more and prints the result, so it
/// shows a product of 101 matrices.
public struct GaussianProduct: Experiment {
  /// Single runs, their median and estimates.
  public struct Outcome: Codable, Equatable, Sendable {
    /// n of the note's matrices.
    public var size: Int
    /// How many matrices are multiplied.
    public var matrices: Int
    /// The numbers t of matrices at which runs and quantiles were recorded.
    public var steps: [Int]
    /// log₁₀ of the largest entry for single runs, at `steps`, to two decimals.
    public var runs: [[Double]]
    /// log₁₀ of the median run's largest entry, at `steps`.
    public var median: [Double]
    /// log₁₀ of the largest entry after the last matrix: the mean over all runs.
    public var end: Estimate
    /// ln ‖·‖₂ gained per matrix over the second half of each run.
    public var exponent: Estimate
    /// The share of runs that end above the note's largest entry.
    public var shareAboveNote: Estimate
    /// Other sizes, in increasing order.
    public var sizes: [Size]
  }

  /// The growth of products of n × n matrices.
  public struct Size: Codable, Equatable, Sendable {
    /// n.
    public var size: Int
    /// log₁₀ of the median run's largest entry after 0, 1, 2 … matrices.
    public var median: [Double]
    /// The last of these, with its interval.
    public var end: Estimate
  }

  /// The largest entry of the matrix that the note prints, in absolute value.
  package static let noteLargest = MatrixProductScript.printed.largestMagnitude
  package static let drawnRuns = 200

  public let id = "gaussian-product"
  public let chartIDs = ["gaussian-product", "gaussian-product-sizes"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      size: 4, matrices: 101, sizes: [2, 4, 8, 16],
      trials: study.count(quick: 200, standard: 1000, thorough: 10_000),
      seed: seed, jobs: jobs)
  }

  static func simulate(
    size: Int, matrices: Int, sizes: [Int], trials: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    let product = try await sampleGaussianProducts(
      GaussianProductRequest(
        size: size, steps: matrices, trials: trials, trackedTrials: trials, keptRuns: trials,
        seed: seed.child("note"), jobs: jobs))
    let steps = Array(stride(from: 1, through: matrices, by: 2))
    let half = matrices / 2
    let logNote = noteLargest.logarithm
    var others: [Size] = []
    for other in sizes {
      let sample = try await sampleGaussianProducts(
        GaussianProductRequest(
          size: other, steps: matrices, trials: min(trials, drawnRuns),
          trackedTrials: min(trials, drawnRuns), keptRuns: min(trials, drawnRuns),
          seed: seed.child("size").child(other), jobs: jobs))
      others.append(
        Size(
          size: other,
          median: [0] + sample.steps.map { DecimalLogarithm.ofExponential($0.largestEntry[2]) },
          end: try .median(
            of: sample.runs.map { DecimalLogarithm.ofExponential($0.largestEntry[matrices - 1]) })))
    }
    return Outcome(
      size: size, matrices: matrices, steps: steps,
      runs: product.runs.prefix(drawnRuns).map { run in
        steps.map { step in
          (100 * DecimalLogarithm.ofExponential(run.largestEntry[step - 1])).rounded() / 100
        }
      },
      median: steps.map {
        DecimalLogarithm.ofExponential(product.steps[$0 - 1].largestEntry[2])
      },
      end: product.logLargestEntry.scaled(by: 1 / DecimalLogarithm.ln10),
      exponent: try .mean(
        of: product.runs.map {
          ($0.norm[matrices - 1] - $0.norm[half - 1]) / Double(matrices - half)
        }),
      shareAboveNote: try .proportion(
        successes: product.runs.count { $0.largestEntry[matrices - 1] > logNote },
        trials: product.runs.count),
      sizes: others)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    guard let theory = try? LyapunovExponents(size: outcome.size) else { return [] }
    let steps = Double(outcome.matrices)
    let gap = (theory.exponents[0] - theory.exponents[1]) * steps
    return [
      Fact("product-matrices", outcome.matrices),
      Fact("product-exponent", outcome.exponent, .fixed(3)),
      Fact("product-exponent-theory", theory.top, .fixed(3)),
      Fact("product-factor", outcome.exponent.map(Elementary.exp), .fixed(2)),
      Fact("product-factor-theory", Elementary.exp(theory.top), .fixed(3)),
      Fact("product-end", outcome.end, .fixed(1)),
      Fact("product-end-decades", DecimalLogarithm.ofExponential(steps * theory.top), .fixed(1)),
      Fact(
        "product-end-theory", DecimalLogarithm.ofExponential(steps * theory.top), .powerOfTen(1)),
      Fact(
        "product-end-spread",
        1.96 * DecimalLogarithm.ofExponential((steps * theory.variancePerStep).squareRoot()),
        .fixed(1)),
      Fact(
        "product-rms-theory", steps * Elementary.log10(Double(outcome.size).squareRoot()),
        .powerOfTen(1)),
      Fact("note-largest-entry", Self.noteLargest, .scientific(4)),
      Fact("note-share-above", outcome.shareAboveNote, .percent(0)),
      Fact("note-rank-one-decades", DecimalLogarithm.ofExponential(gap), .fixed(1)),
      Fact("product-neutral-deviation", theory.neutralEntryDeviation, .fixed(3)),
    ]
  }

  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    [
      FactTable(
        name: "product-sizes",
        header: ["size", "growth", "root-mean-square", "scaled-growth"],
        numeric: [true, true, true, true],
        rows: outcome.sizes.compactMap { other in
          guard let theory = try? LyapunovExponents(size: other.size) else { return nil }
          let growth = Elementary.exp(theory.top)
          let rms = Double(other.size).squareRoot()
          return [
            NumberFormat.count.text(Double(other.size)), NumberFormat.fixed(3).text(growth),
            NumberFormat.fixed(3).text(rms), NumberFormat.fixed(3).text(growth / rms),
          ]
        }),
      FactTable(
        name: "note-matrix", header: ["first", "second", "third", "fourth"],
        numeric: [true, true, true, true],
        rows: (0..<MatrixProductScript.printed.rows).map { row in
          (0..<MatrixProductScript.printed.columns).map { column in
            NumberFormat.scientific(4).text(MatrixProductScript.printed[row, column])
          }
        }),
    ]
  }
}
