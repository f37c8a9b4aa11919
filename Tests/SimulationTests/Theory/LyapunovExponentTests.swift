import Kernels
import Testing

@testable import Networks
@testable import Numerics
@testable import Spectra

@Suite struct LyapunovExponentTests {
  @Test func knownValues() throws {
    // n = 1: E ln|z| = −(γ + ln 2)/2. n = 2: λ₁ = (ln 2 − γ)/2 and λ₂ as for n = 1.
    let gamma = 0.5772156649015329
    let one = try LyapunovExponents(size: 1)
    #expect((one.top + 0.5 * (gamma + 0.6931471805599453)).magnitude < 1e-14)
    #expect((one.variancePerStep - Double.pi * Double.pi / 8).magnitude < 1e-13)
    let two = try LyapunovExponents(size: 2)
    #expect((two.top - 0.5 * (0.6931471805599453 - gamma)).magnitude < 1e-14)
    #expect((two.exponents[1] - one.top).magnitude < 1e-14)
    // n = 4: ψ(2) = 1 − γ.
    let four = try LyapunovExponents(size: 4)
    #expect((four.top - 0.5 * (0.6931471805599453 + 1 - gamma)).magnitude < 1e-14)
    #expect((four.variancePerStep - 0.25 * (Double.pi * Double.pi / 6 - 1)).magnitude < 1e-14)
  }

  @Test func scaledEntriesShiftEveryExponent() throws {
    let plain = try LyapunovExponents(size: 8)
    let scaled = try LyapunovExponents(size: 8, entryDeviation: 8.0.squareRoot() / 8)
    for (a, b) in zip(plain.exponents, scaled.exponents) {
      #expect((a - b - 0.5 * Double.log(8)).magnitude < 1e-14)
    }
    #expect(
      (try LyapunovExponents(size: 8, entryDeviation: plain.neutralEntryDeviation)).top.magnitude
        < 1e-14)
    // With entries 1/√n the top exponent is slightly negative and approaches 0.
    #expect(scaled.top < 0 && scaled.top > -0.1)
  }

  @Test func nonsenseIsRefused() {
    #expect(throws: TheoryError.self) { try LyapunovExponents(size: 0) }
    #expect(throws: TheoryError.self) { try LyapunovExponents(size: 2, entryDeviation: 0) }
  }
}
