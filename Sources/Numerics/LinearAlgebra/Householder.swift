/// Reflections I − β v vᵀ.
enum Householder {
  /// Turns x = v[0..<count] into the reflection that maps it to α e_pivot.
  ///
  /// On return v holds the reflection's vector; the result is β (0 for the identity) and α = ∓‖x‖,
  /// with the sign that avoids cancellation. Squares are taken of x/max|x|, so nothing overflows.
  static func reflect(
    _ v: inout [Double], pivot: Int, count: Int
  ) -> (beta: Double, alpha: Double) {
    var scale = 0.0
    for j in 0..<count { scale = Swift.max(scale, v[j].magnitude) }
    var rest = 0.0
    if scale > 0 {
      for j in 0..<count where j != pivot {
        let y = v[j] / scale
        rest += y * y
      }
    }
    // Nothing to annihilate: leave the pivot's sign as it is.
    if rest == 0 { return (0, v[pivot]) }
    let p = v[pivot] / scale
    let norm = (rest + p * p).squareRoot()
    let alpha = p > 0 ? -norm : norm
    // v = x/scale − α e: its squared length is 2 norm (norm + |p|).
    for j in 0..<count { v[j] /= scale }
    v[pivot] = p - alpha
    return (1 / (norm * (norm + p.magnitude)), alpha * scale)
  }
}
