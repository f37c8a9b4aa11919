import Kernels

/// The worked 2-2-2 network of note 003: two inputs, two hidden and two output sigmoids, squared error.
///
/// net₁ = w₁i₁ + w₂i₂ + b₁ and so on: weights 1 and 2 enter the first hidden unit, 5 and 6 the first output,
/// and the units of a layer share one bias. E = ½Σ(target − out)².
public struct WorkedNetwork: Equatable, Sendable, Codable {
  /// A parameter with its derivative by three methods, and its value after one step of descent.
  public struct Parameter: Equatable, Sendable, Codable {
    /// `w1` … `w8`, `b1`, `b2`.
    public let name: String
    /// Its value.
    public let value: Double
    /// ∂E/∂parameter by reverse-mode differentiation.
    public let derivative: Double
    /// The same by the δ-recursion δ⁽ˡ⁾ = f′ ⊙ (Wᵀδ⁽ˡ⁺¹⁾), written out.
    public let byRecursion: Double
    /// The same by a central difference of E.
    public let byDifference: Double
    /// value − rate · derivative.
    public let afterOneStep: Double
  }

  /// The two hidden activations.
  public let hidden: [Double]
  /// The two outputs.
  public let outputs: [Double]
  /// ½(target − out)² of each output.
  public let errors: [Double]
  /// E.
  public let totalError: Double
  /// ∂E/∂net of the two outputs.
  public let outputDeltas: [Double]
  /// ∂E/∂net of the two hidden units.
  public let hiddenDeltas: [Double]
  /// w₁ … w₈, b₁, b₂.
  public let parameters: [Parameter]
  /// The learning rate of the step.
  public let learningRate: Double
  /// E after the step.
  public let totalErrorAfterOneStep: Double
  /// Multiplications of one reverse sweep over the graph, for all ten derivatives.
  public let reverseMultiplications: Int
  /// Multiplications of ten forward sweeps.
  public let forwardMultiplications: Int

  /// The two inputs.
  public static let inputs = [0.05, 0.10]
  /// What the two outputs should be.
  public static let targets = [0.01, 0.99]
  private static let names = ["w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8", "b1", "b2"]
  private static let start = [0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55, 0.35, 0.60]

  /// Works the example with a learning rate for the one step; the note's source uses 0.5.
  public init(learningRate: Double = 0.5) {
    self.learningRate = learningRate
    let p = Self.start
    let network = Self.build(p)
    let graph = network.graph
    let reverse = graph.gradient(of: network.error)
    hidden = network.hidden.map(graph.value)
    outputs = network.outputs.map(graph.value)
    errors = network.errors.map(graph.value)
    totalError = graph.value(network.error)

    // The δ-recursion by hand: δ = ∂E/∂net.
    let out = outputs
    let activations = hidden
    let outputDeltas = (0..<2).map { k in
      (out[k] - Self.targets[k]) * out[k] * (1 - out[k])
    }
    let hiddenDeltas = (0..<2).map { j in
      (outputDeltas[0] * p[4 + j] + outputDeltas[1] * p[6 + j])
        * activations[j] * (1 - activations[j])
    }
    self.outputDeltas = outputDeltas
    self.hiddenDeltas = hiddenDeltas
    let i = Self.inputs
    let recursion = [
      hiddenDeltas[0] * i[0], hiddenDeltas[0] * i[1], hiddenDeltas[1] * i[0],
      hiddenDeltas[1] * i[1], outputDeltas[0] * activations[0], outputDeltas[0] * activations[1],
      outputDeltas[1] * activations[0], outputDeltas[1] * activations[1],
      hiddenDeltas[0] + hiddenDeltas[1], outputDeltas[0] + outputDeltas[1],
    ]
    parameters = p.indices.map { index in
      let derivative = reverse.derivative(network.parameters[index])
      return Parameter(
        name: Self.names[index], value: p[index], derivative: derivative,
        byRecursion: recursion[index], byDifference: Self.centralDifference(p, index),
        afterOneStep: p[index] - learningRate * derivative)
    }
    let after = Self.build(parameters.map(\.afterOneStep))
    totalErrorAfterOneStep = after.graph.value(after.error)
    reverseMultiplications = reverse.multiplications
    forwardMultiplications = network.parameters.reduce(0) {
      $0 + graph.tangent(along: $1).multiplications
    }
  }

  /// (E(p + h) − E(p − h))/2h at h = 10⁻⁵, where truncation and rounding errors are both about 10⁻¹¹.
  private static func centralDifference(_ p: [Double], _ index: Int) -> Double {
    let h = 1e-5
    var (up, down) = (p, p)
    up[index] += h
    down[index] -= h
    let (a, b) = (build(up), build(down))
    return (a.graph.value(a.error) - b.graph.value(b.error)) / (2 * h)
  }

  private struct Build {
    let graph: Graph
    let parameters: [Graph.Node]
    let hidden: [Graph.Node]
    let outputs: [Graph.Node]
    let errors: [Graph.Node]
    let error: Graph.Node
  }

  private static func build(_ values: [Double]) -> Build {
    var graph = Graph()
    let parameters = zip(names, values).map { graph.input($0, $1) }
    let inputs = inputs.map { graph.constant($0) }
    let targets = targets.map { graph.constant($0) }
    func layer(_ inputs: [Graph.Node], weights: Int, bias: Int) -> [Graph.Node] {
      (0..<2).map { unit in
        let terms = (0..<2).map { graph.multiply(parameters[weights + 2 * unit + $0], inputs[$0]) }
        return graph.sigmoid(graph.add(graph.sum(terms), parameters[bias]))
      }
    }
    let hidden = layer(inputs, weights: 0, bias: 8)
    let outputs = layer(hidden, weights: 4, bias: 9)
    let half = graph.constant(0.5)
    let errors = zip(targets, outputs).map {
      graph.multiply(half, graph.square(graph.subtract($0, $1)))
    }
    let error = graph.sum(errors)
    return Build(
      graph: graph, parameters: parameters, hidden: hidden, outputs: outputs, errors: errors,
      error: error)
  }
}
