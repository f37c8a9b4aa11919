import Kernels
import Simulation
import TensorStatistics

/// Tests of draws against a law that is given beforehand, each with a probability that is exact or an upper bound.
///
/// Because no probability is only asymptotic, a run whose tests are held to α over their number raises a false alarm
/// with probability α at most, at every size of tensor: 2 + 3 + … tests, Bonferroni's union.
///
/// - scale of a normal law: N m₂/σ² is χ² with N degrees of freedom;
/// - scale of a uniform law: P(M < m) = (m/a)^N, and nothing beyond a;
/// - scale of a cut law: P(M < m) = F(m)^N, nothing beyond the cut, Bernstein's inequality for the mean square;
/// - largest entry of a normal law: N P(|Z| > M/σ);
/// - shape: P(D > d) ≤ 2 e^(−2nd²) (Massart 1990) on the borders of the storage type;
/// - sums of rows and of columns: χ² for normal entries; entries whose moment generating function lies below that of
///   N(0, τ²) have Σ S²/(nτ²) below Chernoff's bound (x e^(1−x))^(m/2) of χ² (τ = σ for uniform laws, which are
///   strictly sub-Gaussian; the uncut scale for cut ones);
/// - largest singular value of a normal matrix: e^(−t²/2) (Davidson and Szarek 2001).
enum GuaranteedTests {
  /// How many tests a tensor has at most; the false alarm is shared among so many.
  static let perTensor = 7

  /// The tests of a tensor that was measured.
  static func all(
    _ measurement: TensorMeasurement, family: any LawFamily, deviation: Double
  ) -> [StructureTests.Test] {
    let moments = measurement.moments
    let padding = measurement.zeroRows.count * measurement.view.columns
    let count = moments.count - padding
    guard count > 0 else { return [] }
    let rounding = measurement.grid?.rounding ?? 6e-8
    let square = moments.powerSums[1] / Double(count)
    let scale = deviation / family.deviationOfUnitScale
    var tests = [
      StructureTests.Test(
        name: "scale",
        p: scaleProbability(
          square, moments.largestMagnitude, count, family, scale: scale, rounding: rounding))
    ]
    if family.name == "normal" {
      let z = moments.largestMagnitude * (1 - rounding) / deviation
      tests.append(
        .init(
          name: "largest entry", p: min(1, Double(count) * 2 * NormalDistribution.cumulative(-z))))
    }
    if measurement.spread.count > 0 {
      let fit = GoodnessOfFit(
        measurement.spread, family: family, scale: scale, grid: measurement.grid ?? .single)
      tests.append(
        .init(
          name: "shape",
          p: min(
            1, 2 * Double.exp(-2 * Double(measurement.spread.count) * fit.distance * fit.distance)))
      )
    }
    if let structure = measurement.structure, case .sample(let sample) = measurement.kind {
      let isNormal = family.name == "normal"
      let proxy = family.name == "uniform" ? deviation : scale
      let factor = sample.meanSquare / (isNormal ? deviation * deviation : proxy * proxy)
      func sums(_ x: Double, _ lines: Int) -> Double {
        let m = Double(lines)
        if isNormal {
          let upper = SpecialFunctions.regularizedGammaQ(m / 2, x * factor / 2)
          let lower = SpecialFunctions.regularizedGammaP(m / 2, x * factor / 2)
          return min(1, 2 * min(upper, lower))
        }
        let ratio = x * factor / m
        return ratio <= 1 ? 1 : Double.exp(m / 2 * (Double.log(ratio) + 1 - ratio))
      }
      tests.append(.init(name: "sums of rows", p: sums(structure.rowMeans, structure.rows)))
      tests.append(
        .init(name: "sums of columns", p: sums(structure.columnMeans, structure.columns)))
      if isNormal, let s = structure.largestSingularValue {
        let t =
          s * factor.squareRoot() - Double(structure.rows).squareRoot()
          - Double(structure.columns).squareRoot()
        tests.append(.init(name: "largest singular value", p: t > 0 ? Double.exp(-t * t / 2) : 1))
      }
    }
    return tests
  }

  private static func scaleProbability(
    _ square: Double, _ largest: Double, _ count: Int, _ family: any LawFamily, scale: Double,
    rounding: Double
  ) -> Double {
    let n = Double(count)
    // Storage moves a mean square by no more than this, and an edge by one step.
    let slack = rounding * rounding + 1e-7
    if family.name == "normal" {
      let x = n * square / (scale * scale)
      let upper = SpecialFunctions.regularizedGammaQ(n / 2, x / (1 + slack) / 2)
      let lower = SpecialFunctions.regularizedGammaP(n / 2, x * (1 + slack) / 2)
      return min(1, 2 * min(upper, lower))
    }
    let edge = (family as? NormalFamily)?.cut.map { $0 * scale } ?? scale
    if largest > edge * (1 + 2 * rounding + 1e-6) { return 0 }
    let inside = min(
      1, 2 * family.cumulative(largest * (1 + rounding), scale: scale) - 1)
    let short = inside <= 0 ? 0 : Double.exp(n * Double.log(inside))
    if family.name == "uniform" { return short }
    let expected = scale * scale * family.deviationOfUnitScale * family.deviationOfUnitScale
    let t = max(0, (square - expected).magnitude - slack * expected)
    let variance = (family.kurtosis - 1) * expected * expected
    let bernstein = 2 * Double.exp(-n * t * t / (2 * variance + 2 * edge * edge * t / 3))
    return min(1, 2 * min(short, bernstein))
  }
}
