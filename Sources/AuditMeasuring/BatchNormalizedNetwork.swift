import Kernels
import Simulation

/// A ReLU network at its start with batch normalisation before each activation, h ↦ relu(BN(Wh)), no
/// scale and shift.
///
/// Its gradient's norm grows by √(π/(π − 1)) per layer for large batches and widths (Yang,
/// Pennington, Rao, Sohl-Dickstein and Schoenholz 2019, "A mean field theory of batch
/// normalization").
package struct BatchNormalizedNetwork {
  package let width: Int
  package let batch: Int
  package let depth: Int
  /// The weights' standard deviation relative to He's; normalisation makes it irrelevant.
  package let scale: Double

  /// Makes the measurement from its sizes.
  package init(width: Int, batch: Int, depth: Int, scale: Double) {
    self.width = width
    self.batch = batch
    self.depth = depth
    self.scale = scale
  }

  package struct Outcome {
    /// The mean square of the last layer's normalised units.
    package let forward: Double
    /// The factor per layer of the gradient's norm, over the layers between the first and the last.
    package let gradientFactor: Double
  }

  /// One network with fresh inputs.
  package func run(_ seeds: SeedTree) -> Outcome {
    var random = seeds.source()
    let deviation = scale * (2 / Double(width)).squareRoot()
    var h = Matrix(rows: batch, columns: width, elements: normals(batch * width, &random))
    var layers: [(weights: Matrix, normalised: Matrix, deviations: [Double])] = []
    for _ in 0..<depth {
      let w = Matrix(
        rows: width, columns: width,
        elements: normals(width * width, deviation: deviation, &random))
      let (normalised, deviations) = normalise(h * w)
      layers.append((w, normalised, deviations))
      h = normalised
      for i in h.elements.indices { h.elements[i] = max(0, h.elements[i]) }
    }
    var gradient = Matrix(rows: batch, columns: width, elements: normals(batch * width, &random))
    var norms: [Double] = []
    for (w, normalised, deviations) in layers.reversed() {
      for i in gradient.elements.indices where normalised.elements[i] <= 0 {
        gradient.elements[i] = 0
      }
      gradient = throughNormalisation(gradient, normalised, deviations) * w.transpose
      norms.append(gradient.frobeniusNorm)
    }
    // Left out: the last layer, whose gradient knows nothing of the network, and the first, which
    // reads raw inputs in the place of rectified ones.
    let growth = norms[depth - 2] / norms[0]
    return Outcome(
      forward: meanSquare(layers[depth - 1].normalised.elements),
      gradientFactor: Double.power(growth, 1 / Double(depth - 2)))
  }

  /// Every column with mean 0 and variance 1 over the batch; returns the columns' deviations too.
  private func normalise(_ z: Matrix) -> (Matrix, [Double]) {
    var (result, deviations) = (z, [Double](repeating: 0, count: z.columns))
    let count = Double(z.rows)
    for j in 0..<z.columns {
      let mean = (0..<z.rows).reduce(0) { $0 + z[$1, j] } / count
      let squares = (0..<z.rows).reduce(0) { $0 + (z[$1, j] - mean) * (z[$1, j] - mean) }
      deviations[j] = (squares / count).squareRoot()
      for i in 0..<z.rows { result[i, j] = (z[i, j] - mean) / deviations[j] }
    }
    return (result, deviations)
  }

  /// ∂/∂z of a loss with the given gradient at BN(z): (g − mean g − ẑ·mean(g ẑ))/s, by columns.
  private func throughNormalisation(
    _ g: Matrix, _ normalised: Matrix, _ deviations: [Double]
  ) -> Matrix {
    var result = g
    let count = Double(g.rows)
    for j in 0..<g.columns {
      let mean = (0..<g.rows).reduce(0) { $0 + g[$1, j] } / count
      let slope = (0..<g.rows).reduce(0) { $0 + g[$1, j] * normalised[$1, j] } / count
      for i in 0..<g.rows {
        result[i, j] = (g[i, j] - mean - normalised[i, j] * slope) / deviations[j]
      }
    }
    return result
  }
}
