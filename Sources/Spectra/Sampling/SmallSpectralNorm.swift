import Kernels

/// The logarithm of the largest singular value of small matrices, without allocating.
enum SmallSpectralNorm {
  /// ln ‖M‖₂ for the matrix of `size` rows whose element e is at `base[e · stride]`, not all 0.
  ///
  /// With A = MᵀM and tr Aᵐ between λᵐ and nλᵐ, ln λ is the limit of ln(tr Aᵐ)/m. Squaring a matrix of
  /// trace 1 doubles m: ln λ = ln tr A + ½(ln t₁ + ½(ln t₂ + …)), t the trace of each square before it is
  /// scaled back to 1. It ends when a square's trace is 1, that is at rank one: after two or three
  /// squarings if the values differ by much, after 53 if they are all the same.
  static func logarithm(
    _ base: UnsafePointer<Double>, stride: Int, size n: Int
  ) -> Double {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * n * n) { scratch in
      guard var a = scratch.baseAddress else { return .nan }
      var b = a + n * n
      for i in 0..<n {
        for j in 0...i {
          var sum = 0.0
          for k in 0..<n { sum += base[(k * n + i) * stride] * base[(k * n + j) * stride] }
          a[i * n + j] = sum
          a[j * n + i] = sum
        }
      }
      var trace = 0.0
      for i in 0..<n { trace += a[i * n + i] }
      var result = Double.log(trace)
      var share = 1.0
      for _ in 0..<60 {
        let inverse = 1 / trace
        for e in 0..<(n * n) { a[e] *= inverse }
        // tr A² is the sum of squares, known before A² is.
        trace = 0
        for e in 0..<(n * n) { trace += a[e] * a[e] }
        share *= 0.5
        result += share * Double.log(trace)
        if trace > 1 - 1e-15 || share < 1e-17 { break }
        for i in 0..<n {
          for j in 0...i {
            var sum = 0.0
            for k in 0..<n { sum += a[i * n + k] * a[j * n + k] }
            b[i * n + j] = sum
            b[j * n + i] = sum
          }
        }
        swap(&a, &b)
      }
      return 0.5 * result
    }
  }
}
