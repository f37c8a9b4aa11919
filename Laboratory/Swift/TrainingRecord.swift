/// The numbers of a training's report in a fixed order, for the page to read; NaN where there is none.
struct TrainingRecord {
  private var numbers: [Double] = []

  /// Writes a report; its numbers stay where they are until the next one.
  ///
  /// The names are those of the matrices, of the stages and of their kinds, a line each, with tabs between them.
  mutating func write(
    _ report: TrainingReport
  ) -> (numbers: UnsafePointer<Double>, names: String)? {
    numbers.removeAll(keepingCapacity: true)
    let first = report.tests.first
    numbers += [
      Double(report.task.training), Double(report.task.test), Double(report.task.classes ?? 0),
      report.task.constantLoss, Double(report.parameters), report.targetLoss,
    ]
    add(report.learned)
    let time = report.learningTime
    numbers += [
      time == nil ? -1 : Double(time?.samples ?? 0), time?.value ?? .nan, time?.low ?? .nan,
      time?.high ?? .nan,
    ]
    numbers += report.learnedAt.map { $0.wrappedValue.map { Double($0) } ?? .nan }
    numbers += report.divergedAt.map { $0.wrappedValue.map { Double($0) } ?? .nan }
    numbers += [
      Double(report.losses.count), Double(report.tests.count), Double(first?.layers.count ?? 0),
      Double(first?.stages.count ?? 0),
    ]
    for loss in report.losses { add(loss) }
    for test in report.tests {
      numbers += [Double(test.step), Double(test.networks)]
      add(test.loss)
      add(test.accuracy)
      numbers += test.layers.map { $0.movement ?? .nan }
      for stage in test.stages {
        numbers += [
          stage.output ?? .nan, stage.gradient ?? .nan, stage.weightGradient ?? .nan,
          stage.saturated ?? .nan, stage.zero ?? .nan,
        ]
      }
    }
    let names = [
      (first?.layers ?? []).map { $0.name }, (first?.stages ?? []).map { $0.name },
      (first?.stages ?? []).map { $0.kind },
    ].map { $0.joined(separator: "\t") }.joined(separator: "\n")
    let start = numbers.withUnsafeBufferPointer { $0.baseAddress }
    return start.map { ($0, names) }
  }

  private mutating func add(_ estimate: PropagationReport.FiniteEstimate) {
    numbers += [
      estimate.value ?? .nan, estimate.low ?? .nan, estimate.high ?? .nan,
      Double(estimate.samples),
    ]
  }

  private mutating func add(_ spread: TrainingReport.Spread?) {
    numbers += [spread?.low ?? .nan, spread?.median ?? .nan, spread?.high ?? .nan]
  }
}
