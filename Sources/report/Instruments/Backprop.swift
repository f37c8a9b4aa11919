import ArgumentParser
import Publishing
import Simulation

/// `report backprop`: the worked examples of back-propagation.
struct Backprop: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Back-propagation by hand: a 2-2-2 network, every number.",
    discussion: """
      Two inputs, two hidden and two output sigmoids, squared error; every derivative by reverse-mode \
      differentiation, by the δ-recursion written out, and by central differences; then one step \
      of gradient descent. In the JSON also the graph of 1/(exp(−(wx + b)) + 1) in forward and \
      reverse mode, with the number of multiplications of each.

      EXAMPLES
        report backprop
        report backprop --learning-rate 0.1 --json
      """)

  @Option(parsing: .unconditional, help: "The learning rate of the one step, 0 … 1000.")
  var learningRate = 0.5

  @OptionGroup var output: InstrumentOutput

  private struct Result: Encodable {
    let network: WorkedNetwork
    let graph: LogisticGraph
  }

  func validate() throws { try requireOption("learning-rate", learningRate, in: 0...1000) }

  func run() throws {
    try Console.reportingErrors {
      let network = WorkedNetwork(learningRate: learningRate)
      let table = InstrumentTable(
        columns: [
          "parameter", "value", "derivative", "byRecursion", "byDifference", "afterOneStep",
        ],
        rows: network.parameters.map {
          [
            .text($0.name), .number($0.value), .number($0.derivative), .number($0.byRecursion),
            .number($0.byDifference), .number($0.afterOneStep),
          ]
        },
        isExact: true,
        notes: [
          "hidden  \(network.hidden[0])  \(network.hidden[1])",
          "out     \(network.outputs[0])  \(network.outputs[1])",
          "E       \(network.totalError), after one step \(network.totalErrorAfterOneStep)",
        ])
      try output.print(Result(network: network, graph: LogisticGraph()), table)
    }
  }
}
