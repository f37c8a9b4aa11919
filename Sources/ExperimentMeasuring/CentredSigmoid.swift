import Simulation

/// σ(x) − ½ = ½ tanh(x/2): the sigmoid moved so that it is centred, its slope what it was.
package struct CentredSigmoid: Activation, PointwiseFunction {
  package let name = "centred-sigmoid"

  package init() {}

  package func evaluate<Real: ElementaryReal>(_ x: Real) -> Real { Real.tanh(x / 2) / 2 }

  package func differentiate<Real: ElementaryReal>(_ x: Real) -> Real {
    let t = Real.tanh(x / 2)
    return (1 - t * t) / 4
  }
}
