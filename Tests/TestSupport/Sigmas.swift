import Numerics

extension Estimate {
  /// The standard error: the 95 % interval reaches 1.96 of them to either side.
  public var standardError: Double { halfWidth / 1.96 }

  /// Whether a number lies within so many standard errors of the estimate.
  public func within(sigmas: Double, of number: Double) -> Bool {
    abs(value - number) <= sigmas * standardError
  }
}
