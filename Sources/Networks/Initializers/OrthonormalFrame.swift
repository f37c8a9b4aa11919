import Kernels
import Numerics

/// Orthonormal vectors of one length, stored one after the other, in double precision.
struct OrthonormalFrame {
  let length: Int
  let count: Int
  var vectors: [Double]

  /// Makes room for `count` ≤ `length` vectors.
  init(length: Int, count: Int) {
    self.length = length
    self.count = count
    vectors = Array(repeating: 0, count: length * count)
  }

  /// Draws a frame from Haar's measure: Q of a Gaussian matrix, with the signs of R's diagonal.
  ///
  /// Householder's reflections, applied to whole columns; 4 · length · count² operations to first order.
  mutating func drawHaar(_ random: inout RandomSource) {
    let (length, count) = (length, count)
    var signs = [Double](repeating: 1, count: count)
    vectors.withUnsafeMutableBufferPointer { buffer in
      guard let a = buffer.baseAddress else { return }
      random.fillNormals(a, count: length * count)
      for k in 0..<count {
        let size = length - k
        let v = a + k * length + k
        let norm = Double.sums(v, count: size).squares.squareRoot()
        // v ← x + sign(x₀)|x| e₀, of square 2|x|(|x| + |x₀|); R's diagonal is −sign(x₀)|x|.
        let diagonal = v[0] < 0 ? norm : -norm
        signs[k] = diagonal < 0 ? -1 : 1
        v[0] -= diagonal
        let scale = Double.sums(v, count: size).squares
        guard scale > 0 else { continue }
        Double.scale(v, by: (2 / scale).squareRoot(), count: size)
        for column in (k + 1)..<max(k + 1, count) {
          let w = a + column * length + k
          Double.add(v, times: -Double.dot(v, w, count: size), to: w, count: size)
        }
      }
      // Q e_k = H₀ … H_k e_k, formed from the last column back, in place of the reflectors.
      for k in stride(from: count - 1, through: 0, by: -1) {
        let size = length - k
        let v = a + k * length + k
        for column in (k + 1)..<max(k + 1, count) {
          let w = a + column * length + k
          Double.add(v, times: -Double.dot(v, w, count: size), to: w, count: size)
        }
        let head = v[0]
        Double.scale(v, by: -head, count: size)
        v[0] += 1
        for i in 0..<k { a[k * length + i] = 0 }
      }
      for k in 0..<count where signs[k] < 0 {
        Double.scale(a + k * length, by: -1, count: length)
      }
    }
  }
}
