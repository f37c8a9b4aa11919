import Kernels
import Simulation

extension ClaimCatalog {
  /// Note 001, sections 3.3 and 4.1: the quadratic rule and the chain of means.
  static let note001Means: [Claim] = [
    Claim("S001-12", "argmin (mt-1)²+(nt-1)²: t=(m+n)/(m²+n²) (15)") { _ in
      .statement(
        [(64.0, 256.0), (2, 8), (300, 7)].map { m, n in
          Comparison(
            "minimum", quoting: [.number("m", m, 3), .number("n", n, 3)],
            .formula((m + n) / (m * m + n * n)), theory: leastSquaresVariance(m, n))
        })
    },

    Claim("S001-13", "二次平均（Root Mean Square平均的推广）") { _ in
      let (m, n) = (2.0, 8.0)
      let root = ((m * m + n * n) / 2).squareRoot()
      let asserted = ((m * m + n * n) / (m + n)).squareRoot()
      let used = (m * m + n * n) / (m + n)
      return .wording(
        .imprecise,
        quoting: [
          .number("m", m, 2), .number("n", n, 2), .number("used", used, 3),
          .number("root", root, 3), .number("asserted", asserted, 3),
        ])
    },

    Claim("S001-14", "√(mn) ≤ (m+n)/2 ≤ (m²+n²)/(m+n) (17), 等号 iff m=n") { _ in
      let sizes = [1.0, 2, 3, 8, 64, 257, 1024]
      let pairs = sizes.flatMap { m in sizes.filter { $0 != m }.map { (m, $0) } }
      let lower = pairs.map { Means($0.0, $0.1) }.map { $0.arithmetic - $0.geometric }
      let upper = pairs.map { Means($0.0, $0.1) }.map { $0.quadratic - $0.arithmetic }
      let equal = sizes.map { Means($0, $0) }.map { $0.quadratic - $0.geometric }
      return .statement(
        [
          Comparison(
            "lower", .above(0), theory: lower.min() ?? 0),
          Comparison(
            "upper", .above(0), theory: upper.min() ?? 0),
          Comparison("equal", .formula(0), theory: equal.max() ?? 1),
        ])
    },

    Claim("S001-15", "m=2,n=8: 4, 5, 6.8") { _ in
      .statement(
        [
          Comparison(
            "geometric", .printed("4"),
            theory: Double.exp(0.5 * (Double.log(2) + Double.log(8)))),
          Comparison(
            "arithmetic", .printed("5"), theory: 1 / XavierNormal().variance(fanIn: 2, fanOut: 8)),
          Comparison("quadratic", .printed("6.8"), theory: 1 / leastSquaresVariance(2, 8)),
        ])
    },

    Claim("S001-16", "维度差异越大，三者差异越明显") { _ in
      let ratios = (0...40).map { Double.power(2, Double($0) / 4) }
      func steps(_ f: (Means) -> Double) -> Double {
        let values = ratios.map { f(Means(1, $0)) }
        return zip(values, values.dropFirst()).map { $1 - $0 }.min() ?? 0
      }
      return .statement(
        [
          Comparison(
            "lower", .above(0),
            theory: steps { $0.arithmetic / $0.geometric }),
          Comparison(
            "upper", .above(0),
            theory: steps { $0.quadratic / $0.arithmetic }),
        ], quoting: [.number("largest", ratios.last ?? .nan, 5)])
    },
  ]

  /// The three means of the note.
  private struct Means {
    let geometric: Double
    let arithmetic: Double
    let quadratic: Double

    init(_ m: Double, _ n: Double) {
      geometric = (m * n).squareRoot()
      arithmetic = (m + n) / 2
      quadratic = (m * m + n * n) / (m + n)
    }
  }

  /// The t that makes (mt − 1)² + (nt − 1)² least, from its numerical derivative.
  private static func leastSquaresVariance(_ m: Double, _ n: Double) -> Double {
    NumericalMethods.root(in: 0...10) { t in
      NumericalMethods.derivative(at: t) {
        (m * $0 - 1) * (m * $0 - 1) + (n * $0 - 1) * (n * $0 - 1)
      }
    }
  }
}
