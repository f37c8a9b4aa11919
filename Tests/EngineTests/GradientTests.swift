import Numerics
import Testing

@testable import Engine
@testable import Networks

/// Every stage's backward pass against differences of its forward pass.
///
/// ℓ = Σ g·y with fixed normal g. Differences are extrapolated in double precision (``ridders``), which
/// knows nothing of slopes and adjoints. Where a kink lies within the smallest step (10⁻⁴ of an input's
/// size), differences do not settle, and another network is drawn.
@Suite struct GradientTests {
  @Test(arguments: EngineCases.all) func equalsDifferences(_ example: EngineCase) throws {
    let bench = try Bench<Double>(example.stages, input: example.input, samples: example.samples)
    for seed in 0..<20 {
      let network = SeedTree(seed: 99).child(seed)
      guard let differences = try Differences(bench, example, network) else { continue }
      differences.compare(example.name)
      return
    }
    Issue.record("\(example.name): no network of twenty is smooth within the smallest step")
  }

  /// The derivative of an entry is not what is compared, if the harness cannot see an error in it.
  @Test func aWrongSlopeIsSeen() throws {
    let example = EngineCase(
      "control", Shape(channels: 5),
      [EngineCases.dense(6), ActivationStage(WrongSlope()), EngineCases.dense(3)])
    let bench = try Bench<Double>(example.stages, input: example.input)
    let differences = try #require(try Differences(bench, example, SeedTree(seed: 1)))
    #expect(differences.inputError > 1e-5)
    #expect(differences.weightErrors[0] > 1e-5)
    #expect(differences.weightErrors[1] < 1e-7)
  }
}

/// tanh with a slope that is wrong by a ten-thousandth.
private struct WrongSlope: ScalarActivation {
  let name = "wrong-slope"
  func value(at x: Double) -> Double { Tanh().value(at: x) }
  func slope(at x: Double) -> Double { 1.0001 * Tanh().slope(at: x) }
}

/// The derivatives of one network, both ways.
struct Differences {
  /// The largest error of ∂ℓ/∂input over the largest entry; 0 where inputs have no gradient.
  private(set) var inputError = 0.0
  /// The relative error of ‖∂ℓ/∂W‖², tensor by tensor.
  private(set) var weightErrors: [Double] = []
  private(set) var weightNames: [String] = []

  func compare(_ name: String) {
    #expect(inputError < 1e-7, "\(name): input")
    for (tensor, error) in zip(weightNames, weightErrors) {
      #expect(error < 2e-7, "\(name): weights of \(tensor)")
    }
  }

  /// `nil` where differences do not settle.
  init?(_ bench: Bench<Double>, _ example: EngineCase, _ network: SeedTree) throws {
    let count = bench.input.count
    if let vocabulary = example.vocabulary {
      var random = network.child("input").source()
      for i in 0..<count { bench.input.base[i] = Double(random.integer(below: vocabulary)) }
    } else {
      let numbers: [Double] = normals(count, network.child("input"))
      for i in 0..<count { bench.input.base[i] = numbers[i] }
    }
    bench.begin(network)
    let output = bench.forward(exponent: example.exponent)
    let unit = output.exponent
    let g: [Double] = normals(output.count, network.child("gradient"))
    func loss() -> Double {
      let output = bench.forward(exponent: example.exponent)
      let factor = powerOfTwo(output.exponent - unit)
      var sum = 0.0
      for i in g.indices { sum += g[i] * output.base[i] * factor }
      return sum
    }
    func derivative(of number: UnsafeMutablePointer<Double>, step: Double, _ changed: () -> Void)
      -> (value: Double, error: Double)
    {
      let start = number.pointee
      defer {
        number.pointee = start
        changed()
      }
      return ridders(step: step) { shift in
        number.pointee = start + shift
        changed()
        return loss()
      }
    }

    _ = loss()
    let gradient = bench.backward(g)
    let records = bench.recorder.records

    if example.vocabulary == nil {
      let found = (0..<count).map { derivative(of: bench.input.base + $0, step: 0.1) {} }
      let scale = found.reduce(0) { max($0, abs($1.value)) }
      guard found.allSatisfy({ $0.error <= 1e-8 * scale }) else { return nil }
      let factor = powerOfTwo(gradient.exponent + example.exponent - unit)
      for i in 0..<count {
        let error = abs(gradient.numbers[i] * factor - found[i].value)
        // Nothing depends on the input: then all are zero.
        inputError = max(inputError, scale > 0 ? error / scale : error)
      }
    }

    // The record's tensors of a stage stand in the order of its maps' blocks; the groups of a convolution
    // are maps of their own and one tensor.
    var tensors: [Int: (number: Int, count: Int, squares: Double)] = [:]
    for (place, map) in bench.builder.maps {
      let dense = try #require(map as? DenseMap<Double>)
      var column = 0
      for block in dense.blocks {
        let deviation = block.tensor.variance.squareRoot()
        var (squares, error) = (0.0, 0.0)
        for row in 0..<dense.inputs {
          for j in column..<(column + block.columns) {
            let found = derivative(
              of: dense.matrix + row * dense.outputs + j,
              step: 0.1 * (deviation > 0 ? deviation : 1)
            ) { dense.matrixHasChanged() }
            squares += found.value * found.value
            error += found.error * found.error
          }
        }
        guard error <= 1e-16 * squares else { return nil }
        column += block.columns
        var own = tensors[place] ?? (0, 0, 0)
        own.count += dense.inputs * block.columns
        own.squares += squares
        let info = bench.recorder.stages[place]
        let tensor = info.tensors[own.number]
        if own.count == tensor.count {
          let noted =
            Double.exp(
              records[place].logWeightGradients[own.number] - 2 * Double(unit) * Double.ln2)
            * Double(own.count)
          weightNames.append("\(info.name) \(tensor.name)")
          weightErrors.append(own.squares > 0 ? abs(noted - own.squares) / own.squares : noted)
          own = (own.number + 1, 0, 0)
        }
        tensors[place] = own
      }
    }
    for (place, own) in tensors {
      try #require(own.count == 0, "every map belongs to a tensor")
      try #require(own.number == bench.recorder.stages[place].tensors.count)
    }
  }
}
