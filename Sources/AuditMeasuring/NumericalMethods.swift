import Kernels

/// Small numerical methods by which theory values are found without the formula under audit.
package enum NumericalMethods {
  /// The zero of a function that changes sign on a range, by bisection to the last bit.
  package static func root(in range: ClosedRange<Double>, _ f: (Double) -> Double) -> Double {
    var (low, high) = (range.lowerBound, range.upperBound)
    let sign = f(low) < 0
    for _ in 0..<200 {
      let middle = 0.5 * (low + high)
      if (f(middle) < 0) == sign { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }

  /// ∫ f over a range by Simpson's rule with 2000 intervals: exact for cubics, 10⁻¹² for the smooth
  /// integrands of the audit.
  package static func integral(over range: ClosedRange<Double>, _ f: (Double) -> Double) -> Double {
    let intervals = 2000
    let step = (range.upperBound - range.lowerBound) / Double(intervals)
    var sum = f(range.lowerBound) + f(range.upperBound)
    for k in 1..<intervals {
      sum += (k % 2 == 1 ? 4 : 2) * f(range.lowerBound + Double(k) * step)
    }
    return sum * step / 3
  }

  /// f′(x) by central differences with Richardson's extrapolation: an error of order 10⁻¹¹ where f
  /// and its derivatives are of order one.
  package static func derivative(at x: Double, _ f: (Double) -> Double) -> Double {
    func central(_ h: Double) -> Double { (f(x + h) - f(x - h)) / (2 * h) }
    let h = 0x1p-9
    let (a, b, c) = (central(h), central(h / 2), central(h / 4))
    let (ab, bc) = ((4 * b - a) / 3, (4 * c - b) / 3)
    return (16 * bc - ab) / 15
  }

  /// The average of a function over all 2ᵏ choices of k signs: an exact expectation over independent
  /// ±1 variables.
  package static func signAverage(_ count: Int, _ f: ([Double]) -> Double) -> Double {
    var sum = 0.0
    for bits in 0..<(1 << count) {
      sum += f((0..<count).map { bits >> $0 & 1 == 1 ? 1 : -1 })
    }
    return sum / Double(1 << count)
  }

  /// E f(z) for a standard normal z; f may have a kink at 0.
  package static func gaussianAverage(_ f: (Double) -> Double) -> Double {
    let density = { (z: Double) in Double.exp(-0.5 * z * z) / (2 * Double.pi).squareRoot() }
    return integral(over: -12...0) { f($0) * density($0) }
      + integral(over: 0...12) { f($0) * density($0) }
  }
}
