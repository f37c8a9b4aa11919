import TestSupport
import Testing

@testable import Networks
@testable import Numerics
@testable import Spectra

@Suite struct GraphTests {
  @Test func theNotesGraphHasTheNotesDerivatives() {
    let graph = LogisticGraph()
    // Note 003: forward 1, 1, −1, −1, −1, 0.25; reverse 0.25, 0.25, −0.25, −0.25, −0.25, 1.
    #expect(graph.steps.map(\.forward) == [1, 1, -1, -1, -1, 0.25])
    #expect(graph.steps.map(\.reverse) == [0.25, 0.25, -0.25, -0.25, -0.25, 1])
    #expect(graph.steps.map(\.value) == [0, 0, 0, 1, 2, 0.5])
    #expect(graph.gradient == ["w": 0.25, "b": 0.25, "x": 0])
    #expect(graph.forwardGradient == graph.gradient)
    // One reverse sweep touches every edge once; forward needs a sweep for each input.
    #expect(graph.reverseMultiplications == 9)
    #expect(graph.forwardMultiplicationsForW == 6)
    #expect(graph.forwardMultiplications == 6 + 5 + 6)
  }

  @Test func bothModesAgreeOnARandomGraph() {
    var source = SeedTree(seed: 9).source()
    var graph = Graph()
    let inputs = (0..<6).map { graph.input("x\($0)", source.normal()) }
    var pool = inputs
    for step in 0..<60 {
      let a = pool[source.integer(below: pool.count)]
      let b = pool[source.integer(below: pool.count)]
      let node =
        switch step % 9 {
        case 0: graph.add(a, b)
        case 1: graph.tanh(graph.multiply(a, b))
        case 2: graph.subtract(a, b)
        case 3: graph.sigmoid(a)
        case 4: graph.relu(graph.negate(a))
        case 5: graph.reciprocal(graph.add(graph.square(a), graph.constant(1)))
        case 6: graph.exp(graph.negate(graph.square(b)))
        case 7: graph.log(graph.add(graph.square(a), graph.constant(2)))
        default: graph.tanh(graph.add(a, b))
        }
      pool.append(node)
    }
    let output = graph.sum(Array(pool.suffix(20)))
    let reverse = graph.gradient(of: output)
    for input in inputs {
      let forward = graph.tangent(along: input).derivative(output)
      #expect((forward - reverse.derivative(input)).magnitude < 1e-12 * (1 + forward.magnitude))
    }
    let forwardCost = inputs.reduce(0) { $0 + graph.tangent(along: $1).multiplications }
    #expect(forwardCost > reverse.multiplications)
  }

  @Test func slopesAreCentralDifferences() {
    typealias Build = @Sendable (inout Graph, Graph.Node) -> Graph.Node
    let operations: [Build] = [
      { $0.exp($1) }, { $0.log($1) }, { $0.reciprocal($1) }, { $0.square($1) },
      { $0.sigmoid($1) }, { $0.tanh($1) }, { $0.relu($1) }, { $0.negate($1) },
    ]
    for build in operations {
      func value(_ x: Double) -> (Double, Double) {
        var graph = Graph()
        let input = graph.input("x", x)
        let output = build(&graph, input)
        return (graph.value(output), graph.gradient(of: output).derivative(input))
      }
      let h = 1e-5
      let difference = (value(0.7 + h).0 - value(0.7 - h).0) / (2 * h)
      #expect(relativeError(value(0.7).1, difference) < 1e-8)
    }
  }

  struct Worked: Decodable {
    let hidden: [Double]
    let outputs: [Double]
    let error: Double
    let derivatives: [Double]
    let stepped: [Double]
    let errorAfter: Double
  }

  @Test func theWorkedNetworkAgreesWithHighPrecision() throws {
    let expected = try Reference.load(Worked.self, "worked_network")
    let worked = WorkedNetwork()
    func expectEqual(_ a: [Double], _ b: [Double], _ tolerance: Double = 1e-13) {
      #expect(a.count == b.count)
      for (x, y) in zip(a, b) { #expect(relativeError(x, y) < tolerance) }
    }
    expectEqual(worked.hidden, expected.hidden)
    expectEqual(worked.outputs, expected.outputs)
    expectEqual(
      [worked.totalError, worked.totalErrorAfterOneStep], [expected.error, expected.errorAfter])
    expectEqual(worked.parameters.map(\.derivative), expected.derivatives)
    expectEqual(worked.parameters.map(\.byRecursion), expected.derivatives)
    expectEqual(worked.parameters.map(\.byDifference), expected.derivatives, 1e-7)
    expectEqual(worked.parameters.map(\.afterOneStep), expected.stepped)
    // The note prints nine digits, cut off or rounded: less than one unit of the ninth away.
    #expect((worked.outputs[0] - 0.751365069).magnitude < 1e-9)
    #expect((worked.totalError - 0.298371109).magnitude < 1e-9)
    // Its second output, 0.772928765, is a misprint of 0.772928465.
    #expect((worked.outputs[1] - 0.772928465).magnitude < 1e-9)
    #expect(worked.forwardMultiplications > worked.reverseMultiplications)
  }
}
