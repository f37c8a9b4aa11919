import Kernels
import Numerics

extension PropagationResult {
  /// Reduces trials, in the order of their indices.
  init(_ request: PropagationRequest, sampler: Sampler, trials: [TrialMoments]) {
    let depth = request.widths.count - 1
    func gradients(_ value: (TrialMoments) -> Double) -> MomentSummary {
      MomentSummary(logarithms: request.measuresGradients ? trials.map(value) : [])
    }
    self.init(
      sampler: sampler, activation: request.activation.name,
      initializer: request.initializer.name, precision: request.precision,
      trials: request.trials, batch: request.batch,
      layers: (0..<depth).map { layer in
        LayerMoments(
          layer: layer + 1, width: request.widths[layer + 1],
          activation: MomentSummary(logarithms: trials.map { $0.activation[layer] }),
          activationVariance: MomentSummary(logarithms: trials.map { $0.variance[layer] }),
          mean: trials[0].mean.isEmpty ? nil : Self.mean(trials.map { $0.mean[layer] }),
          preactivation: trials[0].preactivation.isEmpty
            ? nil : MomentSummary(logarithms: trials.map { $0.preactivation[layer] }),
          gradient: gradients { $0.gradient[layer] },
          // A block has two matrices; there is no one number.
          weightGradient: request.expansion == nil
            ? gradients { $0.weightGradient[layer] } : MomentSummary(logarithms: []),
          varianceAcrossInputs: request.batch > 1
            ? MomentSummary(logarithms: trials.map { $0.varianceAcrossInputs[layer] }) : nil,
          activationCosine: request.batch > 1
            ? Self.mean(trials.map { $0.activationCosine[layer] }) : nil,
          gradientCosine: request.batch > 1
            ? Self.mean(trials.map { $0.gradientCosine[layer] }) : nil,
          irregular: trials[0].zeroGradients.isEmpty
            ? nil
            : IrregularShares(
              zeroActivations: Self.share(trials.map { $0.zeroActivations[layer] }),
              zeroGradients: Self.share(trials.map { $0.zeroGradients[layer] }),
              lostActivations: Self.share(trials.map { $0.lostActivations[layer] }),
              lostGradients: Self.share(trials.map { $0.lostGradients[layer] })))
      },
      inputGradient: gradients(\.inputGradient),
      networks: request.keepsTrials
        ? NetworkLogarithms(
          activation: (0..<depth).map { layer in trials.map { $0.activation[layer] } },
          gradient: (0..<depth).map { layer in trials.map { $0.gradient[layer] } },
          inputGradient: trials.map(\.inputGradient)) : nil)
  }

  /// A mean share, whose interval stays within 0 … 1.
  private static func share(_ values: [Double]) -> Estimate {
    var estimate = mean(values)
    estimate.low = Swift.max(0, estimate.low)
    estimate.high = Swift.min(1, estimate.high)
    return estimate
  }

  /// The mean of what is a number: cosines are not where all but one of a batch are dead.
  private static func mean(_ values: [Double]) -> Estimate {
    var moments = StreamingMoments()
    for x in values where x.isFinite { moments.add(x) }
    return moments.meanEstimate
  }
}

extension MomentSummary {
  /// Summarises a positive quantity from its natural logarithms, −∞ for zero.
  public init(logarithms: [Double]) {
    mean = .meanOfExponentials(logarithms: logarithms)
    log10 = LogSummary(logarithms)
  }
}

extension LogSummary {
  fileprivate init(_ logarithms: [Double]) {
    let perDecade = 1 / Double.ln10
    let finite = logarithms.filter(\.isFinite).map { $0 * perDecade }
    let zeros = logarithms.reduce(0) { $0 + ($1 == -.infinity ? 1 : 0) }
    var moments = StreamingMoments()
    for x in finite { moments.add(x) }
    // Dead networks are below all others, those that overflow above.
    var sorted = logarithms.map {
      $0.isFinite ? $0 * perDecade : $0 == -.infinity ? $0 : .infinity
    }
    // The ranks n/2 ± 0.98 √n bound the median with 95 % probability, whatever the law.
    let n = Double(sorted.count)
    let spread = 0.98 * n.squareRoot()
    let bounds = [(n / 2 - spread - 1).rounded(.down), (n / 2 + spread).rounded(.up)].map {
      Int(min(max($0, 0), max(0, n - 1)))
    }
    // Sorted where anybody looks.
    let asked = [0.025, 0.5, 0.975].map { Int($0 * max(0, n - 1)) }
    let ranks = Set(bounds + asked + asked.map { $0 + 1 } + [sorted.count - 1])
    OrderStatistics.place(ranks.filter { sorted.indices.contains($0) }.sorted(), in: &sorted)
    func ordered(_ rank: Int) -> Double { sorted.isEmpty ? .nan : sorted[rank] }
    self.init(
      mean: moments.meanEstimate,
      median: Estimate(
        value: Self.quantile(0.5, of: sorted), low: ordered(bounds[0]),
        high: ordered(bounds[1]), samples: sorted.count),
      standardDeviation: moments.variance.squareRoot(),
      low: Self.quantile(0.025, of: sorted), high: Self.quantile(0.975, of: sorted),
      zeros: zeros, overflows: logarithms.count - finite.count - zeros)
  }

  /// The quantile of sorted numbers, linear between order statistics (type 7 of Hyndman and Fan).
  private static func quantile(_ p: Double, of sorted: [Double]) -> Double {
    guard let last = sorted.last else { return .nan }
    let position = p * Double(sorted.count - 1)
    let index = Int(position)
    guard index + 1 < sorted.count else { return last }
    let fraction = position - Double(index)
    // Between infinities there is nothing to interpolate.
    guard sorted[index].isFinite, sorted[index + 1].isFinite else {
      return sorted[fraction < 0.5 ? index : index + 1]
    }
    return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
  }
}
