import Testing

@testable import Audit

@Suite struct PrintedNumberTests {
  @Test(arguments: [
    ("0.94", 0.94, 0.01), ("5", 5, 1), ("-0.25", -0.25, 0.01), ("1.2614e+24", 1.2614e24, 1e20),
    ("0.298371109", 0.298371109, 1e-9), ("1.00", 1, 0.01), ("1e-3", 1e-3, 1e-3),
  ])
  func readsDigitsAndTheirUnit(text: String, value: Double, unit: Double) throws {
    let number = try #require(PrintedNumber(text))
    #expect(number.value == value)
    #expect(abs(number.unit / unit - 1) < 1e-12)
  }

  @Test(arguments: ["", "abc", "1e", "e5", "1.2.3", "nan", "inf", "1e400", "0x1p3"])
  func refusesWhatIsNoDecimalNumber(text: String) {
    #expect(PrintedNumber(text) == nil)
  }

  @Test func admitsRoundedAndCutDigitsOnly() {
    let number: PrintedNumber = "0.751365069"
    // 0.75136506955 is cut off to these digits, 0.7513650686 rounds to them.
    #expect(number.range.contains(0.75136506955))
    #expect(number.range.contains(0.7513650686))
    #expect(!number.range.contains(0.7513650684))
    #expect(!number.range.contains(0.7513650701))
    let negative: PrintedNumber = "-0.25"
    #expect(negative.range.contains(-0.259) && negative.range.contains(-0.246))
    #expect(!negative.range.contains(-0.244) && !negative.range.contains(-0.26))
    #expect(!("0" as PrintedNumber).range.contains(1))
  }
}
