import Simulation
import Study

/// Checks the numbers of the note's worked 2-2-2 network.
public struct WorkedExample: Experiment {
  /// The network with all its derivatives.
  public typealias Outcome = WorkedNetwork

  /// A number that note 003 prints.
  struct Printed {
    var name: String
    var text: String
    var value: (WorkedNetwork) -> Double
  }

  static var printed: [Printed] {
    [
      Printed(name: "$out_1$", text: "0.751365069") { $0.outputs[0] },
      Printed(name: "$out_2$", text: "0.772928765") { $0.outputs[1] },
      Printed(name: "$E$", text: "0.298371109") { $0.totalError },
    ]
  }

  public let id = "worked-example"
  public let chartIDs = ["worked-network"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    WorkedNetwork()
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let largest =
      outcome.parameters.map { abs($0.derivative - $0.byDifference) / abs($0.derivative) }.max()
      ?? 0
    let recursion =
      outcome.parameters.map { abs($0.derivative - $0.byRecursion) / abs($0.derivative) }.max() ?? 0
    return [
      Fact("worked-input-one", WorkedNetwork.inputs[0], .fixed(2)),
      Fact("worked-input-two", WorkedNetwork.inputs[1], .fixed(2)),
      Fact("worked-rate", outcome.learningRate, .fixed(1)),
      Fact("worked-error", outcome.totalError, .fixed(9)),
      Fact("worked-error-after", outcome.totalErrorAfterOneStep, .fixed(6)),
      Fact("worked-output-two", outcome.outputs[1], .fixed(9)),
      Fact("worked-difference-largest", largest, .scientific(0)),
      Fact("worked-recursion-largest", recursion, .scientific(0)),
      Fact(
        "worked-bottom-share", abs(outcome.hiddenDeltas[0] / outcome.outputDeltas[0]), .percent(0)),
    ]
  }

  /// The whole network: what each unit reads, with which weights, and what becomes of it.
  private static func units(of outcome: Outcome) -> [[String]] {
    let parameters = outcome.parameters.map(\.value)
    let (two, nine) = (NumberFormat.fixed(2), NumberFormat.fixed(9))
    func row(
      _ name: String, reads: [(name: String, value: Double)], weights first: Int, bias: Int,
      output: Double, target: Double?
    ) -> [String] {
      let weights = [parameters[first], parameters[first + 1]]
      let net = zip(weights, reads).reduce(parameters[bias]) { $0 + $1.0 * $1.1.value }
      return [
        name, reads.map { "$\($0.name)$" }.joined(separator: ", "),
        weights.enumerated().map { "$w_\(first + 1 + $0)$ = \(two.text($1))" }.joined(
          separator: ", "),
        two.text(parameters[bias]), nine.text(net), nine.text(output),
        target.map(two.text) ?? "–",
      ]
    }
    let inputs = WorkedNetwork.inputs.enumerated().map { ("i_\($0 + 1)", $1) }
    let hidden = outcome.hidden.enumerated().map { ("h_\($0 + 1)", $1) }
    return (0..<2).map { unit in
      row(
        "$h_\(unit + 1)$", reads: inputs, weights: 2 * unit, bias: 8, output: outcome.hidden[unit],
        target: nil)
    }
      + (0..<2).map { unit in
        row(
          "$out_\(unit + 1)$", reads: hidden, weights: 4 + 2 * unit, bias: 9,
          output: outcome.outputs[unit], target: WorkedNetwork.targets[unit])
      }
  }

  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    [
      FactTable(
        name: "worked-units",
        header: ["unit", "reads", "weights", "bias", "net", "output", "target"],
        numeric: [false, false, false, true, true, true, true],
        rows: Self.units(of: outcome)),
      FactTable(
        name: "worked-printed", header: ["number", "printed", "computed", "verdict"],
        numeric: [false, true, true, false],
        rows: Self.printed.map { printed in
          let value = printed.value(outcome)
          let agrees = abs(value - (Double(printed.text) ?? .nan)) < 1e-9
          return [
            printed.name, printed.text, NumberFormat.fixed(12).text(value),
            agrees ? "@agrees" : "@misprint",
          ]
        }),
      FactTable(
        name: "worked-gradients",
        header: ["parameter", "value", "derivative", "recursion", "difference", "after"],
        numeric: [false, true, true, true, true, true],
        rows: outcome.parameters.map { parameter in
          let nine = NumberFormat.fixed(9)
          let name = "$\(parameter.name.prefix(1))_\(parameter.name.dropFirst())$"
          return [
            name, NumberFormat.fixed(2).text(parameter.value), nine.text(parameter.derivative),
            nine.text(parameter.byRecursion), nine.text(parameter.byDifference),
            NumberFormat.fixed(6).text(parameter.afterOneStep),
          ]
        }),
    ]
  }
}
