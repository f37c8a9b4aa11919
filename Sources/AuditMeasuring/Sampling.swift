import Simulation

/// Independent repetitions of a small random experiment.
package struct Sampling {
  /// The seeds of the claim.
  package let seeds: SeedTree

  package init(_ seeds: SeedTree) { self.seeds = seeds }

  /// The results of a number of trials, drawn one after another from the stream of a name.
  package func values(
    _ trials: Int, _ stream: String, _ trial: (inout RandomSource) throws -> Double
  ) rethrows -> [Double] {
    var random = seeds.child(stream).source()
    var results: [Double] = []
    results.reserveCapacity(trials)
    for _ in 0..<trials { results.append(try trial(&random)) }
    return results
  }

  /// The mean of a number of trials.
  package func mean(
    _ trials: Int, _ stream: String, _ trial: (inout RandomSource) throws -> Double
  ) throws -> Estimate {
    try .mean(of: try values(trials, stream, trial))
  }

  /// `trials` outputs Σⱼ wⱼxⱼ of one unit, weights and inputs drawn afresh by two laws.
  package func weightedSums(
    terms: Int, weights: EntryLaw, inputs: EntryLaw, trials: Int, _ stream: String
  ) -> [Double] {
    var w = [Double](repeating: 0, count: terms)
    var x = w
    return values(trials, stream) { random in
      weights.fill(&w, &random)
      inputs.fill(&x, &random)
      var sum = 0.0
      for j in 0..<terms { sum += w[j] * x[j] }
      return sum
    }
  }
}

/// A law of independent numbers, given by its mean and standard deviation.
package struct EntryLaw {
  package enum Shape { case normal, uniform, twoPoint }
  package let shape: Shape
  package var mean = 0.0
  package let deviation: Double

  package static func normal(_ deviation: Double, mean: Double = 0) -> EntryLaw {
    EntryLaw(shape: .normal, mean: mean, deviation: deviation)
  }

  package static func uniform(_ deviation: Double) -> EntryLaw {
    EntryLaw(shape: .uniform, deviation: deviation)
  }

  /// ± the standard deviation, with equal probabilities.
  package static func twoPoint(_ deviation: Double) -> EntryLaw {
    EntryLaw(shape: .twoPoint, deviation: deviation)
  }

  /// E x².
  package var secondMoment: Double { mean * mean + deviation * deviation }

  package func fill(_ buffer: inout [Double], _ random: inout RandomSource) {
    buffer.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      switch shape {
      case .normal:
        random.fillNormals(base, count: buffer.count, standardDeviation: deviation)
      case .uniform, .twoPoint:
        // The variance of U(−a, a) is a²/3.
        random.fillUniforms(base, count: buffer.count, radius: deviation * 3.0.squareRoot())
      }
      for i in buffer.indices {
        if shape == .twoPoint { base[i] = base[i] < 0 ? -deviation : deviation }
        base[i] += mean
      }
    }
  }
}
