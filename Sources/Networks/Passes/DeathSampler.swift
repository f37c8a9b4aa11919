import Kernels
import Numerics

/// A question about ReLU networks that are dead at birth: their output does not depend on the input.
public struct DeathRequest: Sendable {
  /// Which inputs a network is tried on.
  public enum Inputs: Sendable, Equatable {
    /// All numbers x of one dimension: a few of each sign, of many sizes.
    case line
    /// So many standard normal vectors of so many dimensions.
    case normal(count: Int, dimensions: Int)
  }

  /// The width of every hidden layer.
  public var width: Int
  /// The number of hidden layers.
  public var depth: Int
  /// What the networks are tried on.
  public var inputs: Inputs
  /// The value that every bias starts at.
  public var bias: Double
  /// Whether one random weight of each unit is made positive.
  public var hasPositiveWeight: Bool
  /// How many networks.
  public var trials: Int
  /// The node of the seed tree that belongs to this question.
  public var seed: SeedTree
  /// How many threads work; the result does not depend on it.
  public var jobs: Int?

  /// Makes a request.
  public init(
    width: Int, depth: Int, inputs: Inputs = .line, bias: Double = 0,
    hasPositiveWeight: Bool = false, trials: Int, seed: SeedTree, jobs: Int? = nil
  ) {
    self.width = width
    self.depth = depth
    self.inputs = inputs
    self.bias = bias
    self.hasPositiveWeight = hasPositiveWeight
    self.trials = trials
    self.seed = seed
    self.jobs = jobs
  }

  /// Throws one clear sentence for a request that cannot be answered.
  public func validate() throws(TheoryError) {
    func require(_ name: String, _ value: Double, _ range: ClosedRange<Double>) throws(TheoryError)
    {
      guard range.contains(value) else {
        throw .outOfRange(
          name: name, value: value,
          allowed: "from \(shortNumber(range.lowerBound)) to \(shortNumber(range.upperBound))")
      }
    }
    try require("width", Double(width), 1...1000)
    try require("depth", Double(depth), 1...1000)
    try require("number of trials", Double(trials), 1...1e7)
    try require("bias", bias, -1e6...1e6)
    var count = 1.0
    if case .normal(let inputs, let dimensions) = inputs {
      try require("number of inputs", Double(inputs), 1...1e4)
      try require("dimension of an input", Double(dimensions), 1...1e4)
      count = Double(inputs)
    }
    let size = Double(width) * Double(width) * Double(depth) * Double(trials)
    try require("number of weights and products", size * Swift.max(1, count / 8), 1...1e12)
  }
}

/// At which layer networks die.
public struct DeathTimes: Sendable, Codable, Equatable {
  /// For each network the first layer in which all units are silent for its first input.
  ///
  /// depth + 1 if there is none. Without biases this is the exact probability 1 − ∏(1 − 2⁻ⁿ).
  public var silent: [Int]
  /// For each network the first layer whose output is the same for all inputs; depth + 1 if there is none.
  public var constant: [Int]

  /// The share of networks that are dead after a number of layers, with Wilson's interval.
  public static func share(_ times: [Int], after depth: Int) throws(StatisticsError) -> Estimate {
    try .proportion(successes: times.count { $0 <= depth }, trials: times.count)
  }
}

/// Draws He networks with explicit weights and finds the layer that forgets its inputs.
///
/// Scale does not matter without biases; with them weights have variance 2/fan-in. Once a layer's output is
/// constant all later ones are.
///
/// - Complexity: O(n²) random numbers and O(n²) operations per input, for each layer of each network.
/// - Throws: `TheoryError` for a request out of range, `CancellationError`.
public func sampleDeaths(_ request: DeathRequest) async throws -> DeathTimes {
  try request.validate()
  let times = try await mapTrials(request.trials, jobs: request.jobs) { trial in
    death(of: request, seed: request.seed.child(trial))
  }
  return DeathTimes(silent: times.map(\.silent), constant: times.map(\.constant))
}

/// Numbers of both signs and of many sizes.
private let line = [1.0, -1, 0.1, -0.1, 0.3, -0.3, 3, -3, 10, -10]

private func death(of request: DeathRequest, seed: SeedTree) -> (silent: Int, constant: Int) {
  var random = seed.source()
  // Inputs by row. Without biases two of a line say all: f(cx) = c f(x).
  var (rows, columns) = (request.bias == 0 ? 2 : line.count, 1)
  var values = Array(line.prefix(rows))
  if case .normal(let count, let dimensions) = request.inputs {
    (rows, columns) = (count, dimensions)
    values = random.normals(rows * columns)
  }
  var silent = request.depth + 1
  for layer in 1...request.depth {
    let deviation = (2 / Double(columns)).squareRoot()
    var next = [Double](repeating: 0, count: rows * request.width)
    // Where nothing is drawn in between, the whole layer at once.
    let together = request.hasPositiveWeight ? 1 : request.width
    for unit in stride(from: 0, to: request.width, by: together) {
      var weights = random.normals(together * columns)
      if request.hasPositiveWeight {
        let chosen = random.integer(below: columns)
        weights[chosen] = weights[chosen].magnitude
      }
      for own in 0..<together {
        for row in 0..<rows {
          var sum = request.bias
          for i in 0..<columns {
            sum += deviation * weights[own * columns + i] * values[row * columns + i]
          }
          next[row * request.width + unit + own] = Swift.max(0, sum)
        }
      }
    }
    (values, columns) = (next, request.width)
    if silent > request.depth, values[0..<columns].allSatisfy({ $0 == 0 }) { silent = layer }
    let first = values[0..<columns]
    let isConstant = (1..<rows).allSatisfy { row in
      zip(first, values[row * columns..<(row + 1) * columns]).allSatisfy { $0 == $1 }
    }
    // Of one input alone only silence tells.
    if isConstant && (rows > 1 || silent <= request.depth) {
      return (silent, layer)
    }
  }
  return (silent, request.depth + 1)
}
