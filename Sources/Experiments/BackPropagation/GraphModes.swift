import Simulation
import Study

/// Works the note's graph in forward and reverse mode, and counts what either costs.
public struct GraphModes: Experiment {
  /// A network's price: multiplications of local derivatives for all derivatives of one output.
  public struct Cost: Codable, Equatable, Sendable {
    /// n, the units of each of the two layers.
    public var width: Int
    /// How many weights and biases the network has: 2n(n + 1).
    public var parameters: Int
    /// Multiplications of forward mode, one sweep for each parameter, all together.
    public var forward: Int
    /// Multiplications of the one sweep of reverse mode.
    public var reverse: Int
  }

  /// The note’s graph and what networks cost.
  public struct Outcome: Codable, Equatable, Sendable {
    /// The note's graph at x = 1, w = 0, b = 0.
    public var note: LogisticGraph
    /// One for each width, ascending.
    public var costs: [Cost]
  }

  public let id = "graph-modes"
  public let chartIDs = ["logistic-graph"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    Outcome(note: LogisticGraph(), costs: [1, 2, 4, 8, 16].map(Self.cost))
  }

  /// A network of two layers of n tanh units with biases; its output is the sum of its units.
  static func cost(width: Int) -> Cost {
    var graph = Graph()
    var parameters: [Graph.Node] = []
    var signal = (0..<width).map { _ in graph.constant(0.5) }
    for _ in 0..<2 {
      signal = (0..<width).map { _ in
        let terms = signal.map { input in
          parameters.append(graph.input("w", 0.1))
          return graph.multiply(parameters[parameters.count - 1], input)
        }
        parameters.append(graph.input("b", 0))
        return graph.tanh(graph.add(graph.sum(terms), parameters[parameters.count - 1]))
      }
    }
    let output = graph.sum(signal)
    return Cost(
      width: width, parameters: parameters.count,
      forward: parameters.reduce(0) { $0 + graph.tangent(along: $1).multiplications },
      reverse: graph.gradient(of: output).multiplications)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let last = outcome.costs[outcome.costs.count - 1]
    return [
      Fact("graph-derivative", outcome.note.gradient["w"] ?? .nan, .fixed(2)),
      Fact("graph-reverse-multiplications", outcome.note.reverseMultiplications),
      Fact("graph-forward-one", outcome.note.forwardMultiplicationsForW),
      Fact("graph-forward-all", outcome.note.forwardMultiplications),
      Fact("cost-parameters", last.parameters),
      Fact("cost-ratio", Double(last.forward) / Double(last.reverse), .count),
    ]
  }

  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    let two = NumberFormat.fixed(2)
    let formulas = ["$wx$", "$h_1 + b$", "$-h_2$", "$\\exp h_3$", "$h_4 + 1$", "$1/h_5$"]
    return [
      FactTable(
        name: "graph-modes",
        header: ["step", "formula", "value", "forward", "reverse"],
        numeric: [false, false, true, true, true],
        rows: zip(outcome.note.steps, formulas).enumerated().map { index, step in
          [
            "$h_\(index + 1)$", step.1, two.text(step.0.value), two.text(step.0.forward),
            two.text(step.0.reverse),
          ]
        }),
      FactTable(
        name: "graph-cost",
        header: ["width", "parameters", "forward", "reverse", "ratio"],
        numeric: [true, true, true, true, true],
        rows: outcome.costs.map { cost in
          [
            "\(cost.width)", NumberFormat.count.text(Double(cost.parameters)),
            NumberFormat.count.text(Double(cost.forward)),
            NumberFormat.count.text(Double(cost.reverse)),
            NumberFormat.fixed(1).text(Double(cost.forward) / Double(cost.reverse)),
          ]
        }),
    ]
  }
}
