import Kernels
import Numerics
import Testing

@testable import Engine
@testable import Networks

/// Tables of vectors: what comes out is looked up, and the gradient of a table is summed by row.
@Suite struct TableTests {
  private let vocabulary = 5
  private let width = 3

  private func tokens(_ bench: Bench<Double>) -> [Int] {
    var random = SeedTree(seed: 8).source()
    let tokens = (0..<bench.input.count).map { _ in random.integer(below: vocabulary) }
    for (i, token) in tokens.enumerated() { bench.input.base[i] = Double(token) }
    return tokens
  }

  @Test(
    arguments: [Normal(standardDeviation: 2), UniformRange(radius: 2), TruncatedNormal()]
      as [any WeightInitializer])
  func equalTokensHaveOneRow(rule: any WeightInitializer) throws {
    let bench = try Bench<Double>(
      [NamedStage(Embedding(vocabulary: vocabulary, width: width, rule: rule))],
      input: Shape(positions: [7], channels: 1), samples: 2)
    let tokens = tokens(bench)
    bench.begin(SeedTree(seed: 1))
    let output = bench.forward().numbers
    for i in tokens.indices {
      for j in tokens.indices {
        let rows = [i, j].map { Array(output[($0 * width)..<(($0 + 1) * width)]) }
        #expect((rows[0] == rows[1]) == (tokens[i] == tokens[j]))
      }
    }
    // ∂ℓ/∂E: the gradients at the places of a token, added.
    let g: [Double] = normals(output.count, SeedTree(seed: 2))
    _ = bench.backward(g)
    var sums = Array(repeating: 0.0, count: vocabulary * width)
    for (place, token) in tokens.enumerated() {
      for j in 0..<width { sums[token * width + j] += g[place * width + j] }
    }
    let expected = sums.reduce(0) { $0 + $1 * $1 } / Double(sums.count)
    let noted = Double.exp(bench.recorder.records[1].logWeightGradients[0])
    #expect(abs(noted - expected) < 1e-12 * expected)
  }

  /// A tied table is one matrix: its rows for tokens are its columns for logits.
  @Test(arguments: [WeightSource.dense, .exact]) func tiedTableIsOneMatrix(source: WeightSource)
    throws
  {
    let rule = Normal(standardDeviation: 0.7)
    let bench = try Bench<Double>(
      [
        NamedStage(Embedding(vocabulary: vocabulary, width: width, rule: rule, isTied: true)),
        NamedStage(TiedReadOut(vocabulary: vocabulary)),
      ], input: Shape(positions: [vocabulary], channels: 1), source: source)
    // Every token once: the logits are E Eᵀ, symmetric and with squares on the diagonal.
    for i in 0..<vocabulary { bench.input.base[i] = Double(i) }
    for seed in 0..<20 {
      bench.begin(SeedTree(seed: 3).child(seed))
      let logits = bench.forward().numbers
      for i in 0..<vocabulary {
        #expect(logits[i * vocabulary + i] > 0)
        for j in 0..<vocabulary {
          let (a, b) = (logits[i * vocabulary + j], logits[j * vocabulary + i])
          #expect(abs(a - b) < 1e-12)
          let bound = logits[i * vocabulary + i] * logits[j * vocabulary + j]
          #expect(a * a <= bound * (1 + 1e-12))
        }
      }
    }
  }

  @Test func positionsAreSharedBySamples() throws {
    let shape = Shape(positions: [4], channels: 3)
    let bench = try Bench<Double>(
      [NamedStage(Positions(rule: Normal(standardDeviation: 0.5), gain: 2))], input: shape,
      samples: 3)
    let x: [Double] = normals(bench.input.count, SeedTree(seed: 1))
    for i in x.indices { bench.input.base[i] = x[i] }
    bench.begin(SeedTree(seed: 4))
    let y = bench.forward().numbers
    let table = zip(y, x).map { $0 - $1 }
    for i in 0..<shape.count {
      #expect(abs(table[i] - table[shape.count + i]) < 1e-14)
      #expect(table[i] != 0)
    }
    let g: [Double] = normals(y.count, SeedTree(seed: 5))
    let (back, _) = bench.backward(g)
    #expect(back == g)
    let sums = (0..<shape.count).map { i in (0..<3).reduce(0) { $0 + g[$1 * shape.count + i] } }
    let expected = sums.reduce(0) { $0 + $1 * $1 } / Double(sums.count)
    let noted = Double.exp(bench.recorder.records[1].logWeightGradients[0])
    #expect(abs(noted - expected) < 1e-12 * expected)
  }
}
