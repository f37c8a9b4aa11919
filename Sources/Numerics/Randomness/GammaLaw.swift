import Kernels

extension RandomSource {
  /// χ² with any number of degrees of freedom > 0, in O(1): the squared norm of a Gaussian vector.
  public mutating func chiSquared(_ degreesOfFreedom: Double) -> Double {
    2 * gamma(degreesOfFreedom / 2)
  }

  /// Gamma with a shape > 0 and scale 1.
  ///
  /// Marsaglia and Tsang, ACM TOMS 26 (2000), 363–372: a transformed normal number, accepted with
  /// probability above 0.95; below shape 1 through gamma(a) = gamma(a + 1) u^(1/a).
  public mutating func gamma(_ shape: Double) -> Double {
    precondition(shape > 0, "a gamma law needs a positive shape")
    guard shape >= 1 else {
      let boosted = gamma(shape + 1)
      return boosted * Double.exp(Double.log(uniform()) / shape)
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let v = root * root * root
      let u = uniform()
      if Double.log(u) < 0.5 * x * x + d - d * v + d * Double.log(v) { return d * v }
    }
  }

  /// Beta(a, b): the share of two independent gammas.
  public mutating func beta(_ a: Double, _ b: Double) -> Double {
    let x = gamma(a)
    let y = gamma(b)
    return x / (x + y)
  }

  /// How many of n fair coins show heads, exactly, in O(n/128): the number of ones in n random bits.
  public mutating func heads(of n: Int) -> Int {
    var heads = 0
    var left = n
    while left > 0 {
      let w = nextBlock()
      for word in [w.0, w.1, w.2, w.3] where left > 0 {
        let kept = left >= 32 ? word : word & ((1 << UInt32(left)) - 1)
        heads += kept.nonzeroBitCount
        left -= 32
      }
    }
    return heads
  }
}
