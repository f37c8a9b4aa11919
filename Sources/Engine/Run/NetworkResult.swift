import Networks
import Numerics

/// What networks showed at their start, stage by stage.
public struct NetworkResult: Sendable {
  /// The network's name.
  public var network: String
  /// How many networks.
  public var trials: Int
  /// How many samples went through each.
  public var samples: Int
  /// How many weights and biases the network has; biases are not counted.
  public var weights: Int
  /// The gradient at the input; without numbers for tokens.
  public var inputGradient: MomentSummary
  /// The stages, in the order in which signals leave them.
  public var stages: [StageResult]
}

/// What networks showed at one stage.
public struct StageResult: Sendable {
  /// What the stage is.
  public var info: StageInfo
  /// The output's mean.
  public var mean: Estimate
  /// The variance of the output's entries in one network, samples and positions together.
  public var variance: MomentSummary
  /// The output's mean square.
  public var secondMoment: MomentSummary
  /// The mean cosine of two samples; of two positions for a single sequence.
  public var cosine: Estimate?
  /// The share of an activation's entries whose slope is below a twentieth of the steepest.
  public var saturated: Estimate?
  /// The share of entries that are zero.
  public var zero: Estimate
  /// The share of entries that are infinite or not a number.
  public var lost: Estimate
  /// The largest magnitude.
  public var largest: Estimate
  /// The mean square of ∂ℓ/∂output.
  public var gradient: MomentSummary
  /// The share of the gradient's entries that are zero.
  public var zeroGradient: Estimate
  /// The share of the gradient's entries that are infinite or not a number.
  public var lostGradient: Estimate
  /// The mean square of ∂ℓ/∂W, by tensor.
  public var weightGradients: [MomentSummary]
  /// Of a recurrent cell: the mean square of ∂ℓ/∂input at each step, first to last; empty for other stages.
  public var stepGradients: [MomentSummary]
  /// Of a loss: its value.
  public var loss: Estimate?
  /// What theory says.
  public var theory: StageTheory
  /// What half precision would make of the first network's numbers, where it was asked for.
  public var range: RangeRecord?
}

/// What theory says of one stage; `nil` where it is not known.
public struct StageTheory: Sendable, Equatable {
  /// The output's moments.
  public var output: StageMoments?
  /// The mean square of ∂ℓ/∂output.
  public var gradient: Double?
  /// The mean square of ∂ℓ/∂W, by tensor; empty where it is not known.
  public var weightGradients: [Double]
}

extension StageResult {
  /// Reduces trials, in the order of their indices.
  init(info: StageInfo, records: [StageRecord], theory: StageTheory) {
    func estimate(_ value: (StageRecord) -> Double) -> Estimate {
      var moments = StreamingMoments()
      for record in records where value(record).isFinite { moments.add(value(record)) }
      return moments.meanEstimate
    }
    func known(_ value: (StageRecord) -> Double) -> Estimate? {
      records.contains { value($0).isFinite } ? estimate(value) : nil
    }
    func share(_ value: (StageRecord) -> Double) -> Estimate {
      var result = estimate(value)
      result.low = max(0, result.low)
      result.high = min(1, result.high)
      return result
    }
    func summary(_ value: (StageRecord) -> Double) -> MomentSummary {
      MomentSummary(logarithms: records.map(value).filter { !$0.isNaN })
    }
    self.info = info
    mean = estimate(\.mean)
    variance = summary(\.logVariance)
    secondMoment = summary(\.logSecondMoment)
    cosine = known(\.cosine)
    saturated = known(\.saturated).map { _ in share(\.saturated) }
    zero = share(\.zero)
    lost = share(\.lost)
    // A network that overflows makes the mean infinite.
    let isBeyond = records.contains { !$0.largest.isFinite }
    largest =
      isBeyond
      ? Estimate(value: .infinity, low: .infinity, high: .infinity, samples: records.count)
      : estimate(\.largest)
    gradient = summary(\.logGradient)
    zeroGradient = share(\.zeroGradient)
    lostGradient = share(\.lostGradient)
    weightGradients = info.tensors.indices.map { tensor in
      summary { $0.logWeightGradients[tensor] }
    }
    stepGradients = (records.first?.logStepGradients.indices ?? 0..<0).map { step in
      summary { $0.logStepGradients[step] }
    }
    loss = known(\.loss)
    self.theory = theory
    range = records.first?.range
  }
}
