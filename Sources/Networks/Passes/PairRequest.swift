import Numerics

/// Mean products of two vectors of one length: |a|²/n, |b|²/n and a·b/n.
public struct PairMoments: Equatable, Sendable, Codable {
  /// |a|²/n.
  public var first: Double
  /// |b|²/n.
  public var second: Double
  /// a·b/n.
  public var product: Double

  /// Makes the moments.
  public init(first: Double, second: Double, product: Double) {
    self.first = first
    self.second = second
    self.product = product
  }

  /// Two vectors of one mean square and a correlation.
  public init(square: Double, correlation: Double) {
    self.init(first: square, second: square, product: correlation * square)
  }

  /// a·b/(|a||b|), kept in [−1, 1] against rounding; NaN if one of them is 0.
  public var cosine: Double {
    let size = (first * second).squareRoot()
    return size > 0 ? Swift.min(1, Swift.max(-1, product / size)) : .nan
  }
}

/// A question about two inputs that go through the same random network: layers of equal width with
/// independent N(0, σ_w²/n) weights and N(0, σ_b²) biases.
public struct PairRequest: Sendable {
  /// n, the width of every layer and of the input.
  public var width: Int
  /// The number of hidden layers.
  public var depth: Int
  /// The activation of every hidden layer.
  public var activation: any Activation
  /// σ_w² = fan-in · Var w.
  public var weightVariance: Double
  /// σ_b².
  public var biasVariance: Double
  /// Mean squares and mean product of the two inputs, which are the same in every network.
  public var inputs: PairMoments
  /// Whether the gradients of a linear read-out go back through the network, too.
  public var includesGradients: Bool
  /// How many networks.
  public var trials: Int
  /// The node of the seed tree that belongs to this question.
  public var seed: SeedTree
  /// How many threads work; the result does not depend on it.
  public var jobs: Int?

  /// Makes a request.
  public init(
    width: Int, depth: Int, activation: any Activation, weightVariance: Double,
    biasVariance: Double = 0, inputs: PairMoments, includesGradients: Bool = false,
    trials: Int, seed: SeedTree, jobs: Int? = nil
  ) {
    self.width = width
    self.depth = depth
    self.activation = activation
    self.weightVariance = weightVariance
    self.biasVariance = biasVariance
    self.inputs = inputs
    self.includesGradients = includesGradients
    self.trials = trials
    self.seed = seed
    self.jobs = jobs
  }

  /// Whether both inputs are the same.
  var isOneInput: Bool {
    inputs.first == inputs.second && inputs.product == inputs.first
  }

  /// The most numbers that one network may hold.
  static let capacity = 5e7

  /// Throws one clear sentence for a request that cannot be answered.
  public func validate() throws(TheoryError) {
    try requireVariance(weightVariance, "weight variance")
    try requireVariance(biasVariance, "bias variance")
    func require(_ name: String, _ value: Double, _ range: ClosedRange<Double>) throws(TheoryError)
    {
      guard range.contains(value) else {
        throw .outOfRange(
          name: name, value: value,
          allowed: "from \(shortNumber(range.lowerBound)) to \(shortNumber(range.upperBound))")
      }
    }
    try require("width", Double(width), 2...1e6)
    try require("depth", Double(depth), 1...1e4)
    try require("number of trials", Double(trials), 1...1e6)
    try require("weight variance", weightVariance, 0...1e6)
    try require("bias variance", biasVariance, 0...1e6)
    try require("mean square of an input", inputs.first, 1e-100...1e100)
    try require("mean square of an input", inputs.second, 1e-100...1e100)
    guard inputs.cosine.magnitude <= 1, inputs.product.isFinite,
      inputs.product * inputs.product <= inputs.first * inputs.second * (1 + 1e-12)
    else { throw .badCorrelation(inputs.product / (inputs.first * inputs.second).squareRoot()) }
    try require(
      "number of units, width times depth", Double(width) * Double(depth),
      1...(includesGradients ? Self.capacity / 8 : Self.capacity))
  }
}

/// What two inputs met in one network, layer by layer.
public struct PairPass: Sendable, Codable, Equatable {
  /// One layer.
  public struct Layer: Sendable, Codable, Equatable {
    /// Pre-activations z.
    public var preactivations: PairMoments
    /// Activations h = f(z).
    public var activations: PairMoments
    /// Products δ·δ of the gradients δ = ∂o/∂z of a read-out o, *summed* over units; `nil` if they
    /// were not asked for.
    public var gradients: PairMoments?
  }

  /// The hidden layers, first to last.
  public var layers: [Layer]

  /// Products of the gradients ∂o/∂x that reach the inputs, summed over their entries.
  public var inputGradients: PairMoments?
}

extension PairPass {
  /// The neural tangent kernel of one network with a linear read-out of its last layer: Θ(x, x), Θ(x′, x′) and
  /// Θ(x, x′).
  ///
  /// Weights are σ_w ω/√n and biases σ_b β, and ω and β are trained: a layer with activations h below it
  /// and gradients δ at its pre-activations adds δ·δ′ (σ_w² h·h′/n + σ_b²). Needs gradients.
  ///
  /// - Parameters:
  ///   - inputs: the inputs' mean products, as in the request.
  ///   - weightVariance: σ_w².
  ///   - biasVariance: σ_b².
  public func tangentKernel(
    inputs: PairMoments, weightVariance: Double, biasVariance: Double
  ) -> PairMoments {
    func add(
      _ total: inout PairMoments, _ gradients: PairMoments, _ below: PairMoments
    ) {
      total.first += gradients.first * (weightVariance * below.first + biasVariance)
      total.second += gradients.second * (weightVariance * below.second + biasVariance)
      total.product += gradients.product * (weightVariance * below.product + biasVariance)
    }
    var total = PairMoments(first: 0, second: 0, product: 0)
    var below = inputs
    for layer in layers {
      guard let gradients = layer.gradients else {
        return PairMoments(first: .nan, second: .nan, product: .nan)
      }
      add(&total, gradients, below)
      below = layer.activations
    }
    // The read-out itself, whose output is its own pre-activation.
    add(&total, PairMoments(first: 1, second: 1, product: 1), below)
    return total
  }
}
