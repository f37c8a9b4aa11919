import Kernels
import Numerics
import Testing

@testable import Engine
@testable import Networks

/// The gradient of everything that training changes, entry by entry, against differences.
@Suite struct TrainedGradientTests {
  /// Where signals are of the size of biases: what is far smaller, differences of the loss do not show.
  static let cases = EngineCases.all.filter { abs($0.exponent) <= 12 }

  @Test(arguments: cases) func equalsDifferences(_ example: EngineCase) throws {
    let bench = try Bench<Double>(
      example.stages, input: example.input, samples: example.samples, isTrained: true)
    for seed in 0..<20 {
      if try compare(bench, example, SeedTree(seed: 98).child(seed)) { return }
    }
    Issue.record("\(example.name): no network of twenty is smooth within the smallest step")
  }

  /// Whether differences settle.
  private func compare(
    _ bench: Bench<Double>, _ example: EngineCase, _ network: SeedTree
  ) throws -> Bool {
    let count = bench.input.count
    if let vocabulary = example.vocabulary {
      var random = network.child("input").source()
      for i in 0..<count { bench.input.base[i] = Double(random.integer(below: vocabulary)) }
    } else {
      let numbers: [Double] = normals(count, network.child("input"))
      for i in 0..<count { bench.input.base[i] = numbers[i] }
    }
    bench.begin(network)
    // Biases, shifts and gains away from where they begin: a gradient may be right there alone.
    for (index, parameter) in bench.builder.parameters.enumerated() where !parameter.isMatrix {
      let shifts: [Double] = normals(parameter.count, network.child(index))
      for i in 0..<parameter.count { parameter.values[i] += 0.2 * shifts[i] }
      parameter.didStep()
    }
    let unit = bench.forward(exponent: example.exponent).exponent
    let rows = example.samples * bench.outputShape.count
    let g: [Double] = normals(rows, network.child("gradient"))
    func loss() -> Double {
      let output = bench.forward(exponent: example.exponent)
      let factor = powerOfTwo(output.exponent - unit)
      var sum = 0.0
      for i in g.indices { sum += g[i] * output.base[i] * factor }
      return sum
    }
    _ = loss()
    for parameter in bench.builder.parameters {
      parameter.gradient.update(repeating: 0, count: parameter.count)
    }
    _ = bench.backward(g)
    for parameter in bench.builder.parameters { parameter.willStep() }
    let factor = powerOfTwo(-unit)
    let all = bench.builder.parameters.map { parameter in
      let size = (parameter.squares / Double(parameter.count)).squareRoot()
      return (0..<parameter.count).map { i in
        let start = parameter.values[i]
        defer {
          parameter.values[i] = start
          parameter.didStep()
        }
        return ridders(step: 0.1 * (size > 0 ? size : 1)) { shift in
          parameter.values[i] = start + shift
          parameter.didStep()
          return loss()
        }
      }
    }
    let scales = all.map { $0.reduce(0) { max($0, abs($1.value)) } }
    // Some gradients are zero, such as those of biases that a normalisation takes out: what rounding leaves
    // of them is compared with the others.
    let least = 1e-3 * (scales.max() ?? 0)
    var worst: [(String, Double)] = []
    for (index, parameter) in bench.builder.parameters.enumerated() {
      let scale = max(scales[index], least)
      guard all[index].allSatisfy({ $0.error <= 1e-8 * scale }) else { return false }
      var error = 0.0
      for i in 0..<parameter.count {
        error = max(error, abs(parameter.gradient[i] * factor - all[index][i].value))
      }
      worst.append((parameter.name, scale > 0 ? error / scale : error))
    }
    for (name, error) in worst { #expect(error < 1e-7, "\(example.name): \(name)") }
    return true
  }

  /// Every kind of stage that network files may have is among the cases.
  @Test func everyStageHasACase() {
    var kinds: Set<String> = []
    func visit(_ stages: [NamedStage]) {
      for named in stages {
        let stage = named.stage
        switch stage {
        case let recurrent as Recurrent:
          switch recurrent.cell {
          case .plain: kinds.insert(Recurrent.plainEntry.kind)
          case .lstm: kinds.insert(Recurrent.lstmEntry.kind)
          case .gru: kinds.insert(Recurrent.gruEntry.kind)
          }
        default: kinds.insert(type(of: stage).kind)
        }
        if let repeated = stage as? Repeat { visit(repeated.stages) }
        if let sequence = stage as? Sequence { visit(sequence.stages) }
        if let residual = stage as? ResidualStage { visit(residual.branch + residual.shortcut) }
      }
    }
    for example in EngineCases.all { visit(example.stages) }
    for entry in StageCatalog.all { #expect(kinds.contains(entry.kind), "\(entry.kind)") }
  }
}
