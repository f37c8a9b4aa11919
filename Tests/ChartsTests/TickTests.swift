import Graphics
import Testing

@testable import Charts

@Suite struct TickTests {
  private func labels(_ scale: some ContinuousScale, _ range: ClosedRange<Double>, _ count: Int)
    -> [String]
  {
    scale.ticks(range, count: count, format: .automatic).compactMap(\.label)
  }

  @Test func linearTicksAreRound() {
    #expect(labels(.linear, 0...1.1, 5) == ["0.00", "0.25", "0.50", "0.75", "1.00"])
    #expect(labels(.linear, -1.08...1.08, 5) == ["−1.0", "−0.5", "0.0", "0.5", "1.0"])
    #expect(labels(.linear, 0...50, 5) == ["0", "10", "20", "30", "40", "50"])
    #expect(labels(.linear, 0...0.3, 4) == ["0.0", "0.1", "0.2", "0.3"])
    #expect(labels(.linear, 0...40_000, 4).last == "40,000")
    #expect(labels(.linear, 0...4e-7, 4).last == "4×10^{−7}")
  }

  @Test(arguments: [0.001, 0.7, 1, 3, 12, 99, 1234, 1e9, 1e-12], [2, 4, 6, 9])
  func linearTicksIncreaseInsideTheRange(span: Double, count: Int) {
    for start in [-span * 0.37, 0, span * 12.3] {
      let range = start...(start + span)
      let ticks = LinearScale().ticks(range, count: count, format: .automatic)
      #expect(!ticks.isEmpty && ticks.count <= 2 * count + 1)
      #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0.coordinate < $1.coordinate })
      let slack = span * 1e-8
      #expect(
        ticks.allSatisfy {
          $0.coordinate >= range.lowerBound - slack && $0.coordinate <= range.upperBound + slack
        })
      #expect(Set(ticks.map(\.label)).count == ticks.count, "\(ticks.map(\.label))")
    }
  }

  @Test func logTicksAtEverySpan() {
    #expect(labels(.log, -80...4.8, 6) == ["10^{−80}", "10^{−60}", "10^{−40}", "10^{−20}", "1"])
    #expect(labels(.log, -2...2, 5) == ["0.01", "0.1", "1", "10", "100"])
    #expect(labels(.log, -3...(-2.2), 5) == ["10^{−3}", "2×10^{−3}", "5×10^{−3}"])
    #expect(labels(.log, -300...0, 7).count <= 7)
    // A third of a decade: even values, 2.0 … 4.0 thousandths.
    #expect(labels(.log, -2.7...(-2.4), 4).allSatisfy { $0.hasSuffix("×10^{−3}") })
  }

  @Test(arguments: [0.2, 0.4, 0.9, 1, 1.7, 3, 8, 12, 16, 40, 85, 300], [-290.3, -40, -0.5, 0])
  func logTicksIncreaseInsideTheRange(span: Double, start: Double) {
    let ticks = LogScale().ticks(start...(start + span), count: 6, format: .automatic)
    let major = ticks.filter(\.isMajor)
    #expect(major.count >= 1 && major.count <= 9, "\(major.map(\.label))")
    #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0.coordinate < $1.coordinate })
    #expect(
      ticks.allSatisfy { $0.coordinate > start - 1e-8 && $0.coordinate < start + span + 1e-8 })
  }

  @Test func minorLogTicksThinOut() {
    func minors(_ span: Double) -> Int {
      LogScale().ticks(0...span, count: 7, format: .automatic).filter { !$0.isMajor }.count
    }
    #expect(minors(2) == 16)
    #expect(minors(6) == 48)
    // Labels every second decade: the skipped decades are marked.
    #expect(minors(12) == 6)
    #expect(minors(85) == 4)
  }

  @Test func scalesInvert() {
    let scales: [any ContinuousScale] = [
      LinearScale(), LogScale(), PowerScale(exponent: 0.5), SymmetricLogScale(threshold: 0.01),
    ]
    for scale in scales {
      for value in [1e-6, 0.02, 1, 3.7, 4000] {
        #expect(abs(scale.value(at: scale.coordinate(of: value)) - value) <= 1e-12 * value)
      }
    }
  }

  @Test func logarithmsBeyondDoubleKeepTheirPlace() {
    #expect(LogScale().coordinate(ofLog10: -1234.5) == -1234.5)
    #expect(LogScale().coordinate(of: 0).isNaN)
    #expect(LogScale().coordinate(of: -1).isNaN)
    #expect(LogScale().coordinate(of: .infinity).isNaN)
    #expect(LogScale().coordinate(ofLog10: -.infinity).isNaN)
  }

  @Test func symmetricLogShowsBothSides() {
    let scale = SymmetricLogScale(threshold: 1)
    let range = scale.coordinate(of: -1000)...scale.coordinate(of: 1000)
    let shown = scale.ticks(range, count: 9, format: .automatic).compactMap(\.label)
    #expect(shown == ["−1000", "−100", "−10", "0", "10", "100", "1000"])
  }

  @Test(arguments: [
    (NumberFormat.fixed(2), -0.5, "−0.50"), (.fixed(0), 65_504, "65,504"),
    (.signed(1), 0.3, "+0.3"), (.signed(1), 0.0, "0.0"), (.signed(1), -26.6, "−26.6"),
    (.scientific(1), 0.0024, "2.4×10^{−3}"), (.scientific(1), 9.99e-5, "1.0×10^{−4}"),
    (.si(1), 64_000, "64k"), (.si(1), 0.0012, "1.2m"), (.si(0), 999_999, "1M"),
    (.percent(0), 0.95, "95 %"), (.significant(3), 0.012345, "0.0123"),
    (.significant(3), 1e-9, "1.00×10^{−9}"), (.automatic, -.infinity, "−∞"),
    (.power, 1e-12, "10^{−12}"), (.scientific(0), .leastNonzeroMagnitude, "5×10^{−324}"),
  ])
  func formats(format: NumberFormat, value: Double, text: String) {
    #expect(format.label(value) == text)
  }

  /// Layers and counts have no ticks between them; measures have.
  @Test func wholeNumbersHaveWholeTicks() throws {
    func labels(_ xs: [Double]) throws -> [String] {
      let chart = Chart("whole") {
        LineMark(x: .value("Layer", xs), y: .value("y", xs.map { $0 / 3 }))
      }
      let drawing = try chart.drawing(measuring: FixedWidthMeasurer()).drawing
      let words = DrawnText.all(in: drawing).filter { $0.roles.last == "axis" }
      return words.suffix(while: { words.last?.box.maxY == $0.box.maxY }).map(\.text)
    }
    #expect(try labels([0, 1, 2, 3, 4]) == ["0", "1", "2", "3", "4"])
    #expect(try labels([0, 0.5, 4]).contains("0.5"))
  }

  /// Both sides of zero are labelled alike.
  @Test(arguments: [12.0, 30, 7, 1.3])
  func signedRootsAreSymmetric(reach: Double) {
    let scale = PowerScale(exponent: 0.5)
    let end = scale.coordinate(of: reach)
    let ticks = scale.ticks(-end...end, count: 7, format: .automatic).map(\.coordinate)
    #expect(ticks.count >= 5 && ticks == ticks.reversed().map { -$0 + 0 })
  }
}

extension Array {
  /// The elements at the end that meet a condition.
  fileprivate func suffix(while condition: (Element) -> Bool) -> [Element] {
    Array(reversed().prefix(while: condition).reversed())
  }
}
