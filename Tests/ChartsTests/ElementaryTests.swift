import Foundation
import Testing

@testable import Graphics

/// Against the C library, which is within one unit in the last place.
@Suite struct ElementaryTests {
  private let arguments: [Double] = [
    .leastNonzeroMagnitude, 1e-300, 1e-17, 0.1, 0.5, 0.9999999, 1, 1.0000001, 1.5, 2, 10, 12345.678,
    1e22, 1e300,
  ]

  @Test func logarithmMatches() {
    for x in arguments {
      let expected = Foundation.log(x)
      #expect(abs(Elementary.log(x) - expected) <= 4e-16 * max(abs(expected), 1e-7), "\(x)")
    }
    #expect(Elementary.log(0) == -.infinity)
    #expect(Elementary.log(-1).isNaN)
  }

  @Test func exponentialMatches() {
    for x in stride(from: -740.0, through: 709, by: 0.731) {
      let expected = Foundation.exp(x)
      #expect(
        abs(Elementary.exp(x) - expected) <= 6e-16 * expected + .leastNonzeroMagnitude, "\(x)")
    }
    #expect(Elementary.exp(-.infinity) == 0)
    #expect(Elementary.exp(800) == .infinity)
  }

  @Test func decimalLogarithmIsExactAtPowersOfTen() {
    for exponent in -307...308 {
      #expect(Elementary.log10(Elementary.power10(Double(exponent))) == Double(exponent))
    }
  }

  @Test func hyperbolicSinesAreInverse() {
    for x in [-1e6, -3, -1e-4, 0, 1e-9, 0.01, 2, 1e12] {
      #expect(abs(Elementary.sinh(Elementary.asinh(x)) - x) <= 1e-13 * abs(x))
    }
  }

  /// Reference values from Ottosson's page for OKLab (white, and the inverse round trip).
  @Test func mixingInOKLabReturnsItsEnds() {
    let white = OKLab(RGBA(hex: 0xFFFFFF))
    #expect(abs(white.lightness - 1) < 1e-6 && abs(white.a) < 1e-6 && abs(white.b) < 1e-6)
    for hex: UInt32 in [0x0072B2, 0xD55E00, 0x000000, 0x123456] {
      let color = RGBA(hex: hex)
      let back = OKLab(color).rgba(alpha: 1)
      #expect(abs(back.red - color.red) < 1e-6 && abs(back.blue - color.blue) < 1e-6)
    }
  }

  @Test func contrastOfBlackOnWhiteIs21() {
    #expect(abs(RGBA(hex: 0).contrast(with: RGBA(hex: 0xFFFFFF)) - 21) < 1e-9)
  }
}
