import Simulation

/// One layer with an explicit weight matrix, in the convention of note 001: y = Wᵀx, W of m rows (the
/// fan-in) and n columns (the fan-out).
package struct DenseLayer {
  package let fanIn: Int
  package let fanOut: Int
  /// Row after row: `weights[i * fanOut + j]` leads from input i to output j.
  package private(set) var weights: [Double]

  /// Draws the weights from N(0, σ²).
  package init(fanIn: Int, fanOut: Int, variance: Double, random: inout RandomSource) {
    self.fanIn = fanIn
    self.fanOut = fanOut
    weights = normals(fanIn * fanOut, deviation: variance.squareRoot(), &random)
  }

  /// y = Wᵀx.
  package func forward(_ x: [Double]) -> [Double] {
    var y = [Double](repeating: 0, count: fanOut)
    for i in 0..<fanIn {
      let (row, factor) = (i * fanOut, x[i])
      for j in 0..<fanOut { y[j] += factor * weights[row + j] }
    }
    return y
  }

  /// ∂ℓ/∂x = W ∂ℓ/∂y.
  package func backward(_ g: [Double]) -> [Double] {
    (0..<fanIn).map { i in
      var sum = 0.0
      for j in 0..<fanOut { sum += weights[i * fanOut + j] * g[j] }
      return sum
    }
  }

  /// One step of gradient descent on ½|Wᵀx|², whose gradient is x yᵀ.
  package mutating func descend(input x: [Double], rate: Double) {
    let y = forward(x)
    for i in 0..<fanIn {
      for j in 0..<fanOut { weights[i * fanOut + j] -= rate * x[i] * y[j] }
    }
  }

  /// W as a matrix.
  package var matrix: Matrix { Matrix(rows: fanIn, columns: fanOut, elements: weights) }
}

/// Normal numbers of mean 0.
package func normals(_ count: Int, deviation: Double = 1, _ random: inout RandomSource) -> [Double]
{
  var numbers = [Double](repeating: 0, count: count)
  numbers.withUnsafeMutableBufferPointer {
    guard let base = $0.baseAddress else { return }
    random.fillNormals(base, count: count, standardDeviation: deviation)
  }
  return numbers
}

/// Σ xᵢ²/n.
package func meanSquare(_ x: [Double]) -> Double {
  var sum = 0.0
  for value in x { sum += value * value }
  return sum / Double(x.count)
}
