import Kernels
import Numerics

/// A question about networks at their start: how large are activations and gradients by layer.
///
///     let request = PropagationRequest(
///       widths: [64, 128, 256, 128, 64], activation: Tanh(), initializer: XavierNormal(),
///       trials: 1000, seed: study.child("init-comparison"))
///     let result = try await propagate(request)
///     result.layers[0].activation.mean        // Estimate of E h², with its 95 % interval
///     result.layers[0].gradient.log10.median  // log₁₀ of the median network's gradient
///
/// Every trial draws fresh weights, a fresh standard normal input and a fresh standard normal
/// gradient at the output, all from `seed.child(trial)`: two requests with the same seed compare
/// activations or starts on common random numbers.
public struct PropagationRequest: Sendable {
  /// The input's width, then the width of each layer.
  public var widths: [Int]
  /// The activation of every layer.
  public var activation: any Activation
  /// The rule for the weights of every layer.
  public var initializer: any WeightInitializer
  /// The variance of each bias, drawn from N(0, ·) in place of what the rule may draw; 0 for the rule's
  /// own biases, which most rules have none of (``WeightInitializer/withoutBiases`` has none at all).
  public var biasVariance: Double
  /// A normalisation of every layer's pre-activations; `nil` for none.
  public var normalization: Normalization?
  /// A skip connection around every layer, `nil` for none; all widths are then the same.
  public var residual: Residual?
  /// Whether all layers share one matrix and one bias, as the steps of a recurrent network do.
  public var tiesWeights = false
  /// Makes each residual branch a block of two layers, W₂ f(W₁ Norm(x) + b₁) + b₂, whose inner layer is
  /// so many times as wide: 4 in transformers; `nil` for the branch W f(Norm(x)) + b.
  public var expansion: Int?
  /// How many inputs go through each network together.
  public var batch: Int
  /// The law of the inputs.
  public var inputs: InputLaw
  /// How the weights are simulated.
  public var sampler: Sampler
  /// The arithmetic of signals and weights; sums of squares are always in double precision.
  public var precision: Precision
  /// How many networks.
  public var trials: Int
  /// Whether to count entries that are exactly zero or not finite; half precision always does.
  public var countsZeros: Bool
  /// Whether the result keeps every network's numbers, for histograms.
  public var keepsTrials: Bool
  /// Whether gradients are sent back; without, the result's summaries of them are of no networks.
  public var measuresGradients = true
  /// Whether the result has the means of activations and the mean squares of pre-activations too.
  public var recordsDetails = false
  /// The node of the seed tree that belongs to this question.
  public var seed: SeedTree
  /// How many trials run at a time, `nil` for one per core; the result does not depend on it.
  public var jobs: Int?

  /// Makes a request; `widths` begins with the input's width.
  public init(
    widths: [Int], activation: any Activation, initializer: any WeightInitializer,
    biasVariance: Double = 0, normalization: Normalization? = nil, residual: Residual? = nil,
    batch: Int = 1, inputs: InputLaw = .standardNormal, sampler: Sampler = .automatic,
    precision: Precision = .float32, trials: Int = 100, countsZeros: Bool = false,
    keepsTrials: Bool = false, seed: SeedTree, jobs: Int? = nil
  ) {
    self.widths = widths
    self.activation = activation
    self.initializer = initializer
    self.biasVariance = biasVariance
    self.normalization = normalization
    self.residual = residual
    self.batch = batch
    self.inputs = inputs
    self.sampler = sampler
    self.precision = precision
    self.trials = trials
    self.countsZeros = countsZeros
    self.keepsTrials = keepsTrials
    self.seed = seed
    self.jobs = jobs
  }

  /// Makes a request for `depth` layers of `width` units, fed by `width` inputs.
  public init(
    width: Int, depth: Int, activation: any Activation, initializer: any WeightInitializer,
    biasVariance: Double = 0, normalization: Normalization? = nil, residual: Residual? = nil,
    batch: Int = 1, inputs: InputLaw = .standardNormal, sampler: Sampler = .automatic,
    precision: Precision = .float32, trials: Int = 100, countsZeros: Bool = false,
    keepsTrials: Bool = false, seed: SeedTree, jobs: Int? = nil
  ) {
    self.init(
      widths: Array(repeating: width, count: max(0, depth) + 1), activation: activation,
      initializer: initializer, biasVariance: biasVariance, normalization: normalization,
      residual: residual, batch: batch, inputs: inputs, sampler: sampler, precision: precision,
      trials: trials, countsZeros: countsZeros, keepsTrials: keepsTrials, seed: seed, jobs: jobs)
  }
}

/// How the weights of a network are simulated.
public enum Sampler: String, Sendable, Codable, CaseIterable {
  /// Exact where it is valid and cheaper, dense otherwise.
  case automatic = "auto"
  /// Activations and gradients drawn from their exact joint law; no matrix is formed.
  case exact
  /// Explicit weight matrices.
  case dense
}

/// The arithmetic of signals and weights.
public enum Precision: String, Sendable, Codable, CaseIterable {
  /// IEEE half precision as accelerators do it: weights, signals and gradients are rounded to it, sums
  /// run in single precision; what leaves its range is lost.
  case float16
  case float32
  case float64
}
