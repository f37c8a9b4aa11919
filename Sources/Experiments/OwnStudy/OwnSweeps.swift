import Charts
import Graphics
import Simulation

/// One property of a network varied: end to end, how much signal and gradient is left.
struct OwnSweeps: DivisibleExperiment {
  let plans: [SweepPlan]

  let id = "own-sweeps"
  let question = "How do depth, width, gain, activation or start change what is left end to end?"
  var chartIDs: [String] { plans.indices.map { chartID($0) } }

  /// A sweep and its measurements, one for each value.
  struct Sweep: Codable, Equatable, Sendable {
    var plan: SweepPlan
    var measurements: [OwnMeasurement]
  }
  typealias Outcome = [Sweep]

  private func chartID(_ index: Int) -> String {
    "own-sweep-\(index + 1)-\(slug(plans[index].name))"
  }

  /// Every value of every sweep, in order.
  private var settings: [(sweep: SweepPlan, value: String)] {
    plans.flatMap { plan in plan.values.map { (plan, $0) } }
  }

  func cellCount(of study: StudyConfiguration) -> Int { settings.count }

  func runCell(_ index: Int, of study: StudyConfiguration, jobs: Int) async throws
    -> OwnMeasurement
  {
    let plan = study.plan ?? StudyPlan(title: "")
    let (sweep, value) = settings[index]
    guard let base = plan.networks.first(where: { $0.name == sweep.network }) else {
      throw CatalogError(
        kind: "network", name: sweep.network, known: plan.networks.map(\.name))
    }
    let seed = SeedTree(seed: study.seed).child(id).child(sweep.name).child(value)
    return try await .measure(
      base.varied(sweep.axis, to: value), study: plan, seed: seed, jobs: jobs)
  }

  func combine(_ cells: [OwnMeasurement], of study: StudyConfiguration) -> [Sweep] {
    var rest = cells[...]
    return plans.map { plan in
      defer { rest = rest.dropFirst(plan.values.count) }
      return Sweep(plan: plan, measurements: Array(rest.prefix(plan.values.count)))
    }
  }

  func charts(of outcome: [Sweep], study: StudyConfiguration) throws -> [Chart] {
    outcome.enumerated().map { index, sweep in
      let best = sweep.measurements.enumerated().min {
        abs($0.element.forward) + abs($0.element.backward)
          < abs($1.element.forward) + abs($1.element.backward)
      }
      let bestValue = RichText.escaped(best.map { sweep.plan.values[$0.offset] } ?? "none")
      let axisName = Self.axisName(sweep.plan.axis)
      return Chart(chartID(index)) {
        PanelRow("End to end, mean square, log axis") {
          panel("Signal, last ÷ first", sweep, axisName, \.forward)
          panel("Gradient, first ÷ last", sweep, axisName, \.backward)
        }
      }
      .chartXAxisLabel(axisName.capitalizedFirst)
      .chartYScale(type: .log)
      .chartTitle("Of these values, \(axisName) \(bestValue) keeps signal and gradient best")
      .chartSubtitle(
        "The network “\(RichText.escaped(sweep.plan.network))” with its \(axisName) varied."
      )
      .chartCaption(
        "**Points:** geometric mean over networks. Inputs *N*(0, 1); at least"
          + " \(NumberFormat.count.text(Double(sweep.measurements.map { $0.layers[0].activation.samples }.min() ?? 0)))"
          + " networks per point. Seed \(study.seed).")
    }
  }

  private func panel(
    _ title: String, _ sweep: Sweep, _ axisName: String, _ value: (OwnMeasurement) -> Double
  ) -> Panel {
    let numbers = sweep.plan.values.compactMap(Double.init)
    let values = sweep.measurements.map(value)
    return Panel(title) {
      RuleMark(y: .value("kept", 1.0))
      if numbers.count == values.count, sweep.plan.axis != .activation,
        sweep.plan.axis != .initializer
      {
        LineMark(x: .value(axisName, numbers), y: .log10(title, values))
        PointMark(x: .value(axisName, numbers), y: .log10(title, values))
      } else {
        PointMark(
          x: .value(axisName, sweep.plan.values.map(RichText.escaped)), y: .log10(title, values))
      }
    }
  }

  func facts(of outcome: [Sweep], study: StudyConfiguration) -> [Fact] {
    [Fact("own-sweep-count", outcome.count)]
  }

  private static func axisName(_ axis: SweepPlan.Axis) -> String {
    switch axis {
    case .depth: "depth"
    case .width: "width"
    case .gain: "gain"
    case .activation: "activation"
    case .initializer: "start"
    }
  }
}

extension String {
  /// The text with its first letter in upper case.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
