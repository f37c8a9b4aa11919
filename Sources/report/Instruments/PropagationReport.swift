import Foundation
import Kernels
import Simulation

/// A propagation with its theory, and its forms on stdout.
struct PropagationReport: Encodable {
  let sampler: Sampler
  let seconds: Double
  let trials: Int
  let seed: UInt64
  let activation: String
  let initializer: String
  let precision: Precision
  let batch: Int
  let layers: [Layer]
  let inputGradientSecondMoment: Moment
  /// Why there is no theory.
  @NullOrValue var theoryObstacle: String?

  struct Layer: Encodable {
    let layer: Int
    let width: Int
    let activationSecondMoment: Moment
    let activationVariance: Moment
    @NullOrValue var activationMean: FiniteEstimate?
    @NullOrValue var preactivationSecondMoment: Moment?
    let gradientSecondMoment: Moment
    let weightGradientSecondMoment: Moment
    @NullOrValue var varianceAcrossInputs: Moment?
    @NullOrValue var activationCosine: FiniteEstimate?
    @NullOrValue var gradientCosine: FiniteEstimate?
    @NullOrValue var irregular: IrregularShares?
    @NullOrValue var theory: Theory?
  }

  /// An estimate whose numbers are null where they are not finite.
  struct FiniteEstimate: Encodable {
    @NullOrValue var value: Double?
    @NullOrValue var low: Double?
    @NullOrValue var high: Double?
    let samples: Int

    init(_ estimate: Estimate) {
      value = finite(estimate.value)
      low = finite(estimate.low)
      high = finite(estimate.high)
      samples = estimate.samples
    }
  }

  /// What is known of a mean square over networks.
  enum Status: String, Encodable {
    /// The mean has an interval.
    case estimated
    /// Zero in every network.
    case zero
    /// So few networks rule the mean that a sample of this size says nothing: see the logarithm.
    case ruledByFew = "ruled by few networks"
    /// The law has no mean, so that a sample's says nothing at any size: see the logarithm.
    case noMean = "has no mean"
    /// Out of the range of the arithmetic in some network, or of a double: see the logarithm.
    case overflow
    /// Not defined for this network.
    case undefined
  }

  /// An estimate and the law of its logarithm; what a double cannot hold is null.
  struct Moment: Encodable {
    @NullOrValue var value: Double?
    @NullOrValue var low: Double?
    @NullOrValue var high: Double?
    let samples: Int
    let status: Status
    /// The shares of networks in which it is exactly zero, and infinite or not a number.
    let shareDead: Double
    let shareOverflowed: Double
    let log10: LogLaw

    init(_ summary: MomentSummary, hasMean: Bool = true) {
      let mean = summary.mean
      let log = summary.log10
      status =
        mean.value.isNaN
        ? .undefined
        : mean.value == .infinity
          ? .overflow
          : log.zeros == log.networks
            ? .zero : !hasMean ? .noMean : mean.high == .infinity ? .ruledByFew : .estimated
      let isKnown = status != .noMean
      value = isKnown ? finite(mean.value) : nil
      low = isKnown ? finite(mean.low) : nil
      high = isKnown ? finite(mean.high) : nil
      samples = mean.samples
      let networks = Double(max(1, log.networks))
      shareDead = Double(log.zeros) / networks
      shareOverflowed = status == .undefined ? 0 : Double(log.overflows) / networks
      log10 = LogLaw(log)
    }
  }

  struct LogLaw: Encodable {
    @NullOrValue var mean: Double?
    @NullOrValue var median: Double?
    @NullOrValue var standardDeviation: Double?
    @NullOrValue var low: Double?
    @NullOrValue var high: Double?
    let zeros: Int
    let overflows: Int
    /// The median and the range with their infinities, for the table, the CSV and the chart.
    let quantiles: (low: Double, median: Double, high: Double)

    init(_ law: LogSummary) {
      mean = finite(law.mean.value)
      median = finite(law.median.value)
      standardDeviation = finite(law.standardDeviation)
      low = finite(law.low)
      high = finite(law.high)
      zeros = law.zeros
      overflows = law.overflows
      quantiles = (law.low, law.median.value, law.high)
    }

    enum CodingKeys: CodingKey { case mean, median, standardDeviation, low, high, zeros, overflows }
  }

  /// Mean-field theory, in the limit of infinite width, as numbers and as decimal logarithms.
  struct Theory: Encodable {
    @NullOrValue var activationSecondMoment: Double?
    @NullOrValue var gradientSecondMoment: Double?
    @NullOrValue var preactivationSecondMoment: Double?
    @NullOrValue var activationLog10: Double?
    @NullOrValue var gradientLog10: Double?

    /// `before` is the stream before a residual layer, which its activation sees.
    init(_ layer: MeanFieldPass.Layer, before: Double?) {
      activationSecondMoment = finite(layer.activationSecondMoment)
      gradientSecondMoment = finite(layer.gradientSecondMoment)
      preactivationSecondMoment = finite(before ?? layer.preactivationVariance)
      activationLog10 = finite(layer.logActivationSecondMoment / .ln10)
      gradientLog10 = finite(layer.logGradientSecondMoment / .ln10)
    }
  }

  init(_ request: PropagationRequest, _ result: PropagationResult, seed: UInt64, seconds: Double) {
    self.init(
      request, result, theory: try? MeanFieldPass(request), seed: seed, seconds: seconds)
  }

  /// A report whose theory is known already.
  init(
    _ request: PropagationRequest, _ result: PropagationResult, theory: MeanFieldPass?,
    seed: UInt64, seconds: Double
  ) {
    sampler = result.sampler
    self.seconds = seconds
    trials = result.trials
    self.seed = seed
    activation = result.activation
    initializer = result.initializer
    precision = result.precision
    batch = result.batch
    theoryObstacle =
      request.obstacleToTheory
      ?? (theory == nil ? "the activation's averages are out of range" : nil)
    let hasMean = request.gradientHasMean
    layers = result.layers.enumerated().map { index, layer in
      let before =
        request.residual == nil
        ? nil
        : index == 0
          ? request.inputs.secondMoment : theory?.layers[index - 1].activationSecondMoment
      return Layer(
        layer: layer.layer, width: layer.width, activationSecondMoment: Moment(layer.activation),
        activationVariance: Moment(layer.activationVariance),
        activationMean: layer.mean.map(FiniteEstimate.init),
        preactivationSecondMoment: layer.preactivation.map { Moment($0) },
        gradientSecondMoment: Moment(layer.gradient, hasMean: hasMean),
        weightGradientSecondMoment: Moment(layer.weightGradient, hasMean: hasMean),
        varianceAcrossInputs: layer.varianceAcrossInputs.map { Moment($0) },
        activationCosine: layer.activationCosine.map(FiniteEstimate.init),
        gradientCosine: layer.gradientCosine.map(FiniteEstimate.init),
        irregular: layer.irregular,
        theory: theory.map { Theory($0.layers[index], before: before) })
    }
    inputGradientSecondMoment = Moment(result.inputGradient, hasMean: hasMean)
  }
}

/// A number, if it is finite.
private func finite(_ x: Double) -> Double? { x.isFinite ? x : nil }
