import Charts
import Diagnosis
import Graphics
import Study

/// σ√in of each weight in order, coloured by its law, with the rules as lines.
struct DiagnosisScaleFigure: DiagnosisFigure {
  let id = "diagnosis-scale"

  func has(_ picture: DiagnosisPicture) -> Bool { !picture.scales.isEmpty }

  func facts(of outcome: DiagnosisPicture, study: StudyConfiguration) -> [Fact] {
    let values = outcome.scales.map(\.value)
    return [
      Fact("weights", outcome.scales.count),
      Fact("least", values.min() ?? 0, .significant(3)),
      Fact("most", values.max() ?? 0, .significant(3)),
      Fact(
        "laws", text: Self.kinds(outcome).map { RichText.escaped($0.name) }.joined(separator: ", ")),
    ]
  }

  /// The places of each law, the most common five apart.
  private static func kinds(_ outcome: DiagnosisPicture) -> [(name: String, places: [Int])] {
    var kinds: [(name: String, places: [Int])] = []
    for (place, scale) in outcome.scales.enumerated() {
      let name = scale.law.isEmpty ? "no known rule" : scale.law
      if let index = kinds.firstIndex(where: { $0.name == name }) {
        kinds[index].places.append(place)
      } else {
        kinds.append((name, [place]))
      }
    }
    kinds.sort { $0.places.count > $1.places.count }
    guard kinds.count > 6 else { return kinds }
    return Array(kinds[..<5]) + [("other laws", kinds[5...].flatMap(\.places).sorted())]
  }

  func chart(
    of outcome: DiagnosisPicture, study: StudyConfiguration, words: FigureWords
  ) throws -> Chart {
    let log = GainChart.decimalLogarithm
    let scales = outcome.scales.map { scale in
      (
        low: log(max(1e-30, scale.low)), value: log(max(1e-30, scale.value)),
        high: log(max(1e-30, scale.high))
      )
    }
    let guides: [(key: String, value: Double)] = [
      ("he", log(2) / 2), ("lecun", 0), ("torch", -log(3) / 2),
    ]
    let ends = scales.flatMap { [$0.low, $0.high] } + guides.map(\.value)
    let margin = 0.08 * max(0.5, (ends.max() ?? 1) - (ends.min() ?? 0))
    return Chart(id) {
      for kind in Self.kinds(outcome) {
        let xs = PlottableValue.value(words["x"], kind.places.map { Double($0 + 1) })
        let own = kind.places.map { scales[$0] }
        let series = PlottableValue.value(words["law"], RichText.escaped(kind.name))
        ErrorBarMark(
          x: xs, lower: .log10(words["low"], own.map(\.low)),
          upper: .log10(words["high"], own.map(\.high)), series: series)
        PointMark(x: xs, y: .log10(words["y"], own.map(\.value)), series: series)
      }
      for guide in guides {
        RuleMark(y: .log10(words["y"], [guide.value])).label(words["guide.\(guide.key)"])
          .foregroundStyle(.muted)
      }
    }
    .chartXAxisLabel(words["x"])
    .chartYAxisLabel(words["y"])
    .chartLegend(.top)
    .chartXScale(domain: 0.5...(Double(scales.count) + 0.5))
    .chartYScale(log10Domain: ((ends.min() ?? 0) - margin)...((ends.max() ?? 1) + margin))
  }
}
