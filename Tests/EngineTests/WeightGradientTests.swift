import Numerics
import Testing

@testable import Engine
@testable import Networks

/// The mean square of ∂ℓ/∂W: three ways to one number.
@Suite struct WeightGradientTests {
  /// One and two blocks of columns, few rows and many.
  @Test(arguments: [1, 2, 7, 40], [[6], [6, 3], [1, 11, 2]])
  func waysAgree(rows: Int, columns: [Int]) throws {
    let inputs = 9
    let tensor = WeightTensor(XavierNormal(), fanIn: inputs, fanOut: 4)
    let builder = PassBuilder<Double>(
      samples: rows, source: .dense, arithmetic: .float64, residualCount: 0, isCounting: false)
    builder.index = builder.recorder.reserve(kind: "dense", name: "", shape: Shape(channels: 1))
    let gradient = WeightGradient(
      builder, inputs: inputs,
      blocks: columns.map { ColumnBlock("", columns: $0, tensor: tensor) }, terms: inputs)
    let width = columns.reduce(0, +)
    let x: [Double] = normals(rows * inputs, SeedTree(seed: 1).child(rows))
    let delta: [Double] = normals(rows * width, SeedTree(seed: 2).child(rows))

    // (XᵀΔ)_ij, entry by entry.
    var expected: [Double] = []
    var start = 0
    for count in columns {
      var squares = 0.0
      for i in 0..<inputs {
        for j in start..<(start + count) {
          let sum = (0..<rows).reduce(0.0) { $0 + x[$1 * inputs + i] * delta[$1 * width + j] }
          squares += sum * sum
        }
      }
      expected.append(squares)
      start += count
    }

    let ways: [WeightGradient<Double>.Way] =
      rows == 1 ? [.oneRow, .gram, .product] : [.gram, .product]
    for way in ways {
      let found = gradient.squares(x, delta, rows: rows, by: way)
      for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-12 * b, "\(way)") }
    }
    // What is noted is the mean over the entries, powers of two included.
    let memory = (Array(x), Array(delta))
    memory.0.withUnsafeBufferPointer { x in
      memory.1.withUnsafeBufferPointer { delta in
        builder.recorder.begin()
        gradient.note(
          Signal(
            base: UnsafeMutablePointer(mutating: x.baseAddress!), rows: rows, columns: inputs,
            exponent: 700),
          Signal(
            base: UnsafeMutablePointer(mutating: delta.baseAddress!), rows: rows, columns: width,
            exponent: -702))
      }
    }
    for (number, squares) in expected.enumerated() {
      let noted = builder.recorder.records[builder.index].logWeightGradients[number]
      let mean = squares / Double(inputs * columns[number]) / 16
      #expect(abs(Double.exp(noted) - mean) < 1e-12 * mean)
    }
  }
}
