import Kernels
import Numerics

/// A network of one hidden tanh layer and a linear output, with gradient descent on the squared error;
/// small enough to be written out.
public struct TwoLayerNetwork: Sendable {
  /// Inputs by row, and what the network should answer.
  public struct Data: Sendable {
    /// The inputs, one row per example.
    public let inputs: [[Double]]
    /// The wanted outputs, one per example.
    public let targets: [Double]

    /// Standard normal inputs, and a smooth function of them as the target.
    public init(seed: SeedTree, inputs: Int, count: Int) {
      var random = seed.source()
      self.inputs = (0..<count).map { _ in (0..<inputs).map { _ in random.normal() } }
      targets = self.inputs.map { x in
        // No single unit can follow the product of two inputs.
        x[0] - 0.5 * x[1] + x[2] * x[inputs - 1]
      }
    }
  }

  /// `weights[j][i]` leads from input i to unit j.
  public private(set) var weights: [[Double]]
  /// The weights of the output, one per hidden unit.
  public private(set) var output: [Double]
  /// The biases of the hidden units.
  public private(set) var biases: [Double]
  /// The bias of the output.
  public private(set) var outputBias = 0.0

  /// Draws both layers; biases start at zero.
  public init(
    inputs: Int, units: Int, hidden: any WeightInitializer, output: any WeightInitializer,
    seed: SeedTree
  ) {
    func draw(_ rule: any WeightInitializer, _ fanIn: Int, _ fanOut: Int, _ name: String)
      -> [Double]
    {
      var random = seed.child(name).source()
      var buffer = [Double](repeating: 0, count: fanIn * fanOut)
      buffer.withUnsafeMutableBufferPointer {
        if let base = $0.baseAddress {
          rule.fill(base, fanIn: fanIn, fanOut: fanOut, random: &random)
        }
      }
      return buffer
    }
    let first = draw(hidden, inputs, units, "hidden")
    weights = (0..<units).map { unit in (0..<inputs).map { first[$0 * units + unit] } }
    self.output = draw(output, units, 1, "output")
    biases = Array(repeating: 0, count: units)
  }

  /// How many different functions of the input the hidden units compute; rounding is no difference.
  public var distinctUnits: Int {
    var kinds: [[Double]] = []
    for unit in weights.indices {
      let all = weights[unit] + [biases[unit]]
      let isKnown = kinds.contains { kind in
        zip(kind, all).allSatisfy { abs($0 - $1) <= 1e-12 * max(1, abs($0)) }
      }
      if !isKnown { kinds.append(all) }
    }
    return kinds.count
  }

  /// One step of gradient descent on the mean of ½(y − t)²; returns that loss before the step.
  public mutating func descend(on data: Data, rate: Double) -> Double {
    let activation = Tanh()
    let scale = 1 / Double(data.inputs.count)
    var loss = 0.0
    var weightGradient = weights.map { $0.map { _ in 0.0 } }
    var biasGradient = biases.map { _ in 0.0 }
    var outputGradient = output.map { _ in 0.0 }
    var outputBiasGradient = 0.0
    for (x, target) in zip(data.inputs, data.targets) {
      let z = weights.indices.map { unit in
        zip(weights[unit], x).reduce(biases[unit]) { $0 + $1.0 * $1.1 }
      }
      let h = z.map { activation.value(at: $0) }
      let error = zip(output, h).reduce(outputBias) { $0 + $1.0 * $1.1 } - target
      loss += 0.5 * error * error * scale
      outputBiasGradient += error * scale
      for unit in weights.indices {
        outputGradient[unit] += error * h[unit] * scale
        let delta = error * output[unit] * activation.slope(at: z[unit]) * scale
        biasGradient[unit] += delta
        for i in x.indices { weightGradient[unit][i] += delta * x[i] }
      }
    }
    for unit in weights.indices {
      for i in weights[unit].indices { weights[unit][i] -= rate * weightGradient[unit][i] }
      biases[unit] -= rate * biasGradient[unit]
      output[unit] -= rate * outputGradient[unit]
    }
    outputBias -= rate * outputBiasGradient
    return loss
  }
}
