import Kernels
import Numerics

/// The law of Marchenko and Pastur: the eigenvalues of WWᵀ for a wide p × n matrix W of independent
/// entries of variance s².
///
/// With γ = p/n and λ = n s² x the density of x is √((x₊ − x)(x − x₋))/(2πγx) on x± = (1 ± √γ)². If
/// γ > 1, WWᵀ has rank n and a share 1 − 1/γ of its eigenvalues is 0: an atom.
public struct MarchenkoPastur: Equatable, Sendable, Codable {
  /// γ = p/n, rows over columns.
  public let ratio: Double
  /// n s², the scale of the eigenvalues.
  public let scale: Double

  /// The law of the eigenvalues of WWᵀ for a W of `rows` × `columns`.
  public init(rows: Int, columns: Int, entryVariance: Double) throws(TheoryError) {
    guard rows >= 1, columns >= 1 else { throw .badWidths([rows, columns]) }
    try requireVariance(entryVariance, "entry variance")
    try self.init(
      ratio: Double(rows) / Double(columns), scale: Double(columns) * entryVariance)
  }

  /// The law for a ratio γ > 0 and a scale > 0.
  public init(ratio: Double, scale: Double = 1) throws(TheoryError) {
    guard ratio > 0, ratio.isFinite else {
      throw .outOfRange(name: "ratio of dimensions", value: ratio, allowed: "positive")
    }
    guard scale > 0, scale.isFinite else {
      throw .outOfRange(name: "scale of the eigenvalues", value: scale, allowed: "positive")
    }
    self.ratio = ratio
    self.scale = scale
  }

  /// λ₋ = n s² (1 − √γ)².
  public var lowerEdge: Double {
    let root = 1 - ratio.squareRoot()
    return scale * root * root
  }

  /// λ₊ = n s² (1 + √γ)².
  public var upperEdge: Double {
    let root = 1 + ratio.squareRoot()
    return scale * root * root
  }

  /// The share of eigenvalues that are exactly 0: max(0, 1 − 1/γ).
  public var atomAtZero: Double { Swift.max(0, 1 - 1 / ratio) }

  /// The density of the continuous part at λ; it integrates to 1 − atom.
  public func density(_ lambda: Double) -> Double {
    guard lambda > lowerEdge, lambda < upperEdge else { return 0 }
    let product = (upperEdge - lambda) * (lambda - lowerEdge)
    return product.squareRoot() / (2 * Double.pi * ratio * scale * lambda)
  }

  /// The density of the singular values σ = √λ, 2σ · density(σ²).
  public func singularValueDensity(_ sigma: Double) -> Double {
    sigma > 0 ? 2 * sigma * density(sigma * sigma) : 0
  }

  /// P(eigenvalue ≤ λ), with the atom.
  ///
  /// With x = 1 + γ + 2√γ cos θ and t = tan(θ/2), the integral from x to x₊ is
  /// [(1 + γ)θ − 2√γ sin θ − 2|1 − γ| arctan(|1 − √γ|/(1 + √γ) t)]/(2πγ).
  public func cumulative(_ lambda: Double) -> Double {
    if lambda < 0 { return 0 }
    if lambda >= upperEdge { return 1 }
    if lambda <= lowerEdge { return atomAtZero }
    let root = ratio.squareRoot()
    let tangent = ((upperEdge - lambda) / (lambda - lowerEdge)).squareRoot()
    let angle = 2 * Double.arctangent(tangent)
    // sin θ = 2t/(1 + t²), written so that a large t does not overflow.
    let sine = tangent > 1 ? 2 / (tangent + 1 / tangent) : 2 * tangent / (1 + tangent * tangent)
    let inner = Double.arctangent((1 - root).magnitude / (1 + root) * tangent)
    let upper =
      ((1 + ratio) * angle - 2 * root * sine - 2 * (1 - ratio).magnitude * inner)
      / (2 * Double.pi * ratio)
    return Swift.min(1, Swift.max(atomAtZero, 1 - upper))
  }

  /// The p-quantile of the eigenvalues; 0 inside the atom.
  public func quantile(_ p: Double) -> Double {
    if p <= atomAtZero { return p < atomAtZero || atomAtZero > 0 ? 0 : lowerEdge }
    if p >= 1 { return upperEdge }
    var (a, b) = (lowerEdge, upperEdge)
    for _ in 0..<100 {
      let middle = 0.5 * (a + b)
      if cumulative(middle) < p { a = middle } else { b = middle }
    }
    return 0.5 * (a + b)
  }

  /// The mean singular value of the min(p, n) that are not forced to be 0.
  ///
  /// 8/(3π) √(n s²) for a square matrix, the mean of the quarter circle. By quadrature over θ, where the
  /// integrand is smooth.
  public var meanSingularValue: Double {
    let root = ratio.squareRoot()
    let result = AdaptiveQuadrature.integrate(breakpoints: [0, 0.5, 0.9, 1]) { share in
      // θ = π · share, and dλ/λ · √(…) in terms of cos θ and sin θ through the half-angle.
      let cosine = Double.cosine(ofTurns: share / 2)
      let x = Swift.max(0, 1 + ratio + 2 * root * cosine)
      let density = 2 * (1 - cosine * cosine) / (x > 0 ? x.squareRoot() : 1)
      return (SIMD8(repeating: density), SIMD8(repeating: density))
    }
    return scale.squareRoot() * result.value[0] / (1 - atomAtZero)
  }
}
