/// Adaptive Gauss–Kronrod quadrature of eight integrands at once.
///
/// The pair of a 7-point Gauss and a 15-point Kronrod rule (Kronrod 1965; nodes as in QUADPACK) shares
/// its nodes, so their difference estimates the error for free. A panel is halved until that
/// difference is below `tolerance` times the integral of |g| in every lane. The true error is far
/// below it wherever g is smooth; so split the range at kinks.
package enum AdaptiveQuadrature {
  /// Integrals, and those of the magnitudes, which give the scale of each lane.
  package struct Result {
    package var value: SIMD8<Double>
    package var magnitude: SIMD8<Double>
    /// Estimated errors of the panels at which the limit was met; zero otherwise, NaN where g is.
    package var rest = SIMD8<Double>.zero

    package static let zero = Result(value: .zero, magnitude: .zero)

    /// Whether the limit on panels left every lane within 10⁻⁸ of the integral of |g|.
    package var isResolved: Bool { all(rest .<= 1e-8 * magnitude) }
  }

  /// ∫ g over consecutive panels between increasing `breakpoints`.
  ///
  /// `integrand` returns g(x) and a bound on |g(x)| in which nothing cancels. At most `panelLimit`
  /// panels are evaluated, so noise in g costs accuracy and not time without end.
  package static func integrate(
    breakpoints: [Double], tolerance: Double = 1e-12, panelLimit: Int = 4_000,
    _ integrand: (Double) -> (SIMD8<Double>, SIMD8<Double>)
  ) -> Result {
    integrate(breakpoints: breakpoints, tolerance: tolerance, panelLimit: panelLimit) {
      panel in
      for i in 0..<nodeCount - 1 {
        (panel.values[i], panel.magnitudes[i]) = integrand(panel.nodes[i])
      }
    }
  }

  /// The numbers at which a panel asks for its integrand at once, a multiple of what vectors hold; the
  /// last is the first again.
  package static let nodeCount = 16

  /// Where a panel asks for g, and where the answers go: `nodeCount` numbers each.
  package struct Samples {
    package let nodes: UnsafePointer<Double>
    /// g.
    package let values: UnsafeMutablePointer<SIMD8<Double>>
    /// A bound on |g| in which nothing cancels.
    package let magnitudes: UnsafeMutablePointer<SIMD8<Double>>
  }

  /// The same for an integrand that fills all nodes of a panel at once, as loops over buffers like it.
  package static func integrate(
    breakpoints: [Double], tolerance: Double = 1e-12, panelLimit: Int = 4_000,
    panels integrand: (Samples) -> Void
  ) -> Result {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: nodeCount) { points in
      withUnsafeTemporaryAllocation(of: SIMD8<Double>.self, capacity: 2 * nodeCount) { answers in
        guard let nodes = points.baseAddress, let values = answers.baseAddress else { return .zero }
        answers.initialize(repeating: .zero)
        let samples = Samples(nodes: nodes, values: values, magnitudes: values + nodeCount)
        return bisect(breakpoints, tolerance, panelLimit) { low, high in
          let center = 0.5 * (low + high)
          let half = 0.5 * (high - low)
          nodes[0] = center
          for i in 0..<7 {
            let offset = half * offsets[i]
            nodes[2 * i + 1] = center - offset
            nodes[2 * i + 2] = center + offset
          }
          nodes[15] = center
          integrand(samples)
          return Panel(samples, half: half)
        }
      }
    }
  }

  private static func bisect(
    _ breakpoints: [Double], _ tolerance: Double, _ panelLimit: Int,
    _ panel: (_ low: Double, _ high: Double) -> Panel
  ) -> Result {
    var panels: [(low: Double, high: Double, rule: Panel)] = []
    var scale = SIMD8<Double>(repeating: 0)
    for (low, high) in zip(breakpoints, breakpoints.dropFirst()) where low < high {
      let rule = panel(low, high)
      scale += rule.magnitude
      panels.append((low, high, rule))
    }
    // First panel last, so that popping from the end sums from left to right.
    panels.reverse()
    var evaluated = panels.count
    var value = SIMD8<Double>(repeating: 0)
    var rest = SIMD8<Double>(repeating: 0)
    while let (low, high, rule) = panels.popLast() {
      let middle = 0.5 * (low + high)
      let converged = all(rule.error .<= tolerance * scale)
      if converged || evaluated >= panelLimit || !(low < middle && middle < high) {
        value += rule.value
        if !converged { rest += rule.error }
        continue
      }
      evaluated += 2
      panels.append((middle, high, panel(middle, high)))
      panels.append((low, middle, panel(low, middle)))
    }
    return Result(value: value, magnitude: scale, rest: rest)
  }

  private struct Panel {
    var value: SIMD8<Double>
    var magnitude: SIMD8<Double>
    var error: SIMD8<Double>

    /// Both rules over the samples of a panel of length 2 × `half`.
    init(_ samples: Samples, half: Double) {
      let (values, magnitudes) = (samples.values, samples.magnitudes)
      var kronrod = kronrodWeights[7] * values[0]
      var absolute = kronrodWeights[7] * magnitudes[0]
      var gauss = gaussWeights[3] * values[0]
      for i in 0..<7 {
        let sum = values[2 * i + 1] + values[2 * i + 2]
        kronrod += kronrodWeights[i] * sum
        absolute += kronrodWeights[i] * (magnitudes[2 * i + 1] + magnitudes[2 * i + 2])
        if i % 2 == 1 { gauss += gaussWeights[i / 2] * sum }
      }
      let difference = half * (kronrod - gauss)
      value = half * kronrod
      magnitude = half * absolute
      error = difference.replacing(with: -difference, where: difference .< 0)
    }
  }

  /// The positive Kronrod nodes, largest first, then 0; every second one belongs to Gauss too.
  private static let offsets: [Double] = [
    0.991455371120812639206854697526329, 0.949107912342758524526189684047851,
    0.864864423359769072789712788640926, 0.741531185599394439863864773280788,
    0.586087235467691130294144691693001, 0.405845151377397166906606412076961,
    0.207784955007898467600689403773245, 0,
  ]

  private static let kronrodWeights: [Double] = [
    0.022935322010529224963732008058970, 0.063092092629978553290700663189204,
    0.104790010322250183839876322541518, 0.140653259715525918745189590510238,
    0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
    0.204432940075298892414161999234649, 0.209482141084727828012999174891714,
  ]

  private static let gaussWeights: [Double] = [
    0.129484966168869693270611432679082, 0.279705391489276667901467771423780,
    0.381830050505118944950369775488975, 0.417959183673469387755102040816327,
  ]
}
