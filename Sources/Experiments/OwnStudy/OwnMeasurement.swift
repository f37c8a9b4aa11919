import Engine
import NetworkFiles
import Simulation
import Study

/// What was measured on one of the user's own networks.
///
/// Decimal logarithms throughout: a deep network leaves the range of floating-point numbers.
public struct OwnMeasurement: Codable, Equatable, Sendable {
  /// One layer: the second moments of activation and gradient, and what mean-field theory says.
  public struct Layer: Codable, Equatable, Sendable {
    /// Units of the layer.
    public var width: Int
    /// log₁₀ of the geometric mean over networks of the mean square activation.
    public var activation: Estimate
    /// log₁₀ of the geometric mean over networks of the mean square of ∂ℓ/∂z.
    public var gradient: Estimate
    /// Theory's log₁₀ of the geometric mean; absent where there is no theory.
    public var activationTheory: Double?
    /// The same of the gradient.
    public var gradientTheory: Double?
  }

  /// What is left of a quantity, as a share of the mean square that it enters with, in decades.
  public struct EndToEnd: Codable, Equatable, Sendable {
    /// log₁₀ of the geometric mean over the networks in which there is a number that is not zero.
    public var mean: Estimate
    /// The 2.5 % quantile over single networks, in decades.
    public var low: Double
    /// The 97.5 % quantile over single networks, in decades.
    public var high: Double
    /// Theory's log₁₀ of the geometric mean.
    public var theory: Double?
    /// In how many networks nothing at all was left; nil in results of earlier versions.
    public var zeros: Int?
    /// In how many it left the range of the arithmetic; nil in results of earlier versions.
    public var overflows: Int?

    /// - Parameter start: log₁₀ of the mean square that it enters with.
    init(_ summary: LogSummary, theory: Double?, start: Double = 0) {
      mean = start == 0 ? summary.mean : summary.mean.map { $0 - start }
      low = summary.low - start
      high = summary.high - start
      self.theory = theory.map { $0 - start }
      zeros = summary.zeros
      overflows = summary.overflows
    }

    /// What became of it.
    public var fate: Fate {
      if overflows ?? 0 > 0 { return .overflows }
      if zeros ?? 0 > mean.samples { return .dead }
      // A factor of ten in size, the root of the mean square.
      return abs(mean.value) <= 2 ? .kept : mean.value > 0 ? .explodes : .vanishes
    }

    /// Whether the size, the root of the mean square, changed by less than a factor of ten.
    public var isKept: Bool { fate == .kept }
  }

  /// What becomes of a quantity from end to end.
  public enum Fate: String, Sendable {
    /// Changed by less than a factor of ten in size, the root of the mean square.
    case kept
    /// Grown by more than that.
    case explodes
    /// Shrunk by more than that.
    case vanishes
    /// Out of the range of the arithmetic in some network.
    case overflows
    /// Nothing at all is left in most networks.
    case dead
  }

  /// The network as the study file describes it.
  public var plan: NetworkPlan
  /// How its weights were simulated: `exact` or `dense`; `auto` for a network of stages.
  public var sampler: String
  /// From the first to the last; of a network of stages, its blocks.
  public var layers: [Layer]
  /// The mean square activation at the output, over that of the inputs.
  public var signal: EndToEnd
  /// The mean square gradient at the input, for an output gradient of mean square 1.
  public var gradient: EndToEnd
  /// Whether the interval that the study asked for was reached; nil if it asked for none.
  public var isPrecise: Bool?

  /// Whether signal and gradient are both kept.
  public var isKept: Bool { signal.isKept && gradient.isKept }

  /// How many networks were drawn.
  public var samples: Int { signal.mean.samples }

  /// Measures one network.
  ///
  /// With a target precision the number of networks doubles until the intervals of both ends are narrow
  /// enough, or until the plan's limit. Each round draws all its networks, the same ones first, so that
  /// stopping early or late uses the same draws.
  static func measure(_ network: NetworkPlan, study: StudyPlan, seed: SeedTree, jobs: Int)
    async throws -> OwnMeasurement
  {
    var trials = study.trials
    while true {
      var measurement = try await once(network, trials: trials, seed: seed, jobs: jobs)
      guard let precision = study.precision else { return measurement }
      measurement.isPrecise = measurement.relativeHalfWidth <= precision
      guard measurement.isPrecise == false, trials < study.maximumTrials else { return measurement }
      trials = min(2 * trials, study.maximumTrials)
    }
  }

