import Charts
import Graphics
import Simulation
import Study

/// Compares the gradients of the δ-recursion with those of automatic differentiation.
///
/// Two programs that share nothing: one multiplies matrices layer by layer, the other knows only a
/// graph of scalar operations.
struct RecursionCheck: Experiment {
  /// One network: ‖δ‖ of layers 1 … L by either method.
  struct Case: Codable, Equatable, Sendable {
    var activation: String
    var recursion: [Double]
    var automatic: [Double]
    /// The largest |difference| of a component of δ, divided by ‖δ‖, by layer.
    var difference: [Double]
  }

  struct Outcome: Codable, Equatable, Sendable {
    var width: Int
    var depth: Int
    /// How many scalar operations the graph of one network has.
    var operations: Int
    var cases: [Case]
  }

  static let activations: [any Activation] = [Sigmoid(), Tanh(), ReLU()]

  let id = "recursion-check"
  let question = "Does the δ-recursion give the gradients that automatic differentiation gives?"
  let chartIDs = ["recursion-check"]

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    Self.simulate(width: 16, depth: 20, seed: SeedTree(seed: study.seed).child(id))
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
    let cases = activations.map { f in
      let network = SmallNetwork(weights: weights, width: width, activation: f)
      let recursion = network.deltasByRecursion(input: input, target: target)
      let (automatic, count) = network.deltasByGraph(input: input, target: target)
      operations = count
      return Case(
        activation: f.displayName, recursion: recursion.map(norm),
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

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    [
      Fact("recursion-width", outcome.width), Fact("recursion-depth", outcome.depth),
      Fact("recursion-operations", outcome.operations),
      Fact(
        "recursion-largest-difference", outcome.cases.flatMap(\.difference).max() ?? 0,
        .scientific(0)),
    ]
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let layers = (1...outcome.depth).map(Double.init)
    let largest = outcome.cases.flatMap(\.difference).max() ?? 0
    let ends = outcome.cases.map {
      "\($0.activation) from \(NumberFormat.significant(2).text($0.recursion[outcome.depth - 1])) at the top"
        + " to \(NumberFormat.scientific(0).label($0.recursion[0])) at layer 1"
    }
    return [
      Chart("recursion-check") {
        for one in outcome.cases {
          LineMark(
            x: .value("Layer", layers), y: .value("By the *δ*-recursion", one.recursion),
            series: .value("Activation", one.activation)
          )
          .endLabel(showsSymbol: false)
          PointMark(
            x: .value("Layer", layers), y: .value("By automatic differentiation", one.automatic),
            series: .value("Activation", one.activation)
          )
          .symbol(.circle, isHollow: true)
        }
      }
      .chartXScale(domain: 1...Double(outcome.depth), reversed: true)
      .chartXAxis(values: [1, 5, 10, 15, 20].filter { $0 <= Double(outcome.depth) })
      .chartXAxisLabel("Layer, from the output back to the input")
      .chartYScale(type: .log)
      .chartYAxisLabel("‖*δ*‖, log axis")
      .chartDirectLabels()
      .chartPlotHeight(280)
      .chartTitle("The *δ*-recursion and automatic differentiation agree to the last digits")
      .chartSubtitle(
        "Length of ∂ℓ/∂*z* at each layer of one \(outcome.depth)-layer network, for three activations."
      )
      .chartCaption(
        """
        **Method.** One network of width \(outcome.width) with He weights and one random input for \
        each activation, squared error. **Line:** recursion (2.4), matrices and vectors. **Rings:** \
        reverse sweep over a graph of \(NumberFormat.count.text(Double(outcome.operations))) scalar \
        operations. Largest difference of a component, relative to ‖*δ*‖: \
        \(NumberFormat.scientific(0).label(largest)). Single networks, so no interval. Seed \
        \(study.seed).
        """
      )
      .chartAltText(
        """
        Three curves of gradient length on a log axis from layer \(outcome.depth) back to layer 1, \
        each with a ring on every point: the recursion and automatic differentiation coincide. \
        \(ends.joined(separator: "; ").replacing("^{", with: " to the ").replacing("}", with: "")).
        """)
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
