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

  public func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    WorkedNetwork()
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let largest =
      outcome.parameters.map { abs($0.derivative - $0.byDifference) / abs($0.derivative) }.max()
      ?? 0
    let recursion =
      outcome.parameters.map { abs($0.derivative - $0.byRecursion) / abs($0.derivative) }.max() ?? 0
    return [
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

  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    [
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
