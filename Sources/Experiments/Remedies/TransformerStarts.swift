import Engine
import Simulation
import Study

/// Transformers with the normalisation before each branch, before it with scaled projections, and after each sum.
///
/// Xiong and others 2020, "On layer normalization in the transformer architecture": after each sum the
/// gradient of the last layer does not shrink with depth, before each branch it shrinks like 1/√L, and the
/// former need warm-up. GPT-2 multiplies the projections that are added to the stream by 1/√(2L). Fixed
/// before the first run: Xavier's start as in the first transformer (Vaswani and others 2017), independent
/// tokens; its width of 512 is that of `--thorough`, the report's is smaller. The exact law of normal weights
/// needs no matrices.
public struct TransformerStarts: Experiment {
  public let id = "transformer-starts"
  public let chartIDs = ["transformer-starts"]

  /// Makes the experiment.
  public init() {}

  /// The cases by depth.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Channels of the stream.
    public var width: Int
    /// Tokens per sequence.
    public var tokens: Int
    /// How many networks each case has.
    public var networks: Int
    /// One for each placement and depth, the depths of a placement together.
    public var cases: [Case]
  }

  /// One placement and depth; entries by layer.
  public struct Case: Codable, Equatable, Sendable {
    /// `post`, `pre` or `scaled`.
    public var network: String
    /// How many layers, of attention and dense branch each.
    public var layers: Int
    /// The mean square of the stream behind each layer: means over networks.
    public var stream: [Estimate]
    /// The same for infinitely wide layers.
    public var streamTheory: [Double]
    /// log₁₀ of the root mean square of the gradient of the second dense layer's weights.
    public var weights: [Estimate]
    /// The same for infinitely wide layers.
    public var weightsTheory: [Double]
    /// The mean cosine of two tokens of the stream behind each layer: means over networks.
    public var cosine: [Estimate]
    /// The same for infinitely wide layers.
    public var cosineTheory: [Double]
  }

  /// The keys of the networks.
  public static let networkKeys = ["post", "pre", "scaled"]
  static let heads = 8

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.count(quick: 64, standard: 192, thorough: 512, atLeast: 64) / Self.heads
        * Self.heads,
      tokens: 16, depths: [6, 12, 24],
      networks: study.count(quick: 3, standard: 3, thorough: 50, atLeast: 3), seed: seed,
      jobs: jobs)
  }

  static func simulate(
    width: Int, tokens: Int, depths: [Int], networks: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    var cases: [Case] = []
    for key in networkKeys {
      for layers in depths {
        let gain = gain(key, layers: layers)
        // Theory is the closed form below, instead of the engine's averages over heads.
        let result = try await propagate(
          NetworkRequest(
            network(key, width: width, tokens: tokens, layers: layers, gain: gain),
            trials: networks, seed: seed.child(key).child(layers), jobs: jobs, asksTheory: false))
        let theory = TransformerStart(
          key == "post" ? .after : .before, layers: layers, tokens: tokens, branchGain: gain)
        func stages(_ end: String) -> [StageResult] {
          (1...layers).compactMap { layer in
            result.stages.first { $0.info.name == "blocks.\(layer).\(end)" }
          }
        }
        let streams = stages(key == "post" ? "out" : "feed-forward")
        cases.append(
          Case(
            network: key, layers: layers, stream: streams.map(\.secondMoment.mean),
            streamTheory: theory.layers.map(\.stream),
            weights: stages("feed-forward.second").map {
              $0.weightGradients[0].log10.mean.scaled(by: 0.5)
            },
            weightsTheory: theory.layers.map { 0.5 * Elementary.log10($0.weightGradient) },
            cosine: streams.compactMap(\.cosine), cosineTheory: theory.layers.map(\.cosine)))
      }
    }
    return Outcome(width: width, tokens: tokens, networks: networks, cases: cases)
  }

  /// The factor on the matrices that write into the stream: GPT-2's 1/√(2L), or none.
  static func gain(_ key: String, layers: Int) -> Double {
    key == "scaled" ? (1 / Double(2 * layers)).squareRoot() : 1
  }

  private static func network(
    _ key: String, width: Int, tokens: Int, layers: Int, gain: Double
  ) -> Network {
    Network(
      input: NetworkInput(Shape(positions: [tokens], channels: width)),
      stages: stages(key, width: width, heads: heads, expansion: 4, layers: layers, gain: gain))
  }

  /// A transformer's layers, and behind those that are normalised before their branches a last normalisation.
  ///
  /// - Parameters:
  ///   - key: one of ``networkKeys``.
  ///   - expansion: how many times as wide the hidden layer of a dense branch is.
  ///   - gain: the factor on the matrices that write into the stream.
  static func stages(
    _ key: String, width: Int, heads: Int, expansion: Int, layers: Int, gain: Double
  ) -> [NamedStage] {
    let rule = XavierNormal()
    let norm = NamedStage(Normalize(.layer))
    let attention = NamedStage(Attention(heads: heads, rule: rule, outputGain: gain))
    let dense = [
      NamedStage(Dense(expansion * width, rule: rule)), NamedStage(ActivationStage(ReLU())),
      NamedStage(Dense(width, rule: rule, gain: gain), name: "second"),
    ]
    let isPost = key == "post"
    func branch(_ inner: [NamedStage], _ name: String) -> NamedStage {
      NamedStage(ResidualStage((isPost ? [] : [norm]) + inner), name: name)
    }
    let block =
      isPost
      ? [
        branch([attention], "attend"), norm, branch(dense, "feed-forward"),
        NamedStage(Normalize(.layer), name: "out"),
      ] : [branch([attention], "attend"), branch(dense, "feed-forward")]
    return [NamedStage(Repeat(layers, block), name: "blocks")] + (isPost ? [] : [norm])
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let depths = Set(outcome.cases.map(\.layers)).sorted()
    var facts = [
      Fact("start-width", outcome.width), Fact("start-tokens", outcome.tokens),
      Fact("start-heads", Self.heads),
      Fact("start-networks", outcome.networks), Fact("start-deep", depths.last ?? 0),
      Fact("start-shallow", depths.first ?? 0),
    ]
    for one in outcome.cases where one.layers == depths.last {
      guard let stream = one.stream.last, let cosine = one.cosine.last, let top = one.weights.last,
        let bottom = one.weights.first
      else { continue }
      let shallow = outcome.cases.first { $0.network == one.network && $0.layers == depths.first }
      facts += [
        Fact("start-\(one.network)-stream", stream, .significant(3)),
        Fact("start-\(one.network)-stream-theory", one.streamTheory.last ?? .nan, .significant(3)),
        Fact("start-\(one.network)-cosine", cosine, .fixed(2)),
        Fact("start-\(one.network)-cosine-theory", one.cosineTheory.last ?? .nan, .fixed(2)),
        Fact(
          "start-\(one.network)-ratio", Elementary.power10(top.value - bottom.value), .fixed(2)),
        Fact(
          "start-\(one.network)-shrinks",
          Elementary.power10(top.value - (shallow?.weights.last?.value ?? .nan)), .fixed(2)),
      ]
    }
    if let post = outcome.cases.last(where: { $0.network == "post" }) {
      let alike = post.cosine.firstIndex { $0.value > 0.99 }.map { $0 + 1 }
      facts.append(Fact("start-post-alike", alike ?? post.layers))
    }
    return facts
  }
}
