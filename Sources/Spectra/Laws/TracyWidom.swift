/// The Tracy–Widom law of order 1: the fluctuation of the largest eigenvalue of a real Wishart matrix.
///
/// Between the points of a table, made from the Fredholm determinant of the Airy kernel
/// (`Tests/References/tracy_widom.py`), F is a cubic through values and densities; its error is below 10⁻⁷.
/// Outside [−6, 6] fewer than 10⁻⁵ of the probability remains and F is 0 or 1.
public enum TracyWidom {
  /// E, −1.2065….
  public static let mean = -1.2065335745820
  /// The standard deviation, 1.2680….
  public static let standardDeviation = 1.267983057686892
  private static let low = -6.0
  private static let step = 0.0625

  /// F₁(s).
  public static func cumulative(_ s: Double) -> Double {
    let position = (s - low) / step
    if position.isNaN { return .nan }
    if position <= 0 { return 0 }
    let index = position < Double(table.count - 1) ? Int(position) : table.count - 1
    if index >= table.count - 1 { return 1 }
    let t = position - Double(index)
    let (a, b) = (table[index], table[index + 1])
    // The cubic of Hermite on the unit interval, densities scaled by the step.
    let rise = b.cumulative - a.cumulative
    let (da, db) = (a.density * step, b.density * step)
    return a.cumulative + t * (da + t * (3 * rise - 2 * da - db + t * (da + db - 2 * rise)))
  }

  /// The density, the derivative of the cubic.
  public static func density(_ s: Double) -> Double {
    let position = (s - low) / step
    guard position > 0, position < Double(table.count - 1) else { return 0 }
    let index = Int(position)
    let t = position - Double(index)
    let (a, b) = (table[index], table[index + 1])
    let rise = (b.cumulative - a.cumulative) / step
    return a.density
      + t * (6 * rise - 4 * a.density - 2 * b.density)
      + t * t * (3 * (a.density + b.density) - 6 * rise)
  }

  /// The p-quantile for 0.0001 ≤ p ≤ 0.9999; NaN outside.
  public static func quantile(_ p: Double) -> Double {
    guard p >= 0.0001, p <= 0.9999 else { return .nan }
    var (a, b) = (low, low + step * Double(table.count - 1))
    for _ in 0..<60 {
      let middle = 0.5 * (a + b)
      if cumulative(middle) < p { a = middle } else { b = middle }
    }
    return 0.5 * (a + b)
  }
}