  private static func once(
    _ network: NetworkPlan, trials: Int, seed: SeedTree, jobs: Int
  ) async throws -> OwnMeasurement {
    guard let stack = network.stack else {
      let request = try network.request(trials: trials, seed: seed, jobs: jobs)
      return OwnMeasurement(network, request, try await propagate(request))
    }
    var file = try stack.file()
    // What is compared is what becomes of a gradient of mean square 1: a loss has gradients of its own.
    if file.network.stages.last?.stage is ReadOut { file.network.stages.removeLast() }
    let request = NetworkRequest(
      file.network, trials: trials, seed: seed, samples: file.samples ?? 1, jobs: jobs)
    return OwnMeasurement(network, try await propagate(request))
  }

  /// The wider of the two end-to-end intervals, as a share of the quantity itself.
  private var relativeHalfWidth: Double {
    // A half-width of w decades is a factor of 10ʷ, so the share is w·ln 10 to first order.
    DecimalLogarithm.ln10 * max(signal.mean.halfWidth, gradient.mean.halfWidth)
  }

  /// A network of stages: a layer for each block.
  ///
  /// Theory is of means, not of the geometric means here.
  private init(_ network: NetworkPlan, _ result: NetworkResult) {
    let groups = StageGroup.groups(result.stages).filter { $0.kind != "input" }
    plan = network
    plan.widths = [result.stages[0].info.shape.count] + groups.map(\.shape.channels)
    sampler = Sampler.automatic.rawValue
    layers = groups.map { group in
      Layer(
        width: group.shape.channels, activation: group.last.secondMoment.log10.mean,
        gradient: group.last.gradient.log10.mean)
    }
    signal = EndToEnd(
      groups[groups.count - 1].last.secondMoment.log10, theory: nil,
      start: network.hasUnitInputs ? 0 : result.stages[0].secondMoment.log10.mean.value)
    // Tokens have no gradient: the first stage's counts.
    let input =
      result.inputGradient.log10.networks > 0
      ? result.inputGradient : groups[0].last.gradient
    gradient = EndToEnd(input.log10, theory: nil)
  }

  private init(_ network: NetworkPlan, _ request: PropagationRequest, _ result: PropagationResult) {
    let theory = GeometricTheory(request)
    let decade = DecimalLogarithm.ln10
    plan = network
    sampler = result.sampler.rawValue
    layers = result.layers.enumerated().map { index, layer in
      Layer(
        width: layer.width, activation: layer.activation.log10.mean,
        gradient: layer.gradient.log10.mean,
        activationTheory: theory.map { $0.activation[index] / decade },
        gradientTheory: theory.map { $0.gradient[index] / decade })
    }
    signal = EndToEnd(
      result.layers[result.layers.count - 1].activation.log10,
      theory: layers[layers.count - 1].activationTheory, start: network.logInput)
    gradient = EndToEnd(
      result.inputGradient.log10, theory: theory.map { $0.inputGradient / decade })
  }
}

/// Theory of the geometric mean, which is what is measured: natural logarithms by layer.
private struct GeometricTheory {
  var activation: [Double]
  var gradient: [Double]
  var inputGradient: Double

  /// Of one input through plain layers with the first order in 1/width; of other networks that have a
  /// theory for infinite width, where the geometric and the plain mean are one.
  init?(_ request: PropagationRequest) {
    let isPlain =
      request.normalization == nil && request.residual == nil && request.batch == 1
      && request.initializer.law.hasIndependentEntries
    if isPlain {
      guard let theory = try? LogarithmTheory(request) else { return nil }
      (activation, gradient) = (theory.logActivation, theory.logGradient)
      inputGradient = theory.logInputGradient
    } else {
      guard let theory = try? MeanFieldPass(request) else { return nil }
      activation = theory.layers.map(\.logActivationSecondMoment)
      gradient = theory.layers.map(\.logGradientSecondMoment)
      inputGradient = theory.logInputGradientSecondMoment
    }
  }
}
