import Kernels
import Numerics
import Testing

@testable import Engine
@testable import Networks

/// Forward passes against their formulas, written out entry by entry.
@Suite struct ForwardTests {
  /// The output for fixed inputs, of positions and channels, samples first.
  private func run(
    _ stages: [any Stage], _ shape: Shape, samples: Int, exponent: Int = 0
  ) throws -> (x: [Double], y: [Double], bench: Bench<Double>) {
    let bench = try Bench<Double>(stages.map { NamedStage($0) }, input: shape, samples: samples)
    let x: [Double] = normals(bench.input.count, SeedTree(seed: 31)).map { 0.5 + 1.5 * $0 }
    for i in x.indices { bench.input.base[i] = x[i] }
    bench.begin(SeedTree(seed: 32))
    let output = bench.forward(exponent: exponent)
    return (x, output.numbers.map { $0 * powerOfTwo(output.exponent) }, bench)
  }

  private func expectEqual(
    _ a: [Double], _ b: [Double], _ tolerance: Double = 1e-13,
    location: SourceLocation = #_sourceLocation
  ) {
    #expect(a.count == b.count, sourceLocation: location)
    for (x, y) in zip(a, b) {
      #expect(abs(x - y) <= tolerance * max(1, abs(y)), sourceLocation: location)
    }
  }

  /// (x − μ)/√(σ² + ε) over the entries that a key calls one group.
  private func normalized(
    _ x: [Double], isCentred: Bool, epsilon: Double, key: (Int) -> Int
  ) -> [Double] {
    var groups: [Int: [Int]] = [:]
    for i in x.indices { groups[key(i), default: []].append(i) }
    var y = x
    for (_, members) in groups {
      let n = Double(members.count)
      let mean = isCentred ? members.reduce(0) { $0 + x[$1] } / n : 0
      let variance = members.reduce(0) { $0 + (x[$1] - mean) * (x[$1] - mean) } / n
      for i in members { y[i] = (x[i] - mean) / (variance + epsilon).squareRoot() }
    }
    return y
  }

  /// 3 samples of 4 positions and 6 channels: what one group is, by the index of an entry.
  @Test(arguments: [0, 1e-5, 0.5]) func normalizations(epsilon: Double) throws {
    let shape = Shape(positions: [2, 2], channels: 6)
    let kinds: [(Normalize.Over, Bool, (Int) -> Int)] = [
      (.layer, true, { $0 / 6 }), (.rms, false, { $0 / 6 }), (.batch, true, { $0 % 6 }),
      (.group(2), true, { $0 / 24 * 2 + $0 % 6 / 3 }), (.group(6), true, { $0 / 24 * 6 + $0 % 6 }),
      (.group(1), true, { $0 / 24 }),
    ]
    for (over, isCentred, key) in kinds {
      let (x, y, _) = try run([Normalize(over, epsilon: epsilon)], shape, samples: 3)
      expectEqual(y, normalized(x, isCentred: isCentred, epsilon: epsilon, key: key))
    }
  }

  /// Where ε dwarfs the signal, what comes out is x/√ε however small; where the signal dwarfs ε, ε is gone.
  @Test(arguments: [-900, -300, -100, 100, 300]) func normalizationFarFromOne(exponent: Int) throws
  {
    let shape = Shape(channels: 6)
    let (x, y, _) = try run(
      [Normalize(.rms, epsilon: 0.25)], shape, samples: 2, exponent: exponent)
    if exponent > 0 {
      expectEqual(y, normalized(x, isCentred: false, epsilon: 0) { $0 / 6 })
    } else {
      let unit = powerOfTwo(exponent)
      expectEqual(y.map { $0 / unit }, x.map { $0 / 0.5 })
    }
  }

