import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The factor per layer on signal and gradient, for each activation under three starts.
struct StartGuideFigure: Figure {
  typealias Subject = StartGuide

  let id = "start-guide"

  func facts(of outcome: StartGuide.Outcome, study: StudyConfiguration) -> [Fact] {
    let others = outcome.entries.filter {
      ![$0.advised.signalFactor, $0.advised.gradientFactor].allSatisfy { abs($0 - 1) < 0.1 }
    }
    return [
      Fact("depth", outcome.depth), Fact("width", outcome.width),
      Fact("networks", outcome.networks), Fact("count", outcome.entries.count),
      Fact("others", names: others.map(\.activation)),
      Fact("margin", outcome.largestMargin, .percent(1)),
    ]
  }

  func chart(of outcome: StartGuide.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let names = outcome.entries.map { words.name($0.activation) }
    let all = outcome.entries.flatMap { [$0.one, $0.two, $0.advised] }
      .flatMap { [$0.signalFactor, $0.gradientFactor] }
    let low = max(0.1, 0.9 * (all.min() ?? 0.5))
    var chart = Chart(id) {
      for direction in Direction.allCases {
        Panel(
          words["panel." + direction.rawValue], detail: words["panel.\(direction.rawValue).detail"]
        ) {
          RuleMark(x: .value(words["kept"], 1)).foregroundStyle(.axis)
          for (entry, name) in zip(outcome.entries, names) {
            for (key, prospect) in [("one", entry.one), ("two", entry.two)] {
              PointMark(
                x: .value(words["factor"], direction.factor(of: prospect)),
                y: .value(words["activation"], name),
                series: .value(words["start"], words["series." + key])
              ).symbolSize(radius: 3.2)
            }
            PointMark(
              x: .value(words["factor"], direction.factor(of: entry.advised)),
              y: .value(words["activation"], name),
              series: .value(words["start"], words["series.advised"])
            ).symbolSize(radius: 5)
            PointMark(
              x: .value(words["factor"], direction.measured(entry.measured).value),
              y: .value(words["activation"], name),
              series: .value(words["start"], words["series.measured"])
            ).symbolSize(radius: 2)
          }
        }
      }
    }
    .chartXScale(type: .log, domain: low...(1.1 * max(1.1, all.max() ?? 1.1)))
    .chartYScale(categories: names.reversed())
    .chartXAxisLabel(words["x"])
    .chartYAxisLabel("")
    .chartPlotHeight(Double(24 * max(1, names.count)))
    .chartLegend(.top)
    for (key, style) in Self.styles { chart.seriesStyles[words["series." + key]] = style }
    return chart
  }

  private static let advice = Color(0x1D1D24, 0xF2F0EA)
  private static let styles: [(String, SeriesStyle?)] = [
    ("one", ReportPalette.style(of: "lecun")), ("two", ReportPalette.style(of: "he")),
    ("advised", SeriesStyle(line: advice, symbol: .circle, isHollow: true)),
    ("measured", SeriesStyle(line: advice, symbol: .circle)),
  ]

  /// What a panel shows.
  private enum Direction: String, CaseIterable {
    case signal, gradient

    func factor(of prospect: StartGuide.Prospect) -> Double {
      self == .signal ? prospect.signalFactor : prospect.gradientFactor
    }

    func measured(_ measured: StartGuide.Measured) -> Estimate {
      self == .signal ? measured.signalFactor : measured.gradientFactor
    }
  }
}

extension StartGuide.Outcome {
  /// The largest half-width of a measured factor's interval, as a share.
  fileprivate var largestMargin: Double {
    entries.flatMap { [$0.measured.signalFactor, $0.measured.gradientFactor] }
      .map { $0.halfWidth / $0.value }.max() ?? .nan
  }
}
