import Testing

@testable import Kernels

@Suite struct ReductionsTests {
  @Test(arguments: [0, 1, 7, 8, 9, 63, 64, 1000]) func cEqualsSwift(_ count: Int) {
    func check<Real: BufferReal>(_: Real.Type) {
      var x = [Real](repeating: 0, count: count)
      var y = x
      let address = StreamAddress(key: 8, lane: UInt64(count))
      Real.fillNormals(&x, count: count, from: address, standardDeviation: 1e3)
      Real.fillNormals(&y, count: count, from: address, group: 1000, standardDeviation: 1e-3)
      let (sum, squares) = Real.sums(x, count: count)
      #expect(sum == Reductions.sums(x, count).sum)
      #expect(squares == Reductions.sums(x, count).squares)
      #expect(Real.dot(x, y, count: count) == Reductions.dot(x, y, count))
      var product = y
      let productSquares = Real.multiply(x, into: &product, count: count)
      #expect(product == zip(x, y).map { $0 * $1 })
      #expect(productSquares == Reductions.sums(product, count).squares)
      var sumVector = y
      Real.add(x, times: 0.3, to: &sumVector, count: count)
      #expect(sumVector == zip(x, y).map { $1 + 0.3 * $0 })
    }
    check(Float.self)
    check(Double.self)
  }

  /// Zeros of both signs, what is lost, and the largest magnitude, beyond the block of 65,536 that C counts in.
  @Test(arguments: [1, 17, 70_000]) func extremesAreFound(_ count: Int) {
    func check<Real: BufferReal>(_: Real.Type) {
      var x = (0..<count).map { Real(-1 - $0 % 7) }
      #expect(Real.extremes(x, count: count) == (0, 0, Real(min(count, 7))))
      x[0] = -0.0
      x[count - 1] = 0
      x += [.leastNonzeroMagnitude, -.infinity, .nan]
      let found = Real.extremes(x, count: count + 2)
      #expect(found == (min(count, 2), 1, .infinity))
      #expect(Real.extremes(x, count: count + 3).nonFinite == 2)
      #expect(Real.extremes(x, count: count + 3).largest.isNaN)
    }
    check(Float.self)
    check(Double.self)
  }

  /// eˣ over a buffer has the bits of the scalar function; zero stays one where the factor is infinite.
  @Test func exponentialsEqualScalars() {
    func check<Real: BufferReal>(_: Real.Type) {
      let x = (0..<100).map { Real(-$0) * 0.37 }
      var y = x
      Real.exponentials(&y, times: 1.5, count: y.count)
      #expect(y == x.map { Real.exp($0 * 1.5) })
      y = [0, -1]
      Real.exponentials(&y, times: .infinity, count: 2)
      #expect(y == [1, 0])
    }
    check(Float.self)
    check(Double.self)
  }

  /// φ over a buffer has the bits of the scalar expression, at every place of a vector and beyond its ends.
  @Test(arguments: [1, 7, 8, 9, 400]) func densitiesEqualScalars(_ count: Int) {
    var z: [Double] = (0..<count).map { 0.1 * Double($0 - count / 2) - 1e-9 }
    z += [40, -0.0, .infinity]
    var densities = [Double](repeating: 0, count: z.count)
    normalDensities(z, into: &densities, count: z.count)
    for (z, density) in zip(z, densities) {
      #expect(density == 0.3989422804014327 * Double.gaussian(z * 0.7071067811865476))
    }
  }
}
