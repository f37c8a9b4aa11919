import Charts
import Diagnosis
import Graphics
import Simulation
import Study
import TensorStatistics

/// Eigenvalues beside Marchenko and Pastur's law, those that stand out as lines.
struct DiagnosisSpectrumFigure: DiagnosisFigure {
  let id = "diagnosis-spectra"

  func has(_ picture: DiagnosisPicture) -> Bool { !picture.spectra.isEmpty }

  func facts(of outcome: DiagnosisPicture, study: StudyConfiguration) -> [Fact] {
    let most = outcome.spectra.max { $0.reading.outliers < $1.reading.outliers }
    return [
      Fact("shown", outcome.spectra.count),
      Fact("total", outcome.spectra.reduce(0) { $0 + $1.reading.outliers }),
      Fact("none", text: most?.reading.outliers == 0 ? "yes" : ""),
    ]
  }

  func chart(
    of outcome: DiagnosisPicture, study: StudyConfiguration, words: FigureWords
  ) throws -> Chart {
    let panels = try outcome.spectra.map { one in
      (one, try MarchenkoPastur(ratio: one.reading.ratio))
    }
    return Chart(id) {
      for (one, law) in panels {
        Panel(
          outcome.short(one.name),
          detail: words.text(
            "detail", Fact("outliers", one.reading.outliers),
            Fact("share", one.reading.outlierShare, .percent(0)))
        ) {
          marks(one.reading, law, words)
        }
      }
    }
    .chartFacet(columns: min(3, outcome.spectra.count))
    .chartFacetScales(.free)
    .chartXAxisLabel(words["x"])
    .chartYAxisLabel(words["y"])
    .chartLegend(.hidden)
    .chartPlotHeight(150)
  }

  private func marks(
    _ reading: SpectrumReading, _ law: MarchenkoPastur, _ words: FigureWords
  ) -> [any Mark] {
    let (low, high) = (law.lowerEdge, law.upperEdge)
    let width = high / 24
    let edges: [Double] = (0...36).map { Double($0) * width }
    // Square matrices have a density without end at zero.
    let step = (high - low) / 120
    let first = low < 0.05 ? 2.4 : 0.002
    let xs: [Double] = (0...117).map { low + step * (first + 0.9999 * Double($0)) }
    let shown = reading.eigenvalues.filter { $0 <= 1.5 * high }
    let out: [Double] = reading.eigenvalues.prefix(reading.outliers).filter { $0 <= 1.5 * high }
    let bars = HistogramMark(values: .value(words["eigenvalue"], shown), bins: .edges(edges))
      .foregroundStyle(.accent)
    let curve = LineMark(
      x: .value(words["eigenvalue"], xs), y: .value(words["density"], xs.map(law.density))
    ).lineStyle(.theory).foregroundStyle(.ink).endLabelHidden()
    let lines: [any Mark] = out.map {
      RuleMark(x: .value(words["outlier"], $0)).foregroundStyle(.ink)
    }
    return [bars, curve] + lines
  }
}
