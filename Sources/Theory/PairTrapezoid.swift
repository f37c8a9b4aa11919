import Kernels
import Networks
import Numerics

/// Averages over two correlated normal numbers by the trapezoid rule, for smooth activations.
///
/// For a function that is analytic in a strip of half width d around the real axis and decays like a normal
/// density, the rule with step h is off by e^(−2πd/h) only (Trefethen and Weideman 2014), in each of two
/// dimensions. tanh(√q z) has d = π/(2√q), so that h = ¼ does at q = 1. Halving the step squares the error:
/// once two steps agree to 10⁻⁶ of the average of magnitudes the finer one is off by some 10⁻¹². Whole grids
/// go through the activation's buffer form at once.
enum PairTrapezoid {
  /// E f(x) f(y) and E f′(x) f′(y) for x, y = along u ± across v; `nil` where the steps do not agree, as for
  /// functions with kinks or with bends that are needles in the range.
  static func moments(
    of activation: any Activation, along: Double, across: Double
  ) -> (product: Double, slopeProduct: Double)? {
    // φ(8.5) is 10⁻¹⁶ of φ(0); functions that grow like e^x reach further out.
    for reach in [8.5, NormalAverage.reach] {
      guard let sums = converged(activation, along, across, reach: reach) else { return nil }
      if sums.end <= 1e-9 * sums.magnitude, sums.slopeEnd <= 1e-9 * sums.slopeMagnitude {
        return (sums.product, sums.slopeProduct)
      }
    }
    return nil
  }

  private static func converged(
    _ activation: any Activation, _ along: Double, _ across: Double, reach: Double
  ) -> Sums? {
    var coarse: Sums?
    for halvings in 1...4 {
      let fine = sums(activation, along, across, step: 1 / Double(1 << halvings), reach: reach)
      if let coarse {
        func agree(_ a: Double, _ b: Double, _ scale: Double) -> Bool {
          (a - b).magnitude <= 1e-6 * scale
        }
        if agree(coarse.product, fine.product, fine.magnitude),
          agree(coarse.slopeProduct, fine.slopeProduct, fine.slopeMagnitude)
        {
          return fine
        }
      }
      coarse = fine
    }
    return nil
  }

  private struct Sums {
    var product = 0.0
    var slopeProduct = 0.0
    var magnitude = 0.0
    var slopeMagnitude = 0.0
    /// The magnitudes where the grid ends.
    var end = 0.0
    var slopeEnd = 0.0
  }

  private static func sums(
    _ activation: any Activation, _ along: Double, _ across: Double, step: Double,
    reach: Double
  ) -> Sums {
    // v and −v only exchange x and y.
    let reach = Int((reach / step).rounded(.up))
    let columns = reach + 1
    let weights = (0...reach).map { NormalDistribution.density(Double($0) * step) * step }
    let count = 2 * columns
    var result = Sums()
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 3 * count) { memory in
      guard let points = memory.baseAddress else { return }
      let (values, slopes) = (points + count, points + 2 * count)
      for row in -reach...reach {
        let center = along * Double(row) * step
        for column in 0...reach {
          let offset = across * Double(column) * step
          points[column] = center + offset
          points[columns + column] = center - offset
        }
        activation.apply(UnsafePointer(points), into: values, count: count)
        activation.slopes(UnsafePointer(points), into: slopes, count: count)
        var part = Sums()
        for column in 0...reach {
          let weight = weights[column] * (column == 0 ? 1 : 2)
          let product = values[column] * values[columns + column]
          let slopeProduct = slopes[column] * slopes[columns + column]
          part.product += weight * product
          part.slopeProduct += weight * slopeProduct
          part.magnitude += weight * product.magnitude
          part.slopeMagnitude += weight * slopeProduct.magnitude
          if column == reach || row.magnitude == reach {
            part.end += weight * product.magnitude
            part.slopeEnd += weight * slopeProduct.magnitude
          }
        }
        let weight = weights[row < 0 ? -row : row]
        result.product += weight * part.product
        result.slopeProduct += weight * part.slopeProduct
        result.magnitude += weight * part.magnitude
        result.slopeMagnitude += weight * part.slopeMagnitude
        result.end += weight * part.end
        result.slopeEnd += weight * part.slopeEnd
      }
    }
    return result
  }
}

/// The same averages for f(x) = ax + b|x|, in closed form.
enum PairHomogeneous {
  /// E xy = cq, E x|y| = 0 and E|x||y| = (2q/π)(√(1 − c²) + c arcsin c): the arc-cosine kernels of Cho and
  /// Saul (2009).
  static func moments(
    _ slopes: (negative: Double, positive: Double), variance q: Double, correlation c: Double
  ) -> (product: Double, slopeProduct: Double) {
    let odd = 0.5 * (slopes.positive + slopes.negative)
    let even = 0.5 * (slopes.positive - slopes.negative)
    let sine = ((1 - c) * (1 + c)).squareRoot()
    let arc =
      sine > 0 ? Double.arctangent(c / sine) : (c > 0 ? 0.5 : -0.5) * Double.pi
    return (
      odd * odd * c * q + even * even * 2 * q / Double.pi * (sine + c * arc),
      odd * odd + even * even * 2 / Double.pi * arc
    )
  }
}
