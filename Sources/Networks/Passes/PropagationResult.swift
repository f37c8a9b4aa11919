import Numerics

/// What ``propagate(_:)`` measured.
///
/// Deep products are heavy-tailed: the mean over networks is ruled by rare large ones. Each quantity
/// therefore comes as the mean and as the law of its logarithm.
public struct PropagationResult: Sendable, Codable, Equatable {
  /// The sampler that was used: `exact` or `dense`.
  public var sampler: Sampler
  /// The activation's name.
  public var activation: String
  /// The initialiser's name.
  public var initializer: String
  /// The precision that was used.
  public var precision: Precision
  /// How many networks.
  public var trials: Int
  /// How many inputs went through each network.
  public var batch: Int
  /// The layers, first to last; layer 1 is the one that sees the input.
  public var layers: [LayerMoments]
  /// The gradient that reaches the input, ∂ℓ/∂x.
  public var inputGradient: MomentSummary
  /// Every network's numbers, if they were asked for.
  public var networks: NetworkLogarithms?
}

/// Natural logarithms of mean squares, network by network; −∞ stands for zero.
public struct NetworkLogarithms: Sendable, Codable, Equatable {
  /// ln of the activation second moment, by layer, then by trial.
  public var activation: [[Double]]
  /// ln of the gradient second moment, by layer, then by trial.
  public var gradient: [[Double]]
  /// ln of the second moment of the gradient that reaches the input, by trial.
  public var inputGradient: [Double]
}

/// The moments of one layer.
public struct LayerMoments: Sendable, Codable, Equatable {
  /// The layer's number, from 1.
  public var layer: Int
  /// How many units it has.
  public var width: Int
  /// h², averaged over units (and over the batch), of the layer's output h = f(z).
  public var activation: MomentSummary
  /// The variance of h across the units of one network, averaged over the batch.
  public var activationVariance: MomentSummary
  /// The mean of h over the layer, if details were asked for.
  public var mean: Estimate?
  /// The mean square of what the activation sees (z; the stream before a residual layer), if details were
  /// asked for.
  public var preactivation: MomentSummary?
  /// (∂ℓ/∂z)², averaged over units (and over the batch), for a standard normal gradient ∂ℓ/∂h at the
  /// last layer's output; z is the layer's linear output Wh + b, or its output h if it is residual.
  public var gradient: MomentSummary
  /// (∂ℓ/∂w)², averaged over the weights of the layer, for one input.
  ///
  /// Undefined for blocks of two matrices; for tied weights what this layer's use of them contributes.
  public var weightGradient: MomentSummary
  /// For a batch: the variance of a unit over the inputs, averaged over the units.
  public var varianceAcrossInputs: MomentSummary?
  /// For a batch: the cosine of the angle between the outputs for two inputs, averaged over pairs.
  public var activationCosine: Estimate?
  /// For a batch: the same for the gradients.
  public var gradientCosine: Estimate?
  /// The shares of entries that are zero, or infinite or not a number, if they were counted.
  public var irregular: IrregularShares?
}

/// Shares of the entries of a layer, averaged over networks.
public struct IrregularShares: Sendable, Codable, Equatable {
  /// Activations that are exactly zero.
  public var zeroActivations: Estimate
  /// Gradients ∂ℓ/∂z that are exactly zero.
  public var zeroGradients: Estimate
  /// Activations that are infinite or not a number.
  public var lostActivations: Estimate
  /// Gradients ∂ℓ/∂z that are infinite or not a number.
  public var lostGradients: Estimate
}

/// A positive quantity measured on many networks.
public struct MomentSummary: Sendable, Codable, Equatable {
  /// Its mean over networks, with its interval; 0 or infinite where a double cannot hold it, and without
  /// an upper end where so few networks rule the mean that a sample says nothing (see `log10` then).
  public var mean: Estimate
  /// The law of its decimal logarithm.
  public var log10: LogSummary
}

/// The law of a decimal logarithm over networks.
///
/// Quantiles are those of all networks, −∞ for a dead one and +∞ for one that overflows; the mean and the
/// deviation are of the others, and NaN if there is none (an encoder of JSON needs a strategy for
/// both).
public struct LogSummary: Sendable, Codable, Equatable {
  /// The mean of the logarithm: log₁₀ of the geometric mean.
  public var mean: Estimate
  /// The median, with the distribution-free interval from order statistics.
  public var median: Estimate
  /// The standard deviation of the logarithm.
  public var standardDeviation: Double
  /// The lower end of the range that holds the central 95 % of single networks.
  public var low: Double
  /// Its upper end.
  public var high: Double
  /// In how many networks the quantity was exactly zero.
  public var zeros: Int
  /// In how many networks it was infinite or not a number, as half precision may make it.
  public var overflows: Int

  /// How many networks there were.
  public var networks: Int { median.samples }
}
