import Testing

@testable import Kernels

/// The loops in C against the same operations in Swift, bit for bit.
@Suite struct MatrixPassesTests {
  func normals(_ count: Int, _ lane: UInt64) -> [Double] {
    var x = [Double](repeating: 0, count: count)
    NormalFill.normals(&x, count: count, from: StreamAddress(key: 3, lane: lane))
    return x
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6, 9, 32]) func lanesEqualSwift(_ size: Int) {
    let lanes = 16
    let count = size * size * lanes
    var g = [Float](repeating: 0, count: count)
    NormalFill.normals(&g, count: count, from: StreamAddress(key: 4, lane: UInt64(size)))
    let product = normals(count, 1)
    var next = [Double](repeating: .nan, count: count)
    var expected = next
    MatrixPasses.multiplyLanes(g, product, into: &next, size: size, lanes: lanes)
    MatrixPassesInSwift.multiplyLanes(g, product, into: &expected, size: size, lanes: lanes)
    #expect(next == expected)
  }

  @Test(arguments: [0, 1, 2, 7, 8, 9, 17, 64, 65]) func symmetricStepEqualsSwift(_ count: Int) {
    let stride = count + 2
    var a = normals(max(1, count * stride), 2)
    var b = a
    let (v, q, u) = (normals(count, 3), normals(count, 4), normals(count, 5))
    var y = [Double](repeating: .nan, count: count)
    var z = y
    MatrixPasses.symmetricStep(&a, stride: stride, count: count, v: v, q: q, u: u, y: &y)
    MatrixPassesInSwift.symmetricStep(&b, stride: stride, count: count, v: v, q: q, u: u, y: &z)
    #expect(a == b)
    #expect(y == z)
  }

  @Test(arguments: [0, 1, 7, 8, 9, 31, 200]) func updatesEqualSwift(_ count: Int) {
    let u = normals(count, 6)
    var (x, w) = (normals(count, 7), normals(count, 8))
    var (y, z) = (x, w)
    MatrixPasses.updateAndAccumulate(&x, minus: 0.3, times: u, adding: 1.7, to: &w, count: count)
    MatrixPassesInSwift.updateAndAccumulate(
      &y, minus: 0.3, times: u, adding: 1.7, to: &z, count: count)
    #expect(x == y)
    #expect(w == z)
    let dot = MatrixPasses.updateAndDot(&x, minus: 0.2, times: w, dot: u, count: count)
    let other = MatrixPassesInSwift.updateAndDot(&y, minus: 0.2, times: z, dot: u, count: count)
    #expect(dot == other)
    #expect(x == y)
  }
}
