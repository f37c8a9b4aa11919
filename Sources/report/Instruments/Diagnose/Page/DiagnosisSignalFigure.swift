import Charts
import Diagnosis
import Graphics
import Simulation
import Study

/// Signal and gradient by layer beside the band of their laws.
struct DiagnosisSignalFigure: DiagnosisFigure {
  let id = "diagnosis-signal"

  func has(_ picture: DiagnosisPicture) -> Bool { usable(picture).count >= 2 }

  private func usable(_ picture: DiagnosisPicture) -> [ChainPropagation.Layer] {
    picture.layers.filter {
      $0.signal > 0 && $0.signal.isFinite && $0.gradient > 0 && $0.gradient.isFinite
    }
  }

  func facts(of outcome: DiagnosisPicture, study: StudyConfiguration) -> [Fact] {
    let layers = usable(outcome)
    let last = layers.dropLast(outcome.tail).last ?? layers[0]
    return [
      Fact("change", last.signal / layers[0].signal, .significant(3)),
      Fact("back", layers[0].gradient / last.gradient, .significant(3)),
      Fact("layers", layers.count), Fact("source", text: RichText.escaped(outcome.source)),
      Fact("inputs", text: outcome.inputs), Fact("bands", text: outcome.bandSource),
    ]
  }

  func chart(
    of outcome: DiagnosisPicture, study: StudyConfiguration, words: FigureWords
  ) throws -> Chart {
    let layers = usable(outcome)
    return Chart(id) {
      panel(
        words["panel.signal"], layers, words, \.signal, \.signalTheory, \.signalBand,
        extra: ends(layers, words))
      panel(
        words["panel.gradient"], layers, words, \.gradient, \.gradientTheory, \.gradientBand,
        extra: [])
    }
    .chartFacet(columns: 2)
    .chartXAxisLabel(words["x"])
    .chartYAxisLabel(words["y"])
    .chartYScale(type: .log)
    .chartLegend(.hidden)
    .chartPlotHeight(240)
  }

  private func panel(
    _ title: String, _ layers: [ChainPropagation.Layer], _ words: FigureWords,
    _ value: KeyPath<ChainPropagation.Layer, Double>,
    _ theory: KeyPath<ChainPropagation.Layer, Double?>,
    _ band: KeyPath<ChainPropagation.Layer, Double?>, extra: [any Mark]
  ) -> Panel {
    let log = GainChart.decimalLogarithm
    let known = layers.enumerated().compactMap {
      place, layer -> (x: Double, y: Double, band: Double)? in
      guard let y = layer[keyPath: theory], y > 0, y.isFinite else { return nil }
      return (Double(place + 1), log(y), log(max(1, layer[keyPath: band] ?? 1)))
    }
    return Panel(title) {
      if known.count == layers.count {
        RibbonMark(
          x: .value(words["layer"], known.map(\.x)),
          lower: .log10(words["low"], known.map { $0.y - $0.band }),
          upper: .log10(words["high"], known.map { $0.y + $0.band })
        ).foregroundStyle(.muted)
        LineMark(
          x: .value(words["layer"], known.map(\.x)), y: .log10(words["theory"], known.map(\.y))
        ).lineStyle(.theory).foregroundStyle(.muted).endLabelHidden()
      }
      PointMark(
        x: .value(words["layer"], layers.indices.map { Double($0 + 1) }),
        y: .log10(words["measured"], layers.map { log($0[keyPath: value]) })
      ).foregroundStyle(.accent)
      extra
    }
  }

  /// The largest magnitudes, and where float16 ends if they come near.
  private func ends(_ layers: [ChainPropagation.Layer], _ words: FigureWords) -> [any Mark] {
    let log = GainChart.decimalLogarithm
    let largest = layers.map { log(max(1e-30, $0.largest)) }
    let points = PointMark(
      x: .value(words["layer"], layers.indices.map { Double($0 + 1) }),
      y: .log10(words["largest"], largest)
    ).symbol(.circle, isHollow: true).foregroundStyle(.muted)
    let half = words["half"]
    guard let most = largest.max(), most > 3 else { return [points] }
    return [
      points,
      RuleMark(y: .log10(half, [log(65_504)])).label(half)
        .foregroundStyle(.muted),
    ]
  }
}