  /// A group of equal numbers gives zeros and passes gradients through 1/√ε, as frameworks do.
  @Test func normalizationOfAConstant() throws {
    let bench = try Bench<Float>(
      [NamedStage(Normalize(.layer, epsilon: 0.01))], input: Shape(channels: 3),
      arithmetic: .extended)
    for i in 0..<3 { bench.input.base[i] = 0.1 }
    bench.begin(SeedTree(seed: 0))
    #expect(bench.forward().numbers == [0, 0, 0])
    let (gradient, exponent) = bench.backward([1, 0, -1])
    #expect(exponent == 0)
    for (a, b) in zip(gradient, [10, 0, -10] as [Float]) { #expect(abs(a - b) < 1e-5) }
  }

  @Test func denseIsItsMatrix() throws {
    let shape = Shape(positions: [3], channels: 4)
    let (x, y, bench) = try run(
      [Dense(5, rule: XavierNormal(), bias: BiasLaw(mean: 3))], shape, samples: 2)
    let map = try #require(bench.builder.maps.first?.map as? DenseMap<Double>)
    var expected: [Double] = []
    for row in 0..<6 {
      for j in 0..<5 {
        expected.append(
          (0..<4).reduce(3.0) { $0 + x[row * 4 + $1] * map.matrix[$1 * 5 + j] })
      }
    }
    expectEqual(y, expected)
  }

  @Test func residualIsASum() throws {
    let shape = Shape(channels: 4)
    let (x, y, bench) = try run(
      [
        ResidualStage(
          [NamedStage(Dense(4, rule: XavierNormal()))], scale: .constant(0.3), skip: 1.7)
      ], shape, samples: 1)
    let map = try #require(bench.builder.maps.first?.map as? DenseMap<Double>)
    let expected = (0..<4).map { j -> Double in
      var branch = 0.0
      for i in 0..<4 { branch += x[i] * map.matrix[i * 4 + j] }
      return 1.7 * x[j] + 0.3 * branch
    }
    expectEqual(y, expected)
  }

  /// 1/√L counts every branch of every repetition, inner ones too.
  @Test func branchesAreCounted() {
    let inner = ResidualStage([], scale: .inverseRootOfCount)
    let stages = [
      NamedStage(Repeat(3, [NamedStage(ResidualStage([NamedStage(inner)]))])),
      NamedStage(Sequence([NamedStage(inner)])),
    ]
    #expect(stages.count { $0 is ResidualStage } == 7)
  }

  @Test func dropoutKeepsItsShare() throws {
    let (x, y, _) = try run([Dropout(0.3)], Shape(channels: 50_000), samples: 2)
    var dropped = 0.0
    for (a, b) in zip(x, y) {
      #expect(b == 0 || abs(b - a / 0.7) < 1e-12 * abs(b))
      if b == 0 { dropped += 1 }
    }
    // Binomial: five deviations of √(0.3 · 0.7/10⁵).
    #expect(abs(dropped / 1e5 - 0.3) < 5 * (0.21 / 1e5).squareRoot())
  }

  @Test func crossEntropyIsItsFormula() throws {
    // The same logits in every row: the mean loss over targets is log Σ exp − mean of the chosen ones.
    let bench = try Bench<Double>(
      [NamedStage(ReadOut(.crossEntropy))], input: Shape(channels: 4), samples: 2)
    let logits = [0.3, -1.2, 2.0, 0.1, 500, 499, -500, 0]
    for i in 0..<8 { bench.input.base[i] = logits[i] }
    bench.begin(SeedTree(seed: 6))
    let losses = bench.forward().numbers
    let (gradient, _) = bench.backward([1, 1])
    for row in 0..<2 {
      let own = Array(logits[(4 * row)..<(4 * row + 4)])
      let top = own.max() ?? 0
      let sum = own.reduce(0) { $0 + Double.exp($1 - top) }
      let g = gradient[(4 * row)..<(4 * row + 4)]
      // The target is where the gradient is negative.
      let target = try #require(g.firstIndex { $0 < 0 }) - 4 * row
      #expect(
        abs(losses[row] - (Double.log(sum) + top - own[target])) < 1e-12 * max(1, losses[row]))
      for j in 0..<4 {
        let share = Double.exp(own[j] - top) / sum
        #expect(abs(gradient[4 * row + j] - (j == target ? share - 1 : share)) < 1e-14)
      }
    }
  }

  /// Logits beyond every number: the loss is what the largest is ahead of the target, the gradient finite.
  @Test func crossEntropyOfHugeLogits() throws {
    let bench = try Bench<Float>(
      [NamedStage(ReadOut(.crossEntropy))], input: Shape(channels: 3), samples: 8,
      arithmetic: .extended)
    for i in 0..<24 { bench.input.base[i] = [1, 2, -1][i % 3] }
    bench.begin(SeedTree(seed: 7))
    _ = bench.forward(exponent: 200)
    let (gradient, exponent) = bench.backward(Array(repeating: 1, count: 8))
    #expect(exponent == 0)
    var distance = 0.0
    for row in 0..<8 {
      let g = Array(gradient[(3 * row)..<(3 * row + 3)])
      #expect([[0, 0, 0], [-1, 1, 0], [0, 1, -1]].contains(g))
      distance += g == [0, 0, 0] ? 0 : g[0] == -1 ? 1 : 3
    }
    let loss = try #require(bench.recorder.records.last?.loss)
    #expect(abs(loss - distance / 8 * 0x1p200) < 1e-6 * loss)
  }

  /// ½ |y − t|² of signals beyond single precision, and its gradient y − t.
  @Test(arguments: [-200, 0, 200]) func squaredLossOfAnySize(exponent: Int) throws {
    let bench = try Bench<Float>(
      [NamedStage(ReadOut(.squared))], input: Shape(channels: 2), arithmetic: .extended)
    bench.input.base[0] = 3
    bench.input.base[1] = -4
    bench.begin(SeedTree(seed: 7))
    _ = bench.forward(exponent: exponent)
    let (gradient, power) = bench.backward([1])
    let g = gradient.map { Double($0) * powerOfTwo(power) }
    let unit = powerOfTwo(exponent)
    if exponent == 200 {
      // Targets are nothing beside it.
      #expect(abs(g[0] - 3 * unit) < 1e-6 * unit)
      #expect(abs(g[1] + 4 * unit) < 1e-6 * unit)
    }
    let loss = try #require(bench.recorder.records.last?.loss)
    let expected = (g[0] * g[0] + g[1] * g[1]) / 2
    #expect(abs(loss - expected) < 1e-6 * expected)
  }
}
