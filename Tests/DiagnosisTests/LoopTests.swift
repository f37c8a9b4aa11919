import Simulation
import Testing

@testable import Diagnosis
@testable import TensorStatistics

@Suite("Loops over the numbers of a tensor")
struct LoopTests {
  private func numbers(_ count: Int, seed: UInt64) -> [Float] {
    var source = SeedTree(seed: seed).source()
    return (0..<count).map { _ in
      // Zeros among them, and numbers of many sizes.
      source.uniform() < 0.1
        ? 0
        : Float(
          source.normal()
            * Double(sign: .plus, exponent: Int(source.uniform() * 20) - 10, significand: 1))
    }
  }

  @Test("moments of single precision are those of the same numbers in double, bit for bit")
  func moments() {
    for count in Array(0...40) + [1_000, 65_536] {
      for bad in [nil, Float.nan, -.infinity] {
        var values = numbers(count, seed: UInt64(count))
        if let bad, count > 3 { values[count / 2] = bad }
        var (single, double) = (Moments(), Moments())
        values.withUnsafeBufferPointer { single.add($0) }
        values.map(Double.init).withUnsafeBufferPointer { double.add($0) }
        #expect(single == double, "\(count)")
        #expect(single.zeros == values.count { $0 == 0 })
      }
    }
  }

  @Test("sums and fingerprints of rows and columns")
  func lines() {
    for (rows, columns) in [(1, 1), (3, 7), (5, 8), (4, 21), (16, 33)] {
      // Whole numbers: every order of a sum gives the same.
      var values = (0..<(rows * columns)).map { Float($0 * 7_919 % 101 - 50) }
      if rows > 3 { for i in 0..<columns { values[3 * columns + i] = values[columns + i] } }
      let lines = LineSums(values, MatrixView([rows, columns], outputsFirst: true))
      for row in 0..<rows {
        let own = values[(row * columns)..<((row + 1) * columns)].map(Double.init)
        #expect(lines.rowSums[row] == own.reduce(0, +))
        #expect(lines.rowSquares[row] == own.reduce(0) { $0 + $1 * $1 })
      }
      for column in 0..<columns {
        let own = (0..<rows).map { Double(values[$0 * columns + column]) }
        #expect(lines.columnSums[column] == own.reduce(0, +))
        #expect(lines.columnSquares[column] == own.reduce(0) { $0 + $1 * $1 })
      }
      if rows > 3 { #expect(lines.rowHashes[3] == lines.rowHashes[1]) }
      if columns > 2 { #expect(Set(lines.rowHashes.prefix(3)).count == min(3, rows)) }
    }
  }

  @Test("sorting by bits is sorting")
  func sorting() {
    for count in [0, 1, 256, 257, 5_000] {
      let values = numbers(count, seed: 7) + [-0.0, 0, .greatestFiniteMagnitude, -.infinity]
      #expect(RadixSort.sorted(values) == values.sorted())
    }
  }
}
