import Kernels

/// x for x > 0, ax otherwise, with a small fixed a (Maas, Hannun and Ng 2013; a = 0.01).
///
/// PReLU (He et al. 2015) is the same function with a learnt a that starts at 0.25.
public struct LeakyReLU: Activation, PointwiseFunction {
  /// The slope a for negative inputs.
  public let negativeSlope: Double
  public let name: String
  public let kinks: [Double] = [0]
  public var homogeneousSlopes: (negative: Double, positive: Double)? { (negativeSlope, 1) }

  /// Makes the function for a slope a; the names are those of the usual two values.
  public init(negativeSlope: Double = 0.01) {
    self.negativeSlope = negativeSlope
    name =
      switch negativeSlope {
      case 0.01: "leaky-relu"
      case 0.25: "prelu"
      default: "leaky-relu-" + shortNumber(negativeSlope)
      }
  }

  /// PReLU at its start, a = 0.25.
  public static let parametric = LeakyReLU(negativeSlope: 0.25)

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real {
    x > 0 ? x : x * Real(negativeSlope)
  }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real {
    x > 0 ? 1 : (x <= 0 ? Real(negativeSlope) : x)
  }
}
