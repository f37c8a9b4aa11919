import Kernels

/// U(−s, s): PyTorch's default for linear and convolutional layers, Xavier's and Keras' uniform starts.
public struct UniformFamily: LawFamily {
  public let name = "uniform"
  public let prior = 0.30
  /// 1/√3.
  public let deviationOfUnitScale = 0.5773502691896258
  /// (1/5)/(1/3)².
  public let kurtosis = 1.8

  /// The one family.
  public init() {}

  public func logLikelihood(_ sample: ScaleStatistics, scale: Double) -> Double {
    sample.largestMagnitude > scale ? -.infinity : -Double(sample.count) * Double.log(2 * scale)
  }

  public func likeliestScale(_ sample: ScaleStatistics) -> Double { sample.largestMagnitude }

  /// ∫ (2s)^(−N) d ln s from the largest magnitude M on is (2M)^(−N)/N.
  public func logEvidence(_ sample: ScaleStatistics) -> Double {
    let n = Double(sample.count)
    return -n * Double.log(2 * sample.largestMagnitude) - Double.log(n)
  }

  public func cumulative(_ x: Double, scale: Double) -> Double {
    min(1, max(0, (x / scale + 1) / 2))
  }
}
