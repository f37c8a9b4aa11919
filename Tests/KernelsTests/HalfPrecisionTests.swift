import Testing

@testable import Kernels

@Suite struct HalfPrecisionTests {
  #if !(os(macOS) && arch(x86_64))
    /// Against the compiler's own conversion, at every half, between halves, and at the ends.
    @Test func roundsLikeTheHardware() {
      for bits in UInt16.min...UInt16.max {
        let half = Float16(bitPattern: bits)
        guard half.isFinite else { continue }
        let x = Float(half)
        #expect(HalfPrecision.rounded(x).bitPattern == x.bitPattern)
        let above = Float(half.nextUp)
        for t: Float in [0.25, 0.5, 0.75] where above.isFinite {
          let y = x + (above - x) * t
          #expect(HalfPrecision.rounded(y).bitPattern == Float(Float16(y)).bitPattern, "\(y)")
        }
      }
    }
  #endif

  @Test func endsOfTheRange() {
    #expect(HalfPrecision.rounded(65_519) == 65_504)
    #expect(HalfPrecision.rounded(65_520) == .infinity)
    #expect(HalfPrecision.rounded(-1e30) == -.infinity)
    #expect(HalfPrecision.rounded(0x1p-25) == 0)
    #expect(HalfPrecision.rounded(0x1.000002p-25) == 0x1p-24)
    #expect(HalfPrecision.rounded(-0x1p-26).sign == .minus)
    #expect(HalfPrecision.rounded(.nan).isNaN)
    #expect(HalfPrecision.rounded(.infinity) == .infinity)
  }
}
