import Simulation
import Study

/// Where the eigenvalues of a Gaussian and of an orthogonal layer lie.
///
/// Note 001 calls a matrix of N(0, 1/n) entries "approximately orthogonal". An orthogonal matrix has
/// all eigenvalues on the unit circle; a Gaussian one fills the disc (Girko 1984). Target: the share
/// inside half the radius within 5 percentage points.
public struct CircularLaw: Experiment {
  public let id = "circular-law"
  public let chartIDs = ["circular-law"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// n of the n × n matrices.
    public var size: Int
    /// Gaussian, uniform and orthogonal matrices.
    public var laws: [Law]
  }

  /// The eigenvalues of the matrices of one law.
  public struct Law: Codable, Equatable, Sendable {
    /// The law's name in saved outcomes.
    public var name: String
    /// How many matrices were drawn.
    public var matrices: Int
    /// The eigenvalues of all of them, matrix by matrix.
    public var values: [ComplexNumber]
    /// The share of eigenvalues with |λ| < ½.
    public var inner: Estimate
    /// The largest and the smallest singular value of the first matrix.
    public var extremes: [Double]
  }

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let n = study.units(128, atLeast: 8)
    let rules: [(String, any WeightInitializer)] = [
      ("Gaussian", LeCun()), ("Uniform", LeCunUniform()), ("Orthogonal", Orthogonal()),
    ]
    let matrices = 3
    var laws: [Law] = []
    for (name, rule) in rules {
      let seed = seed.child(name)
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

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let gaussian = outcome.laws[0]
    return [
      Fact("circle-inner", gaussian.inner, .percent(0)), Fact("circle-size", outcome.size),
      Fact("circle-largest", gaussian.extremes[0], .fixed(2)),
      Fact("circle-smallest", gaussian.extremes[1], .fixed(3)),
    ]
  }
}
