import Kernels

extension Estimate {
  /// The mean of e^x over a sample of x, for quantities whose logarithm is nearly normal.
  ///
  /// The plain mean of a deep network's signal is carried by rare networks that a sample of a hundred
  /// hardly holds: Student's interval then misses far too often (30 times of 100 for ReLU, width 64,
  /// depth 50, 100 networks). The interval here therefore holds a second one as well, of the
  /// cumulants of the logarithm,
  ///
  ///     ln E e^x = κ₁ + κ₂/2 + κ₃/6 + …  ± t √((κ₂ + κ₂²/2 + κ₂³/6)/n)
  ///
  /// with the sampling variances of k-statistics of a normal sample. Without κ₃ it is the interval of Cox
  /// (Land 1972, *Technometrics* 14:145) for log-normal laws. Over networks of 4 to 512 units,
  /// s² from 0.02 to 4, and 20 to 2,000 of them, the two together cover 94 % and more. Networks of
  /// fewer than ten ReLUs die too often for either.
  ///
  /// - Parameter logarithms: natural logarithms; −∞ stands for zero.
  public static func meanOfExponentials(logarithms: [Double]) -> Estimate {
    let largest = logarithms.max() ?? -.infinity
    guard largest.isFinite else {
      let value: Double = largest == -.infinity ? 0 : (largest == .infinity ? .infinity : .nan)
      return Estimate(value: value, low: value, high: value, samples: logarithms.count)
    }
    // Scaled by the largest, so that nothing overflows on the way.
    var moments = StreamingMoments()
    for x in logarithms { moments.add(Double.exp(x - largest)) }
    let student = moments.meanEstimate
    let scale = Double.exp(largest)
    guard let (low, high) = cumulantInterval(logarithms, relativeTo: largest) else {
      return Estimate(
        value: student.value * scale, low: Swift.max(0, student.low) * scale,
        high: student.high * scale, samples: student.samples)
    }
    return Estimate(
      value: student.value * scale,
      low: Swift.max(0, Swift.min(student.low, low)) * scale,
      high: Swift.max(student.high, high) * scale, samples: student.samples)
  }

  /// Below this the third cumulant of a sample says nothing.
  private static let fewestForCumulants = 8

  /// The interval of E e^(x − reference) by cumulants; `nil` for a small or constant sample.
  private static func cumulantInterval(
    _ logarithms: [Double], relativeTo reference: Double
  ) -> (low: Double, high: Double)? {
    let alive = logarithms.filter { $0 > -.infinity }
    guard alive.count >= fewestForCumulants else { return nil }
    let n = Double(alive.count)
    let moments = CentralMoments(of: alive)
    let variance = moments.sampleVariance
    guard variance > 0, variance.isFinite else { return nil }
    let third = moments.sum3 * n / ((n - 1) * (n - 2))
    // Zeros multiply the mean by the share that is alive.
    let share = n / Double(logarithms.count)
    let center =
      moments.mean - reference + variance / 2 + third / 6 + Double.log(share)
    let spread = variance + variance * variance / 2 + variance * variance * variance / 6
    let error = (spread / n + (1 - share) / n).squareRoot()
    let half = StreamingMoments.studentQuantile(degreesOfFreedom: alive.count - 1) * error
    return (Double.exp(center - half), Double.exp(center + half))
  }
}
