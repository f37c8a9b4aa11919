import Numerics

/// A question about a network at its start.
public struct NetworkRequest: Sendable {
  /// The network.
  public var network: Network
  /// How many networks are drawn.
  public var trials: Int
  /// The node that all random numbers hang from.
  public var seed: SeedTree
  /// How many samples go through each.
  public var samples: Int
  /// Where weights come from.
  public var source: WeightSource
  /// What numbers are held in.
  public var arithmetic: Arithmetic
  /// k: gradients are multiplied by 2ᵏ where they start, which low precision is helped by; what is reported
  /// is divided by it again.
  public var lossScaleExponent: Int
  /// How many threads work; `nil` for one per core.
  public var jobs: Int?
  /// Whether what half precision would make of signals and gradients is noted, of the first network.
  public var notesRange = false
  /// Whether theory is computed beside; that of attention takes as long as many networks.
  public var asksTheory: Bool
  /// Whose gains and shifts normalisations have; one and zero without, as at the start of training.
  public var norms: StoredWeights?

  /// Asks.
  public init(
    _ network: Network, trials: Int = 10, seed: SeedTree = SeedTree(seed: 0), samples: Int = 1,
    source: WeightSource = .automatic, arithmetic: Arithmetic = .extended,
    lossScaleExponent: Int = 0, jobs: Int? = nil, asksTheory: Bool = true
  ) {
    self.network = network
    self.trials = trials
    self.seed = seed
    self.samples = samples
    self.source = source
    self.arithmetic = arithmetic
    self.lossScaleExponent = lossScaleExponent
    self.jobs = jobs
    self.asksTheory = asksTheory
  }
}
