/// Mean and second to fourth central moments of a sample held in memory, in two passes.
///
/// The second pass subtracts the mean, so nothing cancels; a rounding correction (Chan, Golub and
/// LeVeque 1983) makes the variance independent of the error in the mean.
struct CentralMoments {
  let count: Int
  let mean: Double
  /// Σ(x − x̄)², Σ(x − x̄)³, Σ(x − x̄)⁴.
  let sum2: Double
  let sum3: Double
  let sum4: Double

  init(of sample: [Double]) {
    count = sample.count
    let n = Double(sample.count)
    var total = 0.0
    for x in sample { total += x }
    let mean = sample.isEmpty ? 0 : total / n
    var (s1, s2, s3, s4) = (0.0, 0.0, 0.0, 0.0)
    for x in sample {
      let d = x - mean
      let d2 = d * d
      s1 += d
      s2 += d2
      s3 += d2 * d
      s4 += d2 * d2
    }
    self.mean = mean
    sum2 = sample.isEmpty ? 0 : Swift.max(0, s2 - s1 * s1 / n)
    sum3 = s3
    sum4 = s4
  }

  /// The unbiased sample variance; 0 for a single sample.
  var sampleVariance: Double { count > 1 ? sum2 / Double(count - 1) : 0 }

  /// The kurtosis E(x − x̄)⁴/(E(x − x̄)²)²: 3 for a normal law; 3 for a constant sample too.
  var kurtosis: Double { sum2 > 0 ? sum4 * Double(count) / (sum2 * sum2) : 3 }
}
