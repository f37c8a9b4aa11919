import Testing

@testable import Experiments
import Study

@Suite("Numbers in words") struct NumberFormatTests {
  @Test(arguments: [
    (NumberFormat.fixed(2), 0.936, "0.94"), (.fixed(2), -0.001, "0.00"), (.fixed(1), -2.25, "−2.2"),
    (.significant(3), 0.02842, "0.0284"), (.significant(3), 9.996, "10.0"),
    (.significant(3), 234_567, "234567"), (.significant(3), 1e7, "$1.00 \\times 10^{7}$"),
    (.significant(2), -1.25, "−1.2"), (.significant(3), 0, "0"),
    (.count, 2000, "2,000"), (.count, 1_234_567, "1,234,567"), (.count, 999, "999"),
    (.percent(1), 0.9412, "94.1 %"), (.factor(3), 0.2347, "×0.235"),
    (.scientific(2), 1.2614e24, "$1.26 \\times 10^{24}$"),
    (.scientific(1), -4.4e-12, "$-4.4 \\times 10^{-12}$"), (.powerOfTen(1), -30.84, "$10^{-30.8}$"),
    (.fixed(2), .nan, "undefined"), (.fixed(2), -.infinity, "−∞"),
  ])
  func words(format: NumberFormat, number: Double, text: String) {
    #expect(format.text(number) == text)
  }
}
