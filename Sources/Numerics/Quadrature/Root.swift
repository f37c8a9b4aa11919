/// Roots of continuous functions in a bracket.
package enum Root {
  /// A root of `function` between `low` and `high`, to a relative precision of 10⁻¹⁴.
  ///
  /// Regula falsi with the step of Anderson and Björck (1973), which keeps the bracket and converges
  /// superlinearly; every third step bisects, so that the bracket shrinks for certain.
  /// If both ends have the same sign, the end nearer to zero is the result.
  package static func find(
    _ low: Double, _ high: Double, _ function: (Double) throws(TheoryError) -> Double
  ) throws(TheoryError) -> Double {
    var (a, b) = (low, high)
    var (fa, fb) = (try function(a), try function(b))
    if fa == 0 { return a }
    if fb == 0 { return b }
    if (fa > 0) == (fb > 0) { return fa.magnitude < fb.magnitude ? a : b }
    for step in 0..<200 {
      let bisecting = step % 3 == 2
      var x = bisecting ? 0.5 * (a + b) : (a * fb - b * fa) / (fb - fa)
      if !(x > Swift.min(a, b) && x < Swift.max(a, b)) { x = 0.5 * (a + b) }
      let fx = try function(x)
      if fx == 0 { return x }
      if (fx > 0) == (fb > 0) {
        // The same end moved twice: shrink the weight of the other one.
        let factor = 1 - fx / fb
        fa *= factor > 0 ? factor : 0.5
      } else {
        (a, fa) = (b, fb)
      }
      (b, fb) = (x, fx)
      if (a - b).magnitude <= 1e-14 * Swift.max(a.magnitude, b.magnitude) { break }
    }
    return b
  }
}
