import Testing

@testable import Kernels

@Suite struct NormalFillTests {
  let address = StreamAddress(key: 0x1234_5678_9abc_def0, lane: 7)

  func singles(_ count: Int) -> [Float] {
    var sample = [Float](repeating: 0, count: count)
    NormalFill.normals(&sample, count: count, from: address)
    return sample
  }

  func doubles(_ count: Int) -> [Double] {
    var sample = [Double](repeating: 0, count: count)
    NormalFill.normals(&sample, count: count, from: address)
    return sample
  }

  /// D = sup |F_n − F|; under the null √n D exceeds 1.95 with probability 10⁻³ (Kolmogorov).
  func kolmogorovDistance(_ sample: [Double], cdf: (Double) -> Double) -> Double {
    let sorted = sample.sorted()
    let n = Double(sorted.count)
    var distance = 0.0
    for (i, x) in sorted.enumerated() {
      let f = cdf(x)
      distance = max(distance, f - Double(i) / n, Double(i + 1) / n - f)
    }
    return distance
  }

  func normalCDF(_ x: Double) -> Double { 0.5 * Double.erfc(-x * 0.5.squareRoot()) }

  /// The loop has the bits of the scalar sampler, block for block, also across the counter's lower word.
  @Test(arguments: [1, 2] as [UInt64]) func singleDrawsEqualTheLoop(_ stride: UInt64) {
    for first in [0, 5, 0xFFFF_FFFA] as [UInt64] {
      var drawn = [Double](repeating: 0, count: 37)
      NormalFill.singleNormals(
        &drawn, count: 37, from: address, startingAtBlock: first, stride: stride)
      for (i, number) in drawn.enumerated() {
        #expect(number == NormalFill.normal(address.block(first + UInt64(i) * stride)))
      }
    }
  }

  @Test func singlesAreNormal() {
    let sample = singles(1_000_000).map(Double.init)
    #expect(kolmogorovDistance(sample, cdf: normalCDF) < 1.95 / 1000)
  }

  @Test func doublesAreNormal() {
    let sample = doubles(1_000_000)
    #expect(kolmogorovDistance(sample, cdf: normalCDF) < 1.95 / 1000)
  }

  /// The fourth moment of N(0, 1) is 3 with standard error √96/n; the four places in a group are
  /// uncorrelated.
  @Test func momentsAndIndependence() {
    let x = singles(1 << 20).map(Double.init)
    let n = Double(x.count)
    #expect(abs(x.reduce(0, +) / n) < 5 / n.squareRoot())
    #expect(abs(x.reduce(0) { $0 + $1 * $1 } / n - 1) < 5 * (2 / n).squareRoot())
    #expect(abs(x.reduce(0) { $0 + $1 * $1 * $1 * $1 } / n - 3) < 5 * (96 / n).squareRoot())
    for lag in [1, 16, 32, 48, 64] {
      var sum = 0.0
      var squares = 0.0
      for i in 0..<(x.count - lag) {
        sum += x[i] * x[i + lag]
        squares += (x[i] * x[i] - 1) * (x[i + lag] * x[i + lag] - 1)
      }
      #expect(abs(sum / n) < 5 / n.squareRoot(), "lag \(lag)")
      #expect(abs(squares / n) < 5 * 2 / n.squareRoot(), "lag \(lag)")
    }
  }

  /// The smallest first word gives √(−2 ln 2⁻³³) = 6.764 standard deviations.
  @Test func tailReachesItsEnd() {
    let (x, y) = NormalFill.boxMuller(UInt32(0), UInt32(0))
    #expect(abs(x - 6.763706) < 1e-5)
    #expect(y == 0)
    let (z, _) = NormalFill.boxMuller(UInt64(0), UInt64(0))
    #expect(abs(z - 9.4925830769) < 1e-9)
    #expect(NormalFill.boxMuller(UInt32.max, UInt32(5)).0.isFinite)
  }

