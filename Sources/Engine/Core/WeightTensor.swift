import Networks

/// A weight matrix as a framework initialises it: the rule, and the fans that the framework computes, which
/// need not be the number of terms that a unit sums.
public struct WeightTensor: Sendable {
  /// The rule.
  public var rule: any WeightInitializer
  /// The fan-in that the rule is given.
  public var fanIn: Int
  /// The fan-out that the rule is given.
  public var fanOut: Int
  /// What the rule's weights are multiplied by.
  public var gain: Double

  /// Makes a tensor.
  public init(_ rule: any WeightInitializer, fanIn: Int, fanOut: Int, gain: Double = 1) {
    self.rule = rule
    self.fanIn = fanIn
    self.fanOut = fanOut
    self.gain = gain
  }

  /// σ², the mean square of one weight.
  public var variance: Double { gain * gain * rule.variance(fanIn: fanIn, fanOut: fanOut) }

  /// The variance of one bias that the rule draws beside the weights; 0 for none.
  public var biasVariance: Double { rule.biasVariance(fanIn: fanIn, fanOut: fanOut) }
}

/// Where the weights of a network come from.
public enum WeightSource: Sendable {
  /// The exact law without a matrix where that is cheaper, matrices elsewhere.
  case automatic
  /// The exact law without a matrix everywhere.
  case exact
  /// Matrices everywhere.
  case dense
  /// What stands in a file: nothing is drawn, and every network is the same.
  case stored(StoredWeights)
}
