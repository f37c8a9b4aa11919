import Simulation
import Testing

@Suite struct SignTestTests {
  /// Sums of binomial coefficients over 2ⁿ, by hand: 2 (1 + 8 + 28 + 56)/256, 2 (1 + 8)/256, 2/2³⁰.
  @Test(arguments: [(5, 3, 0.7265625), (7, 1, 0.0703125), (1, 7, 0.0703125), (30, 0, 0x1p-29)])
  func twiceTheTail(first: Int, second: Int, expected: Double) {
    let p = SignTest(first: first, second: second).pValue
    #expect(abs(p / expected - 1) < 1e-10)
  }

  @Test func evenSplitsSayNothing() {
    #expect(SignTest(first: 4, second: 4).pValue == 1)
    #expect(SignTest(first: 0, second: 0).pValue == 1)
  }
}
