import Engine
import Networks
import Numerics

/// What networks of stages showed at their start, with its forms on stdout.
struct NetworkReport: Encodable {
  /// What was drawn, for pictures.
  let drawn: Network
  let network: String
  let summary: String
  let networks: Int
  let batch: Int
  let weights: Int
  let precision: Arithmetic
  let lossScale: Double
  let sampler: Sampler
  let seed: UInt64
  let seconds: Double
  @NullOrValue var loss: PropagationReport.FiniteEstimate?
  @NullOrValue var firstOverflow: String?
  @NullOrValue var firstGradientOverflow: String?
  let inputGradient: GradientMoment
  let stages: [Stage]
  /// The lines of the table.
  let rows: [Row]

  /// A line of the table.
  typealias Row = StageGroup

  enum CodingKeys: CodingKey {
    case network, summary, networks, batch, weights, precision, lossScale, sampler, seed, seconds
    case loss, firstOverflow, firstGradientOverflow, inputGradient, stages
  }

  /// A stage, in the order in which signals leave them.
  struct Stage: Encodable {
    let name: String
    let kind: String
    let shape: [Int]
    /// Of the stage's tensor, where it has one.
    @NullOrValue var fanIn: Int?
    @NullOrValue var fanOut: Int?
    @NullOrValue var terms: Int?
    let tensors: [Tensor]
    let output: Output
    let gradient: GradientMoment
    @NullOrValue var weightGradient: GradientMoment?
    @NullOrValue var theory: Theory?
  }

  /// A tensor of weights.
  struct Tensor: Encodable {
    let name: String
    let rule: String
    let fanIn: Int
    let fanOut: Int
    let terms: Int
    let count: Int
    let variance: Double
    let gradient: GradientMoment
  }

  /// What a stage hands on.
  struct Output: Encodable {
    let mean: PropagationReport.FiniteEstimate
    /// Of the entries in one network: the root of their mean variance, and its law.
    @NullOrValue var standardDeviation: Double?
    let variance: PropagationReport.Moment
    let secondMoment: PropagationReport.Moment
    @NullOrValue var cosine: PropagationReport.FiniteEstimate?
    @NullOrValue var saturated: PropagationReport.FiniteEstimate?
    let zero: PropagationReport.FiniteEstimate
    let lost: PropagationReport.FiniteEstimate
    let largest: PropagationReport.FiniteEstimate
  }

  /// The mean square of a gradient.
  struct GradientMoment: Encodable {
    let secondMoment: PropagationReport.Moment
    /// Shares of entries that are zero, and infinite or not a number; null where they are not counted.
    @NullOrValue var zero: PropagationReport.FiniteEstimate?
    @NullOrValue var lost: PropagationReport.FiniteEstimate?
  }

  /// What theory says, in the limit of infinite width.
  struct Theory: Encodable {
    @NullOrValue var mean: Double?
    @NullOrValue var secondMoment: Double?
    @NullOrValue var cosine: Double?
    @NullOrValue var gradientSecondMoment: Double?
    @NullOrValue var weightGradientSecondMoment: Double?
  }
}

extension NetworkReport {
  init(
    _ request: NetworkRequest, _ result: NetworkResult, summary: String, sampler: Sampler,
    seed: UInt64, seconds: Double, showsAll: Bool
  ) {
    drawn = request.network
    network = result.network
    self.summary = summary
    networks = result.trials
    batch = result.samples
    weights = result.weights
    precision = request.arithmetic
    lossScale = Double(sign: .plus, exponent: request.lossScaleExponent, significand: 1)
    self.sampler = sampler
    self.seed = seed
    self.seconds = seconds
    loss = result.stages.compactMap(\.loss).last.map(PropagationReport.FiniteEstimate.init)
    firstOverflow = result.stages.first { $0.lost.value > 0 }?.info.name
    firstGradientOverflow = result.stages.reversed().first { $0.lostGradient.value > 0 }?.info.name
    inputGradient = GradientMoment(secondMoment: .init(result.inputGradient))
    stages = result.stages.map(Stage.init)
    rows = StageGroup.groups(result.stages, showsAll: showsAll)
  }
}

extension NetworkReport.Stage {
  init(_ stage: StageResult) {
    let info = stage.info
    name = info.name
    kind = info.kind
    shape = info.shape.positions + [info.shape.channels]
    let single = info.tensors.count == 1 ? info.tensors[0] : nil
    fanIn = single?.fanIn
    fanOut = single?.fanOut
    terms = single?.terms
    tensors = zip(info.tensors, stage.weightGradients).map { tensor, gradient in
      NetworkReport.Tensor(
        name: tensor.name, rule: tensor.rule, fanIn: tensor.fanIn, fanOut: tensor.fanOut,
        terms: tensor.terms, count: tensor.count, variance: tensor.variance,
        gradient: .init(secondMoment: .init(gradient)))
    }
    let variance = PropagationReport.Moment(stage.variance)
    output = NetworkReport.Output(
      mean: .init(stage.mean), standardDeviation: variance.value.map { $0.squareRoot() },
      variance: variance, secondMoment: .init(stage.secondMoment),
      cosine: stage.cosine.map { .init($0) }, saturated: stage.saturated.map { .init($0) },
      zero: .init(stage.zero), lost: .init(stage.lost), largest: .init(stage.largest))
    gradient = NetworkReport.GradientMoment(
      secondMoment: .init(stage.gradient), zero: .init(stage.zeroGradient),
      lost: .init(stage.lostGradient))
    weightGradient =
      stage.weightGradients.count == 1
      ? NetworkReport.GradientMoment(secondMoment: .init(stage.weightGradients[0])) : nil
    let known = stage.theory
    theory =
      known.output == nil && known.gradient == nil && known.weightGradients.isEmpty
      ? nil
      : NetworkReport.Theory(
        mean: known.output?.mean, secondMoment: known.output?.secondMoment,
        cosine: known.output?.cosine, gradientSecondMoment: known.gradient,
        weightGradientSecondMoment: known.weightGradients.count == 1
          ? known.weightGradients[0] : nil)
  }
}
