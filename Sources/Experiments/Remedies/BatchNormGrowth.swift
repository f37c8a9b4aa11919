import Engine
import Simulation
import Study

/// What batch normalisation does to the gradient of a ReLU network at its start, and what cures it.
///
/// Yang and others 2019: forward nothing can grow, backward the norm grows by √(π/(π − 1)) in every layer; a skip
/// connection around each normalised branch turns the exponential into a power of depth. Fixed before the first
/// run: thirty layers, twice as many units as samples as in the paper, the plain network and layer normalisation
/// beside it.
public struct BatchNormGrowth: Experiment {
  public let id = "batch-norm-growth"
  public let chartIDs = ["batch-norm-growth"]

  /// Makes the experiment.
  public init() {}

  /// Four networks by depth, and the factor by the size of the batch.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer of the four networks.
    public var width: Int
    /// Samples per batch of the four networks.
    public var batch: Int
    /// Layers of the four networks.
    public var depth: Int
    /// How many networks each measurement has.
    public var networks: Int
    /// Plain, layer normalisation, batch normalisation, and that in residual branches.
    public var curves: [Curve]
    /// The batch-normalised network alone, `batchDepth` layers deep.
    public var batches: [BatchPoint]
    /// Units per layer of the networks of `batches`.
    public var batchWidth: Int
    /// Layers of the networks of `batches`.
    public var batchDepth: Int
  }

  /// One network's gradient by the number of layers that it has passed.
  public struct Curve: Codable, Equatable, Sendable {
    /// `plain`, `batch`, `layer` or `residual`.
    public var network: String
    /// log₁₀ of the root mean square: means over networks.
    public var gradient: [Estimate]
    /// The same for infinitely wide networks and, of `residual`, large batches.
    public var theory: [Double]
    /// The mean square of the signal behind the last layer.
    public var signal: Estimate
  }

  /// The factor per layer of the gradient's norm.
  public struct BatchPoint: Codable, Equatable, Sendable {
    /// Samples per batch.
    public var batch: Int
    /// The typical factor on the gradient's root mean square per layer: the geometric mean.
    public var factor: Estimate
    /// The same for infinitely wide layers.
    public var theory: Double
  }

  static let networkKeys = ["plain", "layer", "batch", "residual"]

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let width = study.count(quick: 64, standard: 128, thorough: 512, atLeast: 32) / 2 * 2
    return try await Self.simulate(
      width: width, batch: width / 2, depth: 30,
      networks: study.count(quick: 4, standard: 6, thorough: 60, atLeast: 4),
      batches: [4, 8, 16, 32, 64],
      batchWidth: study.count(quick: 128, standard: 256, thorough: 1024, atLeast: 64),
      batchDepth: 6, seed: seed, jobs: jobs)
  }

  static func simulate(
    width: Int, batch: Int, depth: Int, networks: Int, batches: [Int], batchWidth: Int,
    batchDepth: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    let own = try BatchNormalizedReLU(batch: batch)
    var curves: [Curve] = []
    for key in networkKeys {
      let result = try await propagate(
        NetworkRequest(
          network(key, width: width, depth: depth), trials: networks, seed: seed.child("depth"),
          samples: batch, jobs: jobs, asksTheory: false))
      let kind = key == "residual" ? ResidualStage.kind : ActivationStage.kind
      let layers = result.stages.filter { $0.info.kind == kind }
      let theory = Self.theory(key, own, depth: depth)
      curves.append(
        Curve(
          network: key,
          gradient: layers.reversed().map { $0.gradient.log10.mean.scaled(by: 0.5) },
          theory: theory, signal: layers[layers.count - 1].secondMoment.mean))
    }
    var points: [BatchPoint] = []
    for size in batches {
      let result = try await propagate(
        NetworkRequest(
          network("batch", width: batchWidth, depth: batchDepth), trials: networks,
          seed: seed.child("batch").child(size), samples: size, jobs: jobs, asksTheory: false))
      let first = result.stages.first { $0.info.kind == ActivationStage.kind }
      let theory = try BatchNormalizedReLU(batch: size)
      // The gradient starts with mean square one behind the last layer and meets that layer first.
      let passed = Double(batchDepth - 2)
      let decades = first?.gradient.log10.mean.map { $0 - Elementary.log10(theory.firstFactor) }
      guard let decades else { continue }
      points.append(
        BatchPoint(
          batch: size, factor: decades.map { Elementary.power10(0.5 * $0 / passed) },
          theory: theory.factor.squareRoot()))
    }
    return Outcome(
      width: width, batch: batch, depth: depth, networks: networks, curves: curves, batches: points,
      batchWidth: batchWidth, batchDepth: batchDepth)
  }

  /// log₁₀ of the gradient's root mean square behind each layer, from the last to the first.
  private static func theory(_ key: String, _ own: BatchNormalizedReLU, depth: Int) -> [Double] {
    var result: [Double] = []
    var log = 0.0
    let squares = BatchNormalizedReLU.residualGradients(blocks: depth)
    for passed in 0..<depth {
      switch key {
      case "batch":
        if passed > 0 { log += Elementary.log10(passed == 1 ? own.firstFactor : own.factor) }
      case "residual": log = Elementary.log10(squares[passed])
      default: break
      }
      result.append(0.5 * log)
    }
    return result
  }

  private static func network(_ key: String, width: Int, depth: Int) -> Network {
    let dense = NamedStage(Dense(width, rule: HeNormal(), learnsBias: false))
    let relu = NamedStage(ActivationStage(ReLU()))
    let block: [NamedStage] =
      switch key {
      case "batch": [dense, NamedStage(Normalize(.batch, epsilon: 0)), relu]
      case "layer": [dense, NamedStage(Normalize(.layer, epsilon: 0)), relu]
      case "residual":
        [NamedStage(ResidualStage([NamedStage(Normalize(.batch, epsilon: 0)), relu, dense]))]
      default: [dense, relu]
      }
    return Network(
      input: NetworkInput(Shape(channels: width)), stages: [NamedStage(Repeat(depth, block))])
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    var facts = [
      Fact("bn-networks", outcome.networks), Fact("bn-width", outcome.width),
      Fact("bn-samples", outcome.batch), Fact("bn-depth", outcome.depth),
      Fact("bn-passed", outcome.depth - 1),
      Fact("bn-batch-width", outcome.batchWidth), Fact("bn-batch-depth", outcome.batchDepth),
      Fact("bn-limit", BatchNormalizedReLU.limit.squareRoot(), .fixed(3)),
    ]
    for curve in outcome.curves {
      guard let end = curve.gradient.last, let theory = curve.theory.last else { continue }
      facts += [
        Fact("bn-\(curve.network)-end", end.map(Elementary.power10), .significant(3)),
        Fact("bn-\(curve.network)-theory", Elementary.power10(theory), .significant(3)),
        Fact("bn-\(curve.network)-signal", curve.signal, .fixed(2)),
      ]
    }
    if let batch = outcome.curves.first(where: { $0.network == "batch" })?.gradient.last {
      let passed = Double(outcome.depth - 1)
      facts.append(
        Fact("bn-factor", batch.map { Elementary.power10($0 / passed) }, .fixed(3)))
    }
    if let own = try? BatchNormalizedReLU(batch: outcome.batch) {
      facts.append(Fact("bn-factor-theory", own.factor.squareRoot(), .fixed(3)))
    }
    for point in outcome.batches {
      facts += [
        Fact("bn-\(point.batch)-factor", point.factor, .fixed(3)),
        Fact("bn-\(point.batch)-theory", point.theory, .fixed(3)),
      ]
    }
    return facts
  }
}