  /// A prefix of a fill is the fill of the prefix, at every length, also across groups.
  @Test func prefixesAgree() {
    let all = singles(200)
    let wide = doubles(200)
    for n in [0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129] {
      #expect(Array(all.prefix(n)) == singles(n))
      #expect(Array(wide.prefix(n)) == doubles(n))
    }
  }

  /// Both precisions evaluate the same formula: the quadrants and signs must agree.
  @Test func quadrantsAgreeAcrossPrecisions() {
    for step in 0..<64 {
      let angle = UInt32(step) << 26
      let single = NormalFill.boxMuller(UInt32(0x1234_5678), angle)
      let double = NormalFill.boxMuller(
        UInt64(0x1234_5678) << 32 | 0x8000_0000, UInt64(angle) << 32)
      #expect(abs(Double(single.0) - double.0) < 1e-6)
      #expect(abs(Double(single.1) - double.1) < 1e-6)
    }
  }

  @Test func uniformsFillTheIntervalEvenly() {
    var sample = [Float](repeating: 0, count: 1_000_000)
    NormalFill.uniforms(&sample, count: sample.count, from: address, radius: 2)
    #expect(sample.allSatisfy { $0 > -2 && $0 < 2 })
    #expect(kolmogorovDistance(sample.map(Double.init)) { ($0 + 2) / 4 } < 1.95 / 1000)
    var wide = [Double](repeating: 0, count: 1_000_001)
    NormalFill.uniforms(&wide, count: wide.count, from: address, radius: 2)
    #expect(wide.allSatisfy { $0 > -2 && $0 < 2 })
    #expect(kolmogorovDistance(wide) { ($0 + 2) / 4 } < 1.95 / 1000)
  }

  /// The C loops give the bits of the Swift code, on whatever vector width this CPU has.
  @Test func groupsInCEqualGroupsInSwift() {
    for (key, lane, group) in [
      (0, 0, 0), (1, 2, 3), (UInt64.max, UInt64.max, 1 << 40), (0xDEAD_BEEF, 77, (1 << 28) - 3),
    ] as [(UInt64, UInt64, UInt64)] {
      let address = StreamAddress(key: key, lane: lane)
      var fromC = [Float](repeating: 0, count: 64 * 50)
      NormalFill.normals(
        &fromC, count: fromC.count, from: address, startingAtGroup: group, standardDeviation: 1.5)
      var fromSwift = fromC
      fromSwift.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        for g in 0..<50 {
          NormalFill.normalGroup(base + 64 * g, address, group &+ UInt64(g), 1.5)
        }
      }
      #expect(fromC.map(\.bitPattern) == fromSwift.map(\.bitPattern))
      var wideFromC = [Double](repeating: 0, count: 32 * 50)
      NormalFill.normals(
        &wideFromC, count: wideFromC.count, from: address, startingAtGroup: group,
        standardDeviation: 1.5)
      var wideFromSwift = wideFromC
      wideFromSwift.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        for g in 0..<50 {
          NormalFill.normalGroup(base + 32 * g, address, group &+ UInt64(g), 1.5)
        }
      }
      #expect(wideFromC.map(\.bitPattern) == wideFromSwift.map(\.bitPattern))
    }
  }

  @Test(arguments: [0, 1, 3, 31, 32, 63, 64, 65, 200, 1000])
  func uniformsInCEqualUniformsInSwift(_ count: Int) {
    let address = StreamAddress(key: 17, lane: 4)
    for group in [UInt64(0), 5, 1 << 40] {
      var single = [Float](repeating: .nan, count: count)
      var expected = single
      NormalFill.uniforms(
        &single, count: count, from: address, startingAtGroup: group, radius: 0.7)
      NormalFill.uniformsInSwift(
        &expected, count: count, from: address, startingAtGroup: group, radius: 0.7)
      #expect(single == expected)
      var double = [Double](repeating: .nan, count: count)
      var expectedDouble = double
      NormalFill.uniforms(
        &double, count: count, from: address, startingAtGroup: group, radius: 0.7)
      NormalFill.uniformsInSwift(
        &expectedDouble, count: count, from: address, startingAtGroup: group, radius: 0.7)
      #expect(double == expectedDouble)
    }
  }
}
