import Kernels

/// The sigmoid of straight pieces, x/6 + ½ cut off at 0 and 1 (Howard and others 2019; as in PyTorch).
public struct HardSigmoid: Activation, PointwiseFunction {
  public let name = "hard-sigmoid"
  public let kinks: [Double] = [-3, 3]

  /// Makes the function; it has no parameters.
  public init() {}

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real {
    x > 3 ? 1 : (x < -3 ? 0 : (x + 3) / 6)
  }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real {
    Swift.abs(x) < 3 ? 1 / 6 : (x.isNaN ? x : 0)
  }
}

/// x times the hard sigmoid: SiLU of straight pieces (Howard and others 2019, "MobileNetV3").
public struct HardSwish: Activation, PointwiseFunction {
  public let name = "hard-swish"
  public let kinks: [Double] = [-3, 3]

  /// Makes the function; it has no parameters.
  public init() {}

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real {
    x > 3 ? x : (x < -3 ? 0 : x * (x + 3) / 6)
  }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real {
    x >= 3 ? 1 : (x <= -3 ? 0 : (2 * x + 3) / 6)
  }
}
