import Kernels
import Networks
import Numerics

/// Averages over a normal number of what an activation and its slope make of it.
///
/// Adaptive quadrature, split at the kinks of f and around the scale of its argument; all nodes of a panel go
/// through the activation's buffer form at once, z and −z together.
enum NormalAverage {
  /// E g(z, f(√q z), f′(√q z)) in eight lanes, √q the `deviation`: each accurate to 10⁻¹⁰ of E|g|.
  ///
  /// Folded at 0, so that the average of an odd g is 0 exactly. A function that bends too often for the panels that
  /// are allowed has a result that is not resolved.
  ///
  /// - Throws: ``TheoryError`` for a function that is not a number somewhere, and for one that still grows faster than
  ///   the density falls where the range ends, such as e^(0.3x²).
  static func integrate(
    of activation: any Activation, deviation: Double,
    _ integrand: (_ z: Double, _ f: Double, _ slope: Double) -> SIMD8<Double>
  ) throws(TheoryError) -> AdaptiveQuadrature.Result {
    let result = panels(of: activation, deviation: deviation, integrand)
    func fail(_ reason: String) -> TheoryError {
      .noAverage(of: activation.name, variance: deviation * deviation, because: reason)
    }
    for lane in 0..<8 where !(result.value[lane].magnitude < .infinity) {
      throw fail(result.value[lane].isNaN ? "is not a number somewhere" : "is infinite somewhere")
    }
    if !isDone(result, at: reach, share: 1e-10, activation, deviation, integrand) {
      throw fail("grows too fast")
    }
    return result
  }

  /// How far out the average of a pair of pre-activations must look: 8, where φ is 10⁻¹⁴ of φ(0), for all but
  /// functions that grow like e^x.
  ///
  /// - Throws: ``TheoryError`` for a function without averages.
  static func pairReach(
    of activation: any Activation, deviation: Double
  ) throws(TheoryError) -> Double {
    let squares = { (_: Double, f: Double, s: Double) in SIMD8(f * f, s * s, 0, 0, 0, 0, 0, 0) }
    let result = try integrate(of: activation, deviation: deviation, squares)
    return isDone(result, at: 8, share: 1e-8, activation, deviation, squares) ? 8 : reach
  }

  /// Whether little of an average is left at ±z.
  private static func isDone(
    _ result: AdaptiveQuadrature.Result, at z: Double, share: Double, _ activation: any Activation,
    _ deviation: Double, _ integrand: (Double, Double, Double) -> SIMD8<Double>
  ) -> Bool {
    let weight = NormalDistribution.density(z)
    for z in [z, -z] {
      let x = deviation * z
      let end = weight * integrand(z, activation.value(at: x), activation.slope(at: x))
      for lane in 0..<8 where !(end[lane].magnitude <= share * result.magnitude[lane]) {
        return false
      }
    }
    return true
  }

  private static func panels(
    of activation: any Activation, deviation: Double,
    _ integrand: (_ z: Double, _ f: Double, _ slope: Double) -> SIMD8<Double>
  ) -> AdaptiveQuadrature.Result {
    let count = AdaptiveQuadrature.nodeCount
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 7 * count) { memory in
      guard let weights = memory.baseAddress else { return .zero }
      let points = weights + count
      let (values, slopes) = (points + 2 * count, points + 4 * count)
      return AdaptiveQuadrature.integrate(
        breakpoints: breakpoints(kinks: activation.kinks, deviation: deviation)
      ) { panel in
        for i in 0..<count {
          let x = deviation * panel.nodes[i]
          points[i] = x
          points[count + i] = -x
        }
        NormalDistribution.densities(panel.nodes, into: weights, count: count)
        activation.apply(UnsafePointer(points), into: values, count: 2 * count)
        activation.slopes(UnsafePointer(points), into: slopes, count: 2 * count)
        for i in 0..<count {
          let z = panel.nodes[i]
          let a = integrand(z, values[i], slopes[i])
          let b = integrand(-z, values[count + i], slopes[count + i])
          let magnitude =
            a.replacing(with: -a, where: a .< 0) + b.replacing(with: -b, where: b .< 0)
          panel.values[i] = weights[i] * (a + b)
          panel.magnitudes[i] = weights[i] * magnitude
        }
      }
    }
  }

  /// Where the density ends: φ(13) is 10⁻³⁷.
  static let reach = 13.0

  /// Panels in z ≥ 0: kinks, and the places |x| = 1, 4, 16 … where activations bend, as far as they
  /// lie inside the reach of the density.
  static func breakpoints(kinks: [Double], deviation: Double) -> [Double] {
    var points = [0, 3, 6, reach]
    for x in kinks.map(\.magnitude) + [0.25, 1, 4, 16, 256, 65_536] {
      let z = x / deviation
      if z > 0 && z < reach { points.append(z) }
    }
    return points.sorted()
  }
}
