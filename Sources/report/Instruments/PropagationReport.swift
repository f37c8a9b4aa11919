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

  struct Layer: Encodable {
    let layer: Int
    let width: Int
    let activationSecondMoment: Moment
    let activationVariance: Moment
    let gradientSecondMoment: Moment
    let weightGradientSecondMoment: Moment
    let varianceAcrossInputs: Moment?
    let activationCosine: Estimate?
    let gradientCosine: Estimate?
    let irregular: IrregularShares?
    let theory: Theory?
  }

  /// An estimate and the law of its logarithm; what a double cannot hold is missing.
  struct Moment: Encodable {
    let value: Double?
    let low: Double?
    let high: Double?
    let samples: Int
    let log10: LogLaw?

    init(_ summary: MomentSummary) {
      func finite(_ x: Double) -> Double? { x.isFinite ? x : nil }
      value = finite(summary.mean.value)
      low = finite(summary.mean.low)
      high = finite(summary.mean.high)
      samples = summary.mean.samples
      log10 = summary.log10.median.value.isFinite ? LogLaw(summary.log10) : nil
    }
  }

  struct LogLaw: Encodable {
    let mean: Double
    let median: Double
    let standardDeviation: Double
    let low: Double
    let high: Double
    let zeros: Int
    let overflows: Int

    init(_ law: LogSummary) {
      mean = law.mean.value
      median = law.median.value
      standardDeviation = law.standardDeviation.isFinite ? law.standardDeviation : 0
      low = law.low
      high = law.high
      zeros = law.zeros
      overflows = law.overflows
    }
  }

  /// Mean-field theory, in the limit of infinite width, as numbers and as decimal logarithms.
  struct Theory: Encodable {
    let activationSecondMoment: Double?
    let gradientSecondMoment: Double?
    let activationLog10: Double?
    let gradientLog10: Double?

    init(_ layer: MeanFieldPass.Layer) {
      func finite(_ x: Double) -> Double? { x.isFinite ? x : nil }
      activationSecondMoment = finite(layer.activationSecondMoment)
      gradientSecondMoment = finite(layer.gradientSecondMoment)
      activationLog10 = finite(layer.logActivationSecondMoment / 2.302585092994046)
      gradientLog10 = finite(layer.logGradientSecondMoment / 2.302585092994046)
    }
  }

  init(_ request: PropagationRequest, _ result: PropagationResult, seed: UInt64, seconds: Double) {
    sampler = result.sampler
    self.seconds = seconds
    trials = result.trials
    self.seed = seed
    activation = result.activation
    initializer = result.initializer
    precision = result.precision
    batch = result.batch
    let theory = Self.theory(request)
    layers = result.layers.enumerated().map { index, layer in
      Layer(
        layer: layer.layer, width: layer.width, activationSecondMoment: Moment(layer.activation),
        activationVariance: Moment(layer.activationVariance),
        gradientSecondMoment: Moment(layer.gradient),
        weightGradientSecondMoment: Moment(layer.weightGradient),
        varianceAcrossInputs: layer.varianceAcrossInputs.map(Moment.init),
        activationCosine: layer.activationCosine.flatMap { $0.value.isFinite ? $0 : nil },
        gradientCosine: layer.gradientCosine.flatMap { $0.value.isFinite ? $0 : nil },
        irregular: layer.irregular, theory: theory.map { Theory($0[index]) })
    }
    inputGradientSecondMoment = Moment(result.inputGradient)
  }

  /// Theory of plain layers with random centred weights; `nil` for other networks.
  private static func theory(_ request: PropagationRequest) -> [MeanFieldPass.Layer]? {
    guard request.normalization == nil, request.residual == nil,
      request.initializer.law != .constant,
      !(request.initializer is any DataDependentInitializer)
    else { return nil }
    let widths = request.widths
    return try? MeanFieldPass(
      activation: request.activation, widths: widths,
      weightVariances: zip(widths, widths.dropFirst()).map {
        request.initializer.variance(fanIn: $0, fanOut: $1)
      },
      biasVariance: request.biasVariance, inputSecondMoment: request.inputs.secondMoment
    ).layers
  }
}
