import Engine
import Simulation
import Study

/// How signal and gradient grow along a residual network, for six kinds of branch.
///
/// Yang and Schoenholz 2017: tanh branches add a constant, ReLU branches multiply by 1.5. De and Smith 2020, Zhang
/// and others 2019: 2ˡ for He branches, 1 + l where a branch reads a normalised stream, (1 + 1/L)ˡ with a factor
/// 1/√L, 1 where branches start at zero. Fixed before the first run: forty blocks, as in De and Smith.
public struct ResidualGrowth: Experiment {
  public let id = "residual-growth"
  public let chartIDs = ["residual-growth"]

  /// Makes the experiment.
  public init() {}

  /// A curve for each branch.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units of the stream.
    public var width: Int
    /// How many residual blocks there are.
    public var blocks: Int
    /// How many networks each kind of branch has.
    public var networks: Int
    /// One for each of `branches`.
    public var curves: [Curve]
  }

  /// One kind of branch; index 0 is before the first block, or behind the last one for gradients.
  public struct Curve: Codable, Equatable, Sendable {
    /// `he`, `relu`, `tanh`, `normalized`, `scaled` or `zero`.
    public var branch: String
    /// Mean squares of the stream: means over networks.
    public var signal: [Estimate]
    /// The same by theory.
    public var signalTheory: [Double]
    /// Mean squares of the gradient by the number of blocks passed.
    public var gradient: [Estimate]
    /// The same by theory.
    public var gradientTheory: [Double]
  }

  /// The keys of the branches.
  public static let branches = ["he", "relu", "tanh", "normalized", "scaled", "zero"]

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.units(128, atLeast: 16), blocks: 40,
      networks: study.count(quick: 20, standard: 60, thorough: 4000, atLeast: 10), seed: seed,
      jobs: jobs)
  }

  static func simulate(
    width: Int, blocks: Int, networks: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    var curves: [Curve] = []
    for key in branches {
      let result = try await propagate(
        NetworkRequest(
          network(key, width: width, blocks: blocks), trials: networks, seed: seed.child(key),
          jobs: jobs))
      // The input, then the blocks.
      let places = [result.stages[0]] + result.stages.filter { $0.info.kind == ResidualStage.kind }
      let gradients = places.reversed()
      curves.append(
        Curve(
          branch: key, signal: places.map(\.secondMoment.mean),
          signalTheory: places.map { $0.theory.output?.secondMoment ?? .nan },
          gradient: gradients.map(\.gradient.mean),
          gradientTheory: gradients.map { $0.theory.gradient ?? .nan }))
    }
    return Outcome(width: width, blocks: blocks, networks: networks, curves: curves)
  }

  static func network(_ key: String, width: Int, blocks: Int) -> Network {
    func dense(_ rule: any WeightInitializer) -> NamedStage { NamedStage(Dense(width, rule: rule)) }
    func bend(_ activation: any Activation) -> NamedStage {
      NamedStage(ActivationStage(activation))
    }
    let relu = [bend(ReLU()), dense(HeNormal())]
    let block: ResidualStage =
      switch key {
      case "relu": ResidualStage([dense(LeCun()), bend(ReLU()), dense(LeCun())])
      case "tanh": ResidualStage([dense(LeCun()), bend(Tanh()), dense(LeCun())])
      case "normalized":
        ResidualStage([NamedStage(Normalize(.rms, epsilon: 0)), dense(LeCun())] + relu)
      case "scaled": ResidualStage(relu, scale: .inverseRootOfCount)
      case "zero": ResidualStage(relu, scale: .constant(0))
      default: ResidualStage(relu)
      }
    return Network(
      input: NetworkInput(Shape(channels: width)),
      stages: [NamedStage(Repeat(blocks, [NamedStage(block)]))])
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    var facts = [
      Fact("growth-networks", outcome.networks), Fact("growth-width", outcome.width),
      Fact("growth-blocks", outcome.blocks),
    ]
    for curve in outcome.curves {
      guard let signal = curve.signal.last, let gradient = curve.gradient.last else { continue }
      facts += [
        Fact("growth-\(curve.branch)-signal", signal, .significant(3)),
        Fact(
          "growth-\(curve.branch)-signal-theory", curve.signalTheory.last ?? .nan, .significant(3)),
        Fact("growth-\(curve.branch)-gradient", gradient, .significant(3)),
        Fact(
          "growth-\(curve.branch)-gradient-theory", curve.gradientTheory.last ?? .nan,
          .significant(3)),
      ]
    }
    return facts
  }

  public func checks(of outcome: Outcome) throws -> [TheoryCheck] {
    // Exact at any width: weights of mean zero that are independent of all they meet. After forty blocks the mean
    // of 2ˡ is carried by few networks, so that the tenth block is compared.
    outcome.curves.filter { ["he", "scaled"].contains($0.branch) }.map { curve in
      let block = min(10, outcome.blocks)
      return TheoryCheck(
        "residual-\(curve.branch)", Fact("blocks", block), measured: curve.signal[block],
        theory: curve.signalTheory[block])
    }
  }
}
