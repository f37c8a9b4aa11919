extension Matrix {
  /// The largest singular value, from the eigenvalues of the smaller Gram matrix.
  ///
  /// Squaring costs digits only of the small singular values; the largest keeps a relative error of a
  /// few ε. Elements are scaled first, so squares neither overflow nor vanish.
  ///
  /// - Complexity: O(mn · min(m, n)) operations, of which the Gram matrix takes most.
  public func spectralNorm() throws(LinearAlgebraError) -> Double {
    try requireFinite()
    let scale = largestMagnitude
    if scale == 0 { return 0 }
    let scaled = (1 / scale) * self
    let gram = rows < columns ? scaled * scaled.transpose : scaled.transpose * scaled
    let values = try SymmetricEigenvalues.of(gram)
    return scale * Swift.max(0, values[values.count - 1]).squareRoot()
  }
}
