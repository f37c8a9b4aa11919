import Kernels
import Simulation

/// Residual blocks x + c·V relu(Wx) with N(0, 2/n) entries in W and N(0, 1/n) in V, so that the branch
/// keeps the second moment of signal and gradient.
package struct ResidualNetwork {
  package let width: Int
  package let depth: Int
  /// c, the factor of every branch.
  package let branch: Double

  /// Makes the measurement from its sizes.
  package init(width: Int, depth: Int, branch: Double) {
    self.width = width
    self.depth = depth
    self.branch = branch
  }

  /// log₁₀ of the mean square of the gradient at the input over that at the output, for a gradient
  /// that does not depend on the network; (1 + c²)^depth on average.
  package func gradientDecades(_ random: inout RandomSource) -> Double {
    var x = normals(width, &random)
    var layers: [(inner: DenseLayer, outer: DenseLayer, active: [Bool])] = []
    for _ in 0..<depth {
      let inner = DenseLayer(
        fanIn: width, fanOut: width, variance: 2 / Double(width), random: &random)
      let outer = DenseLayer(
        fanIn: width, fanOut: width, variance: 1 / Double(width), random: &random)
      let z = inner.forward(x)
      let y = outer.forward(z.map { max(0, $0) })
      for i in 0..<width { x[i] += branch * y[i] }
      layers.append((inner, outer, z.map { $0 > 0 }))
    }
    var gradient = normals(width, &random)
    let start = meanSquare(gradient)
    for (inner, outer, active) in layers.reversed() {
      let hidden = outer.backward(gradient)
      let through = inner.backward(zip(hidden, active).map { $1 ? $0 : 0 })
      for i in 0..<width { gradient[i] += branch * through[i] }
    }
    return Double.log10(meanSquare(gradient) / start)
  }
}
