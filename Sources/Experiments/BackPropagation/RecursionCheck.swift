import Simulation
import Study

/// Compares the gradients of the δ-recursion with those of automatic differentiation.
///
/// Two programs that share nothing: one multiplies matrices layer by layer, the other knows only a
/// graph of scalar operations.
public struct RecursionCheck: Experiment {
  /// One network: ‖δ‖ of layers 1 … L by either method.
  public struct Case: Codable, Equatable, Sendable {
    /// `sigmoid`, `tanh` or `ReLU`.
    public var activation: String
    /// ‖δ‖ by the δ-recursion, by layer.
    public var recursion: [Double]
    /// ‖δ‖ by reverse mode on the graph of scalars, by layer.
    public var automatic: [Double]
    /// The largest |difference| of a component of δ, divided by ‖δ‖, by layer.
    public var difference: [Double]
  }

  /// The networks and the size of a graph.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer.
    public var width: Int
    /// L, the number of layers.
    public var depth: Int
    /// How many scalar operations the graph of one network has.
    public var operations: Int
    /// One for each activation; all have the same weights, input and target.
    public var cases: [Case]
  }

  /// The activations under the names that outcomes store.
  static let activations: [(name: String, activation: any Activation)] = [
    ("sigmoid", Sigmoid()), ("tanh", Tanh()), ("ReLU", ReLU()),
  ]

  public let id = "recursion-check"
  public let chartIDs = ["recursion-check"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    Self.simulate(width: 16, depth: 20, seed: seed)
  }

  static func simulate(width: Int, depth: Int, seed: SeedTree) -> Outcome {
    var random = seed.source()
    var input = [Double](repeating: 0, count: width)
    var target = input
    random.fillNormals(&input, count: width)
    random.fillNormals(&target, count: width)
    let weights = (0..<depth).map { _ in
      var matrix = [Double](repeating: 0, count: width * width)
      HeNormal().fill(&matrix, fanIn: width, fanOut: width, random: &random)
      return matrix
    }
    var operations = 0
    let cases = activations.map { name, f in
      let network = SmallNetwork(weights: weights, width: width, activation: f)
      let recursion = network.deltasByRecursion(input: input, target: target)
      let (automatic, count) = network.deltasByGraph(input: input, target: target)
      operations = count
      return Case(
        activation: name, recursion: recursion.map(norm),
        automatic: automatic.map(norm),
        difference: zip(recursion, automatic).map { a, b in
          (zip(a, b).map { abs($0 - $1) }.max() ?? 0) / max(norm(a), .leastNonzeroMagnitude)
        })
    }
    return Outcome(width: width, depth: depth, operations: operations, cases: cases)
  }

  private static func norm(_ x: [Double]) -> Double {
    x.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    [
      Fact("recursion-width", outcome.width), Fact("recursion-depth", outcome.depth),
      Fact("recursion-operations", outcome.operations),
      Fact(
        "recursion-largest-difference", outcome.cases.flatMap(\.difference).max() ?? 0,
        .scientific(0)),
    ]
  }
}

/// A network small enough to be written out, differentiated in two ways.
private struct SmallNetwork {
  /// Convention of the notes: `weights[i * width + j]` leads from input i to output j.
  let weights: [[Double]]
  let width: Int
  let activation: any Activation

  /// δ⁽ᴸ⁾ = f′ ⊙ (h − target), δ⁽ˡ⁾ = f′ ⊙ Wδ⁽ˡ⁺¹⁾.
  func deltasByRecursion(input: [Double], target: [Double]) -> [[Double]] {
    var h = input
    var slopes: [[Double]] = []
    for matrix in weights {
      let z = (0..<width).map { j in
        (0..<width).reduce(0) { $0 + h[$1] * matrix[$1 * width + j] }
      }
      slopes.append(z.map(activation.slope(at:)))
      h = z.map(activation.value(at:))
    }
    var gradient = zip(h, target).map { $0 - $1 }
    var deltas: [[Double]] = []
    for (matrix, slope) in zip(weights, slopes).reversed() {
      let delta = zip(gradient, slope).map { $0 * $1 }
      deltas.append(delta)
      gradient = (0..<width).map { i in
        (0..<width).reduce(0) { $0 + matrix[i * width + $1] * delta[$1] }
      }
    }
    return deltas.reversed()
  }

  /// The same from a graph that knows only sums, products and the activation.
  func deltasByGraph(input: [Double], target: [Double]) -> (deltas: [[Double]], operations: Int) {
    var graph = Graph()
    var h = input.map { graph.constant($0) }
    var nets: [[Graph.Node]] = []
    for matrix in weights {
      let z = (0..<width).map { j in
        graph.sum(
          (0..<width).map { i in
            graph.multiply(graph.input("w", matrix[i * width + j]), h[i])
          })
      }
      nets.append(z)
      h = z.map { node in
        switch activation {
        case is Sigmoid: graph.sigmoid(node)
        case is Tanh: graph.tanh(node)
        default: graph.relu(node)
        }
      }
    }
    let half = graph.constant(0.5)
    let errors = zip(h, target).map {
      graph.multiply(half, graph.square(graph.subtract($0, graph.constant($1))))
    }
    let loss = graph.sum(errors)
    let derivatives = graph.gradient(of: loss)
    return (nets.map { $0.map(derivatives.derivative) }, graph.count)
  }
}
