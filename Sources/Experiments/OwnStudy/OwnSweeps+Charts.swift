import Charts
import Graphics
import Simulation

extension OwnSweeps {
  func charts(of outcome: [Sweep], study: StudyConfiguration) throws -> [Chart] {
    outcome.enumerated().flatMap { index, sweep in
      sweep.plan.second.map { second in
        [
          grid(index, sweep, second, study, "signal", \.signal),
          grid(index, sweep, second, study, "gradient", \.gradient),
        ]
      } ?? [line(index, sweep, study)]
    }
  }

  // MARK: One property

  private func line(_ index: Int, _ sweep: Sweep, _ study: StudyConfiguration) -> Chart {
    let axisName = sweep.plan.axis.words
    return Chart(chartID(index)) {
      PanelRow("End to end, mean square, log axis") {
        panel("Signal at the output", sweep, axisName, \.signal)
        panel("Gradient at the input", sweep, axisName, \.gradient)
      }
    }
    .chartXAxisLabel(axisName.capitalizedFirst)
    .chartYScale(type: .log)
    .chartTitle(
      "Of these values, \(axisName) \(RichText.escaped(sweep.best)) keeps signal and gradient best"
    )
    .chartSubtitle(
      "The network “\(RichText.escaped(sweep.plan.network))” with its \(axisName) varied; the rule marks"
        + " unchanged."
    )
    .chartCaption(
      "**Points:** geometric mean over networks, with its 95 % interval. **Dashed:** its theory,"
        + " where there is one. Inputs *N*(0, 1); at least"
        + " \(NumberFormat.count.text(Double(sweep.samples))) networks per point. Seed \(study.seed)."
    )
  }

  private func panel(
    _ title: String, _ sweep: Sweep, _ axisName: String,
    _ end: KeyPath<OwnMeasurement, OwnMeasurement.EndToEnd>
  ) -> Panel {
    let ends = sweep.measurements.map { $0[keyPath: end] }
    let theory = ends.compactMap(\.theory)
    let numbers = sweep.plan.axis.isNamed ? [] : sweep.plan.values.compactMap(Double.init)
    let isNumeric = numbers.count == ends.count
    let x: PlottableValue =
      isNumeric
      ? .value(axisName, numbers) : .value(axisName, sweep.plan.values.map(RichText.escaped))
    return Panel(title) {
      RuleMark(y: .value("Unchanged", 1.0))
      if theory.count == ends.count {
        if isNumeric {
          LineMark(x: x, y: .log10("Theory", theory)).lineStyle(.theoryOverlay)
        } else {
          PointMark(x: x, y: .log10("Theory", theory)).symbol(.diamond, isHollow: true)
        }
      }
      ErrorBarMark(
        x: x, lower: .log10("Low", ends.map(\.mean.low)),
        upper: .log10("High", ends.map(\.mean.high)))
      if isNumeric { LineMark(x: x, y: .log10(title, ends.map(\.mean.value))) }
      PointMark(x: x, y: .log10(title, ends.map(\.mean.value)))
    }
  }

  // MARK: Two properties

  private func grid(
    _ index: Int, _ sweep: Sweep, _ second: SweepPlan.Axis, _ study: StudyConfiguration,
    _ quantity: String, _ end: KeyPath<OwnMeasurement, OwnMeasurement.EndToEnd>
  ) -> Chart {
    let columns = sweep.plan.values.count
    let ends = sweep.measurements.map { $0[keyPath: end] }
    // Decades of size: half those of the mean square.
    let rows = stride(from: 0, to: ends.count, by: columns).map { start in
      ends[start..<min(start + columns, ends.count)].map { 0.5 * $0.mean.value }
    }
    let kept = ends.count(where: \.isKept)
    let (first, other) = (sweep.plan.axis.words, second.words)
    let place =
      quantity == "signal"
      ? "at the output, for unit inputs" : "at the input, for a unit gradient at the output"
    let margin = ends.map { 0.5 * $0.mean.halfWidth }.filter(\.isFinite).max() ?? .nan
    return Chart(chartID(index) + "-" + quantity) {
      HeatmapMark(
        x: .value(first.capitalizedFirst, sweep.plan.values.map(RichText.escaped)),
        y: .value(other.capitalizedFirst, sweep.plan.secondValues.map(RichText.escaped)),
        values: rows, valueLabel: "log_{10} of size",
        scale: ColorScale(.diverging, domain: -30...30, type: .squareRoot)
      )
      .cellLabels(.signed(1)).outlined { abs($0) <= 1 }
    }
    .chartXAxis(position: .top)
    .chartXAxisLabel("").chartYAxisLabel("")
    .chartPlotHeight(41 * Double(max(2, rows.count)))
    .chartColorBar(
      "ratio", values: [-30, -10, -3, -1, 0, 1, 3, 10, 30],
      labels: [
        "10^{−30}", "10^{−10}", "10^{−3}", "10^{−1}", "1", "10^{1}", "10^{3}", "10^{10}", "10^{30}",
      ], low: "← vanishes", high: "explodes →", outlined: "within ×10 of 1",
      noData: ends.contains { !$0.mean.value.isFinite } ? "nothing at all" : nil
    )
    .chartTitle(
      "\(kept) of \(ends.count) settings keep the \(quantity) within a factor of ten"
    )
    .chartSubtitle(
      "\(first.capitalizedFirst) across, \(other) down: log_{10} of the \(quantity)’s rms \(place)."
        + " Blue shrinks, orange grows."
    )
    .chartCaption(
      "**Cell:** geometric mean over networks; the 95 % intervals are within"
        + " ±\(NumberFormat.significant(1).text(margin)) decades. The network"
        + " “\(RichText.escaped(sweep.plan.network))” with \(first) and \(other) varied; at least"
        + " \(NumberFormat.count.text(Double(sweep.samples))) networks per cell. Seed \(study.seed)."
    )
  }
}

extension String {
  /// The text with its first letter in upper case.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
