import Charts
import Graphics
import Simulation
import Study

/// Shows how far a fixed factor per step carries a number in a hundred steps.
struct RepeatedFactor: Experiment {
  /// One factor and how far it goes.
  struct Path: Codable, Equatable, Sendable {
    var factor: Double
    /// log₁₀ of the factor to the power `steps`.
    var log10End: Double
    /// The first step outside each of `NumberRange.all`; nil for the factor 1.
    var exits: [Int?]
  }

  struct Outcome: Codable, Equatable, Sendable {
    var steps: Int
    var paths: [Path]
  }

  static let factors = [1.5, 1.1, 1, 0.9, 0.8, 0.5]

  let id = "repeated-factor"
  let question = "How far does a fixed factor per step carry a number in a hundred steps?"
  let chartIDs = ["repeated-factor"]

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    let steps = 100
    return Outcome(
      steps: steps,
      paths: Self.factors.map { factor in
        Path(
          factor: factor, log10End: Double(steps) * Elementary.log10(factor),
          exits: NumberRange.all.map { $0.exit(of: factor) })
      })
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let half = NumberRange.fp16.log10
    let steps = Double(outcome.steps)
    func end(_ factor: Double) -> Double { Self.power10(steps * Elementary.log10(factor)) }
    func exit(_ factor: Double, _ range: NumberRange) -> Int { range.exit(of: factor) ?? 0 }
    return [
      Fact("power-growing", end(1.5), .scientific(1)),
      Fact("power-shrinking", end(0.8), .scientific(1)),
      Fact("fp16-exit-growing", exit(1.5, .fp16)),
      Fact("fp16-exit-halving", exit(0.5, .fp16)),
      Fact("fp16-smallest", NumberRange.fp16.smallest, .scientific(1)),
      Fact("fp16-largest", NumberRange.fp16.largest, .count),
      Fact("fp32-smallest", NumberRange.fp32.smallest, .scientific(1)),
      Fact("fp32-largest", NumberRange.fp32.largest, .scientific(1)),
      Fact("fp16-safe-factor-low", Self.power10(half.lowerBound / steps), .fixed(3)),
      Fact("fp16-safe-factor-high", Self.power10(half.upperBound / steps), .fixed(3)),
      Fact(
        "fp16-safe-factor-low-1000", Self.power10(half.lowerBound / (10 * steps)), .fixed(3)),
      Fact(
        "fp16-safe-factor-high-1000", Self.power10(half.upperBound / (10 * steps)), .fixed(3)),
    ]
  }

  private static func power10(_ x: Double) -> Double { Elementary.power10(x) }

  func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    [
      FactTable(
        name: "range-exits",
        header: ["factor *r*", "after \(outcome.steps) steps"]
          + NumberRange.all.map { "leaves \($0.name) at step" },
        numeric: [true, true, true, true, true],
        rows: outcome.paths.map { path in
          [NumberFormat.fixed(1).text(path.factor), Self.endText(path)]
            + path.exits.map { $0.map { NumberFormat.count.text(Double($0)) } ?? "never" }
        })
    ]
  }

  private static func endText(_ path: Path) -> String {
    path.factor == 1 ? "1" : NumberFormat.scientific(1).text(power10(path.log10End))
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let steps = Double(outcome.steps)
    let fp16 = NumberRange.fp16
    let leaving = outcome.paths.filter { ($0.exits[0] ?? .max) <= outcome.steps }
    return [
      Chart("repeated-factor") {
        RectangleMark(
          yStart: .log10("fp16", fp16.log10.lowerBound),
          yEnd: .log10("fp16", fp16.log10.upperBound)
        )
        .outlined([.top, .bottom])
        TextMark(
          "fp16 range", x: .value("Step", steps - 0.8), y: .log10("y", 7.4), alignment: .end)
        RuleMark(y: .log10("Limit", NumberRange.fp32.log10.upperBound))
          .label("fp32 and bf16 end, 3×10^{38}")
        RuleMark(y: .log10("Limit", NumberRange.bf16.log10.lowerBound))
          .label("bf16 ends, 9×10^{−41}")
        RuleMark(y: .log10("Limit", NumberRange.fp32.log10.lowerBound))
          .label("fp32 ends, 10^{−45}", at: .end)
        for path in outcome.paths {
          LineMark(
            x: .value("Step", [0, steps]), y: .log10("Value", [0, path.log10End]),
            series: .value("Factor", Self.name(path.factor))
          )
          .endLabel(detail: Self.endLabel(path), showsSymbol: false)
        }
        for path in leaving {
          PointMark(
            x: .value("Step", Double(path.exits[0] ?? 0)),
            y: .log10(
              "Value", Double(path.exits[0] ?? 0) * Elementary.log10(path.factor))
          )
          .foregroundStyle(.series(Self.name(path.factor)))
          .symbol(.circle, isHollow: true)
          Self.exitLabel(path)
        }
      }
      .chartForegroundStyleScale(Self.styles)
      .chartXScale(domain: 0...steps)
      .chartXAxisLabel("Step *t*")
      .chartYScale(log10Domain: -47...41)
      .chartYAxisLabel("Value *r*^{*t*}, log axis")
      .chartPlotHeight(360)
      .chartTitle(
        "A factor of 0.8 or 1.5 per step leaves half precision before step \(outcome.steps)"
      )
      .chartSubtitle(
        "A number that starts at 1 and is multiplied by *r* at each step. Under each name: the value at step \(outcome.steps)."
      )
      .chartCaption(
        """
        **Method.** Exact powers; nothing is sampled, so there is no interval and no seed. \
        **Shaded:** the numbers that half precision (fp16) holds, from 6×10^{−8}, its smallest \
        subnormal, to 65,504. \
        **Ring:** the first step outside it. **Rules:** the ends of bfloat16 and single precision \
        (fp32), which no factor of this chart reaches in \(outcome.steps) steps.
        """
      )
      .chartAltText(
        """
        Six straight lines on a log axis, from 1 at step 0. After \(outcome.steps) steps a factor of \
        1.5 has reached 4 times 10 to the 17, 1.1 about 14,000, 0.9 about 0.00003, 0.8 2 times 10 to \
        the −10 and 0.5 8 times 10 to the −31. \
        \(leaving.map { "\($0.factor) leaves half precision at step \($0.exits[0] ?? 0)" }.joined(separator: ", ")).
        """)
    ]
  }

  /// "step 28" beside the ring, where no line passes.
  private static func exitLabel(_ path: Path) -> TextMark {
    let step = path.exits[0] ?? 0
    let isGrowing = path.factor > 1
    let isSteep = path.factor < 0.7
    return TextMark(
      "step \(step)", x: .value("Step", Double(step)),
      y: .log10("y", Double(step) * Elementary.log10(path.factor)),
      alignment: isSteep ? .start : .end, vertical: isGrowing || isSteep ? .bottom : .top
    )
    .offset(x: isSteep ? 6 : -2, y: isSteep ? 0 : isGrowing ? -5 : 5)
    .foregroundStyle(.series(name(path.factor)))
  }

  private static func name(_ factor: Double) -> String {
    "*r* = " + NumberFormat.fixed(1).text(factor)
  }

  private static func endLabel(_ path: Path) -> String {
    path.factor == 1 ? "1" : NumberFormat.scientific(0).label(power10(path.log10End))
  }

  /// Warm above 1, cool below, the stronger the further away.
  private static let styles: KeyValuePairs<String, SeriesStyle> = [
    "*r* = 1.5": SeriesStyle(line: Color(0xB2491A, 0xFF9D5C), text: Color(0xA03F14, 0xFF9D5C)),
    "*r* = 1.1": SeriesStyle(line: Color(0xDB7434, 0xDB8A4A), text: Color(0xA6541F, 0xDB8A4A)),
    "*r* = 1.0": SeriesStyle(line: Color(0x5E6069, 0xA3A6AD)),
    "*r* = 0.9": SeriesStyle(line: Color(0x559FDF, 0x4B86BD), text: Color(0x2B73B3, 0x6FA9DE)),
    "*r* = 0.8": SeriesStyle(line: Color(0x2B73B3, 0x559FDF), text: Color(0x2468A5, 0x7DB9F0)),
    "*r* = 0.5": SeriesStyle(line: Color(0x0A3A6B, 0xB5DCFF)),
  ]
}
