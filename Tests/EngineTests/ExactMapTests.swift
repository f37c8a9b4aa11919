import Numerics
import Testing

@testable import Engine
@testable import Networks

/// Products with a matrix that is never formed against products with one that is, in law, for every way of
/// using it.
@Suite struct ExactMapTests {
  static let trials = 4000

  func compare(
    _ program: MapProgram, _ rule: any WeightInitializer, trials: Int = Self.trials,
    use: MapUse? = nil, twoMaps: Bool = false, deviationFactor: Double = 1
  ) -> TwoSample {
    let exact = program.run(
      rule, .exact, trials: trials, seed: SeedTree(seed: 1), use: use, twoMaps: twoMaps,
      deviationFactor: deviationFactor)
    let dense = program.run(rule, .dense, trials: trials, seed: SeedTree(seed: 2))
    return TwoSample(
      exact.map(MapProgram.statistics), dense.map(MapProgram.statistics))
  }

  @Test(arguments: MapProgram.gaussian) func gaussianEqualsDense(_ program: MapProgram) {
    let result = compare(program, Normal(standardDeviation: 1))
    #expect(result.worst < result.bound)
  }

  @Test(arguments: MapProgram.haar) func haarEqualsDense(_ program: MapProgram) {
    let result = compare(program, Orthogonal())
    #expect(result.worst < result.bound)
  }

  /// y·g = x·(Wᵀg) for every row from the right and every row from the left, path by path.
  @Test(arguments: [false, true]) func adjointsFit(isHaar: Bool) {
    let rule: any WeightInitializer = isHaar ? Orthogonal() : Normal(standardDeviation: 1)
    for program in isHaar ? MapProgram.haar : MapProgram.gaussian {
      for trace in program.run(rule, .exact, trials: 20, seed: SeedTree(seed: 3)) {
        for right in trace.calls where right.side == .right {
          for left in trace.calls where left.side == .left {
            let (x, y) = (rows(right.input, program.inputs), rows(right.output, program.outputs))
            let (g, back) = (rows(left.input, program.outputs), rows(left.output, program.inputs))
            for i in x.indices {
              for j in g.indices {
                let size = norm(x[i]) * norm(back[j]) + norm(y[i]) * norm(g[j])
                #expect(abs(dot(y[i], g[j]) - dot(x[i], back[j])) < 1e-13 * size, "\(program.name)")
              }
            }
          }
        }
      }
    }
  }

  /// Equal rows meet equal images, combinations their combinations, the same row again the same image.
  @Test func productsAreLinear() {
    let program = MapProgram(
      "linear", 8, [(8, 1)], MapUse(rightRows: 6, leftRows: 3, isTied: true)
    ) { multiply, fixed in
      let (a, b) = (fixed(8), fixed(8))
      _ = multiply(.right, a)
      _ = multiply(.left, a)
      _ = multiply(.right, b + zip(a, b).map { 3 * $0 - $1 } + a)
      _ = multiply(.left, a)
    }
    for rule in [Normal(standardDeviation: 1), Orthogonal()] as [any WeightInitializer] {
      for trace in program.run(rule, .exact, trials: 10, seed: SeedTree(seed: 4)) {
        let first = trace.calls[0].output
        let second = rows(trace.calls[2].output, 8)
        for i in 0..<8 {
          #expect(abs(second[1][i] - (3 * first[i] - second[0][i])) < 1e-12)
          #expect(abs(second[2][i] - first[i]) < 1e-12)
          #expect(abs(trace.calls[1].output[i] - trace.calls[3].output[i]) < 1e-12)
        }
      }
    }
  }

  /// c times orthonormal rows keep lengths: exactly c for each.
  @Test func haarIsAnIsometry() {
    for (inputs, outputs) in [(9, 9), (5, 9)] {
      for trace in MapProgram.once(inputs, [(outputs, 1.3)]).run(
        Orthogonal(), .exact, trials: 20, seed: SeedTree(seed: 5))
      {
        let call = trace.calls[0]
        let c = 1.3 * (Orthogonal().variance(fanIn: inputs, fanOut: outputs) * 9).squareRoot()
        #expect(abs(norm(call.output) / norm(call.input) - c) < 1e-13)
      }
    }
  }

  // MARK: Controls: what the same statistics must tell apart

  @Test func aWrongVarianceIsSeen() {
    let program = MapProgram.once(40, [(40, 0.2)])
    #expect(!sees(program, Normal(standardDeviation: 1)))
    #expect(sees(program, Normal(standardDeviation: 1), deviationFactor: 1.05.squareRoot()))
    #expect(sees(program, Normal(standardDeviation: 1), deviationFactor: 0.95.squareRoot()))
  }

  @Test func forgottenLeftRowsAreSeen() {
    let program = MapProgram.alternating(7, 7)
    var once = program.use
    once.isTied = false
    #expect(!sees(program, Normal(standardDeviation: 1)))
    #expect(sees(program, Normal(standardDeviation: 1), use: once))
  }

  @Test func independentGradientsAreSeen() {
    for program in [MapProgram.once(12, [(12, 0.3)]), .recurrent(8), .batch(9, 9)] {
      #expect(sees(program, Normal(standardDeviation: 1), twoMaps: true), "\(program.name)")
    }
    #expect(sees(MapProgram.once(9, [(9, 1.3)]), Orthogonal(), twoMaps: true))
  }

  /// Normal weights of the same variance in the place of orthogonal ones.
  @Test func anotherLawIsSeen() {
    let program = MapProgram.once(9, [(9, 1)])
    let gaussian = program.run(
      XavierNormal(), .exact, trials: Self.trials, seed: SeedTree(seed: 1))
    let haar = program.run(Orthogonal(), .dense, trials: Self.trials, seed: SeedTree(seed: 2))
    let result = TwoSample(
      gaussian.map(MapProgram.statistics), haar.map(MapProgram.statistics))
    #expect(result.worst > result.bound)
  }

  private func sees(
    _ program: MapProgram, _ rule: any WeightInitializer, use: MapUse? = nil, twoMaps: Bool = false,
    deviationFactor: Double = 1
  ) -> Bool {
    let result = compare(
      program, rule, use: use, twoMaps: twoMaps, deviationFactor: deviationFactor)
    return result.worst > result.bound
  }
}

private func rows(_ numbers: [Double], _ columns: Int) -> [[Double]] {
  stride(from: 0, to: numbers.count, by: columns).map { Array(numbers[$0..<($0 + columns)]) }
}

private func dot(_ x: [Double], _ y: [Double]) -> Double {
  zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
}

private func norm(_ x: [Double]) -> Double { dot(x, x).squareRoot() }
