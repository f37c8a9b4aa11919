import Simulation
import Study

/// What the chapter quotes of the comparison, and its table.
extension RemedyComparison {
  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    var facts = [
      Fact("remedy-networks", outcome.networks), Fact("remedy-width", outcome.width),
      Fact("remedy-samples", outcome.samples), Fact("remedy-trained", outcome.trained),
      Fact("remedy-trained-width", outcome.trainedWidth),
      Fact("remedy-steps", outcome.steps), Fact("remedy-batch", outcome.batch),
      Fact("remedy-deep", outcome.depths.last ?? 0),
      Fact("remedy-trained-depth", outcome.trainedDepths.last ?? 0),
      Fact("remedy-trained-shallow", outcome.trainedDepths.first ?? 0),
      Fact("remedy-count", outcome.cases.count),
    ]
    facts += Self.theory(depth: outcome.depths.last ?? 2, samples: outcome.samples).map {
      Fact("remedy-\($0.key)-theory", $0.decades, .signed(1))
    }
    for one in outcome.cases {
      guard let signal = one.signal.last, let training = one.trainings.last,
        let shallow = one.trainings.first
      else { continue }
      facts += [
        Fact("remedy-\(one.remedy)-signal", signal, .signed(1)),
        Fact("remedy-\(one.remedy)-loss", training.loss, .fixed(2)),
        Fact("remedy-\(one.remedy)-shallow", shallow.loss, .fixed(2)),
        Fact("remedy-\(one.remedy)-rate", training.rate, .significant(2)),
      ]
      if let weights = one.weights.last ?? nil {
        facts.append(Fact("remedy-\(one.remedy)-weights", weights, .signed(1)))
      }
    }
    return facts
  }

  /// What wide networks do, in decades: √(π/(π − 1)) a layer for batches of such a size, √2 and √(1 + 1/L) a block.
  static func theory(depth: Int, samples: Int) -> [(key: String, decades: Double)] {
    let passed = Double(depth - 1)
    let plain: Double = passed * Elementary.log10(2) / 2
    let growth: Double = 1 + 1 / Double(depth)
    let scaled: Double = passed * Elementary.log10(growth) / 2
    let standardized: Double = passed * Elementary.log10(BatchNormalizedReLU.limit) / 2
    var result: [(key: String, decades: Double)] = [
      (key: "residual", decades: plain), (key: "scaled", decades: scaled),
      (key: "standardized", decades: standardized),
    ]
    if let law = try? BatchNormalizedReLU(batch: samples) {
      let next: Double = (passed - 1) * Elementary.log10(law.factor)
      let first: Double = Elementary.log10(law.firstFactor)
      result.append((key: "batch", decades: (first + next) / 2))
    }
    return result
  }

  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    let (decades, nats) = (NumberFormat.fixed(1), NumberFormat.fixed(2))
    func ratio(_ estimate: Estimate?) -> String {
      guard let estimate else { return "@none" }
      return "\(decades.text(estimate.value)) ± \(decades.text(estimate.halfWidth))"
    }
    func loss(_ estimate: Estimate?) -> String {
      // A median network that left the range of numbers has no loss but an infinite one.
      guard let estimate, estimate.value < TunedTraining.lost else { return "∞" }
      func end(_ number: Double) -> String {
        nats.text(number < TunedTraining.lost ? number : .infinity)
      }
      return "\(nats.text(estimate.value)) (\(end(estimate.low))–\(end(estimate.high)))"
    }
    return [
      FactTable(
        name: "remedies", header: ["remedy", "signal", "weights", "shallow", "deep", "rate"],
        numeric: [false, true, true, true, true, true],
        rows: outcome.cases.map { one in
          let isCell = FrameworkCell.trained.contains { $0.key == one.remedy }
          let weights = isCell ? "@shared" : ratio(one.weights.last ?? nil)
          return [
            "@\(one.remedy)", ratio(one.signal.last), weights,
            loss(one.trainings.first?.loss), loss(one.trainings.last?.loss),
            NumberFormat.significant(2).text(one.trainings.last?.rate ?? .nan),
          ]
        })
    ]
  }
}
