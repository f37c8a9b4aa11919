/// The numbers of a report in a fixed order, for the page to read; NaN where there is none.
struct BenchRecord {
  let numbers: UnsafePointer<Double>
  /// The activation, the rule and why there is no theory, a line each.
  let names: String

  /// Numbers of a moment: value, low, high, samples, status, shares, the law of the logarithm.
  private static let perMoment = 14
  private static let perEstimate = 4
  /// Seven moments, seven estimates, the layer's width and five numbers of theory.
  private static let perLayer = 6 * perMoment + 7 * perEstimate + 1 + 5
  /// Sampler, networks, layers, numbers a layer.
  private static let head = 4

  static func size(layers: Int) -> Int { head + perMoment + layers * perLayer }

  init(_ report: PropagationReport, into memory: UnsafeMutablePointer<Double>) {
    var writer = Writer(next: memory)
    writer.add(report.sampler == .exact ? 1 : 2)
    writer.add(Double(report.trials))
    writer.add(Double(report.layers.count))
    writer.add(Double(Self.perLayer))
    writer.add(report.inputGradientSecondMoment)
    for layer in report.layers {
      writer.add(Double(layer.width))
      writer.add(layer.activationSecondMoment)
      writer.add(layer.activationVariance)
      writer.add(layer.preactivationSecondMoment)
      writer.add(layer.gradientSecondMoment)
      writer.add(layer.weightGradientSecondMoment)
      writer.add(layer.varianceAcrossInputs)
      writer.add(layer.activationMean)
      writer.add(layer.activationCosine)
      writer.add(layer.gradientCosine)
      writer.add(layer.irregular?.zeroActivations)
      writer.add(layer.irregular?.zeroGradients)
      writer.add(layer.irregular?.lostActivations)
      writer.add(layer.irregular?.lostGradients)
      for number in [
        layer.theory?.activationSecondMoment, layer.theory?.gradientSecondMoment,
        layer.theory?.preactivationSecondMoment, layer.theory?.activationLog10,
        layer.theory?.gradientLog10,
      ] { writer.add(number ?? .nan) }
    }
    numbers = UnsafePointer(memory)
    names = report.activation + "\n" + report.initializer + "\n" + (report.theoryObstacle ?? "")
  }

  private struct Writer {
    var next: UnsafeMutablePointer<Double>

    mutating func add(_ number: Double) {
      next.pointee = number
      next += 1
    }

    mutating func add(_ moment: PropagationReport.Moment?) {
      guard let moment else {
        // A sample size of −1 stands for a moment that there is not.
        for place in 0..<BenchRecord.perMoment { add(place == 3 ? -1 : .nan) }
        return
      }
      add(moment.value ?? .nan)
      add(moment.low ?? .nan)
      add(moment.high ?? .nan)
      add(Double(moment.samples))
      add(Double(moment.status.place))
      add(moment.shareDead)
      add(moment.shareOverflowed)
      let law = moment.log10
      add(law.mean ?? .nan)
      add(law.quantiles.median)
      add(law.standardDeviation ?? .nan)
      add(law.quantiles.low)
      add(law.quantiles.high)
      add(Double(law.zeros))
      add(Double(law.overflows))
    }

    mutating func add(_ estimate: PropagationReport.FiniteEstimate?) {
      add(estimate?.value ?? .nan)
      add(estimate?.low ?? .nan)
      add(estimate?.high ?? .nan)
      add(Double(estimate?.samples ?? -1))
    }

    mutating func add(_ estimate: Estimate?) {
      add(estimate?.value ?? .nan)
      add(estimate?.low ?? .nan)
      add(estimate?.high ?? .nan)
      add(Double(estimate?.samples ?? -1))
    }
  }
}

extension PropagationReport.Status {
  /// The place in the page's list of words.
  fileprivate var place: Int {
    switch self {
    case .estimated: 0
    case .zero: 1
    case .ruledByFew: 2
    case .noMean: 3
    case .overflow: 4
    case .undefined: 5
    }
  }
}
