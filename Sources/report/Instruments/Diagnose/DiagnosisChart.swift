import Charts
import Diagnosis
import Publishing
import Simulation
import Study
import WeightFiles

/// The one look at a start: the scale of each weight in its layer, beside what rules ask for.
enum DiagnosisChart {
  /// Weights in the file's natural order over σ√in, with their 99 % intervals; rules as lines.
  ///
  /// - Throws: ``NothingToDraw`` for a file without weights that multiply.
  static func scale(_ file: FileDiagnosis) throws -> Chart {
    let weights = file.weightsInOrder.filter { ($0.forwardFactor ?? 0) > 0 }
    guard !weights.isEmpty else { throw NoWeights(file: file.name) }
    func factor(_ end: KeyPath<DeviationInterval, Double>, _ tensor: TensorDiagnosis) -> Double {
      GainChart.decimalLogarithm(tensor.forwardInterval?[keyPath: end] ?? 1)
    }
    let four = NumberFormat.significant(4)
    var kinds: [(name: String, places: [Int])] = []
    for (place, tensor) in weights.enumerated() {
      let name =
        tensor.law.word == .noLaw
        ? "no law" : tensor.law.names.first ?? "\(tensor.law.family), no known rule"
      if let index = kinds.firstIndex(where: { $0.name == name }) {
        kinds[index].places.append(place)
      } else {
        kinds.append((name, [place]))
      }
    }
    // More colours than these cannot be told apart.
    if kinds.count > 6 {
      let rest = kinds[5...].flatMap(\.places)
      kinds = Array(kinds[..<5]) + [("other laws", rest.sorted())]
    }
    let all: [Double] = weights.flatMap { tensor -> [Double] in
      let ends: [Double] = [tensor.forwardInterval?.low ?? 0, tensor.forwardInterval?.high ?? 0]
      return ends.filter { $0 > 0 }.map(GainChart.decimalLogarithm)
    }
    let guides: [(key: String, value: Double)] = [
      ("he", GainChart.decimalLogarithm(2) / 2), ("lecun", 0),
      ("torch", -GainChart.decimalLogarithm(3) / 2),
    ]
    let ends = all + guides.map(\.value)
    let range: Double = (ends.max() ?? 1) - (ends.min() ?? 0)
    let margin = 0.08 * max(0.5, range)
    let worst = weights.compactMap(\.forwardFactor)
    let facts = [
      Fact(
        "file", text: (file.name.split(separator: "/").last.map(String.init) ?? file.name).visible),
      Fact("weights", weights.count),
      Fact("least", text: four.label(worst.min() ?? 0)),
      Fact("most", text: four.label(worst.max() ?? 0)),
      Fact("start", text: file.start.rawValue),
      Fact("laws", text: kinds.map(\.name).joined(separator: ", ")),
    ]
    return try ChartWords.chart("diagnosis", facts: facts) { words in
      Chart("diagnosis") {
        for kind in kinds {
          let xs = PlottableValue.value(words["x"], kind.places.map { Double($0 + 1) })
          let tensors = kind.places.map { weights[$0] }
          ErrorBarMark(
            x: xs,
            lower: .log10(words["low"], tensors.map { factor(\.low, $0) }),
            upper: .log10(words["high"], tensors.map { factor(\.high, $0) }),
            series: .value(words["law"], kind.name))
          PointMark(
            x: xs, y: .log10(words["y"], tensors.map { factor(\.value, $0) }),
            series: .value(words["law"], kind.name))
        }
        for guide in guides {
          RuleMark(y: .log10(words["y"], [guide.value])).label(words["guide.\(guide.key)"])
            .foregroundStyle(.muted)
        }
      }
      .chartXAxisLabel(words["x"])
      .chartYAxisLabel(words["y"])
      .chartXScale(domain: 0.5...(Double(weights.count) + 0.5))
      .chartYScale(log10Domain: ((ends.min() ?? 0) - margin)...((ends.max() ?? 1) + margin))
    }
  }
}

/// A checkpoint without anything to chart.
private struct NoWeights: Error, CustomStringConvertible {
  let file: String
  var description: String {
    "\(file) has no weight whose inputs are known: there is nothing to draw"
  }
}
