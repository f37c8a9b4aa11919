import Charts
import Publishing
import Study
import Graphics
import Simulation

/// The two maps of mean-field theory, each against the diagonal, with the orbit of a first input.
struct TheoryChart {
  private let activation: any Activation
  private let phase: MeanFieldPhase
  private let map: LengthMap
  private let correlation: Double

  /// - Parameter correlation: where the orbit of two inputs starts.
  init(_ activation: any Activation, _ phase: MeanFieldPhase, correlation: Double? = nil) throws {
    self.correlation = correlation ?? 0.6
    self.activation = activation
    self.phase = phase
    map = try LengthMap(
      activation: activation, weightVariance: phase.weightVariance,
      biasVariance: phase.biasVariance)
  }

  func chart() throws -> Chart {
    let three = NumberFormat.significant(3)
    let facts = [
      Fact("activation", text: activation.name), Fact("phase", text: phase.phase.rawValue),
      Fact("chi", text: three.label(phase.chi1)),
      Fact("end", text: phase.qStar.map(three.label) ?? ""),
      Fact("weight-variance", text: three.label(phase.weightVariance)),
      Fact("bias-variance", text: three.label(phase.biasVariance)),
      Fact("correlation", text: (phase.qStar ?? 0) > 0 ? "yes" : ""),
      Fact("start", text: three.label(correlation)),
    ]
    return try ChartWords.chart("theory", facts: facts) { words in
      let lengths = try lengthPanel(words)
      let correlations = try correlationPanel(words)
      return Chart("theory") {
        lengths
        if let correlations { correlations }
      }
      .chartLegend(.hidden)
      .chartPlotHeight(300)
    }
  }

  /// V(q) with the orbit that starts at σ_w² + σ_b², as an input of unit mean square does.
  private func lengthPanel(_ words: FigureWords) throws -> Panel {
    let start = map.weightVariance + map.biasVariance
    let orbit = try map.orbit(from: start, layers: 24)
    let high = 1.15 * max(orbit.prefix(6).max() ?? 1, phase.qStar ?? 0, 1e-12)
    let xs = (0...160).map { high * Double($0) / 160 }
    let ys = try xs.map { try map.value(at: $0) }
    return panel(
      words["panel.variance"], xs, ys, orbit: orbit.filter { $0 <= high }, end: phase.qStar,
      domain: 0...high, next: words["next"], here: words["here"])
  }

  /// C(c) at q*, `nil` where q* is 0 or infinite.
  private func correlationPanel(_ words: FigureWords) throws -> Panel? {
    guard let length = phase.qStar, length > 0 else { return nil }
    let map = try CorrelationMap(map, length: length)
    let low = min(0, correlation)
    let xs = (0...100).map { low + (1 - low) * Double($0) / 100 }
    let ys = try xs.map { try map.value(at: $0) }
    return panel(
      words["panel.correlation"], xs, ys, orbit: try map.orbit(from: correlation, layers: 24),
      end: phase.cStar, domain: min(0, 1.1 * correlation)...1.02, next: "", here: words["here"])
  }

  private func panel(
    _ title: String, _ xs: [Double], _ ys: [Double], orbit: [Double], end: Double?,
    domain: ClosedRange<Double>, next: String, here: String
  ) -> Panel {
    // The staircase: up to the curve, over to the diagonal.
    var (stepX, stepY) = ([orbit.first ?? 0], [domain.lowerBound])
    for (here, there) in zip(orbit, orbit.dropFirst()) {
      stepX += [here, there]
      stepY += [there, there]
    }
    return Panel(title) {
      LineMark(
        x: .value("x", [domain.lowerBound, domain.upperBound]),
        y: .value("y", [domain.lowerBound, domain.upperBound])
      ).lineStyle(width: 1, dash: [5, 3]).foregroundStyle(.muted).endLabelHidden()
      LineMark(x: .value("x", stepX), y: .value("y", stepY))
        .lineStyle(width: 1).foregroundStyle(.muted).endLabelHidden()
      LineMark(x: .value("x", xs), y: .value("y", ys)).foregroundStyle(.accent).endLabelHidden()
      if let end {
        PointMark(x: .value("x", [end]), y: .value("y", [end])).foregroundStyle(.ink)
      }
    }
    .chartXScale(domain: domain)
    .chartYScale(domain: domain)
    .chartXAxisLabel(here)
    .chartYAxisLabel(next)
  }
}
