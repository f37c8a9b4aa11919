import Kernels

/// ½x(1 + tanh u) with u = √(2/π)(x + 0.044715x³): the approximation of GELU that GPT-2 and BERT use.
///
/// Hendrycks and Gimpel 2016, §2. Written as x σ(2u), which keeps its relative accuracy far on the
/// negative side; f′ = σ(2u) + 2x u′ σ′(2u).
public struct TanhGELU: Activation, PointwiseFunction {
  public let name = "gelu-tanh"

  public var kernel: ActivationKernel? { .geluTanh }

  /// Makes the function; it has no parameters.
  public init() {}

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real {
    // Below −40 the value is zero in both precisions; the bound keeps −∞ · 0 away.
    let y: Real = x < -40 ? -40 : x
    // 2√(2/π) = 1.5957691…, times 0.044715.
    return y * .sigmoid(y * (1.5957691216057308 + 0.07135481627260025 * (y * y)))
  }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real {
    let y: Real = x < -40 ? -40 : (x > 40 ? 40 : x)
    let twice = y * (1.5957691216057308 + 0.07135481627260025 * (y * y))
    let slope = 1.5957691216057308 + 0.21406444881780075 * (y * y)
    return .sigmoid(twice) + y * slope * .sigmoidSlope(twice)
  }
}
