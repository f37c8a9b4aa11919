import Simulation

/// 2σ(x) − 1 = tanh(x/2), the notes' way to a sigmoid that is centred.
package struct HalfTanh: Activation, PointwiseFunction {
  package let name = "half-tanh"

  package init() {}

  package func evaluate<Real: ElementaryReal>(_ x: Real) -> Real { Real.tanh(x / 2) }

  package func differentiate<Real: ElementaryReal>(_ x: Real) -> Real {
    let t = Real.tanh(x / 2)
    return (1 - t * t) / 2
  }
}
