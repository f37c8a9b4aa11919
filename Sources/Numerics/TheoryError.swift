import Kernels

/// What theory can be asked for in vain.
public enum TheoryError: Error, Equatable, Sendable {
  /// A variance that is negative, NaN or infinite; the name says which.
  case badVariance(name: String, value: Double)
  /// A list of widths that is too short or holds a number below 1.
  case badWidths([Int])
  /// The number of weight variances is not the number of layers.
  case mismatchedLayers(widths: Int, variances: Int)
  /// A correlation outside [−1, 1].
  case badCorrelation(Double)
  /// A size, count or step number outside its range.
  case outOfRange(name: String, value: Double, allowed: String)
  /// A function of a normal number grows so fast, or is so undefined, that there is no average to compute.
  case noAverage(of: String, variance: Double, because: String)
  /// An iteration found no solution; says of what.
  case noSolution(of: String)
}

extension TheoryError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badVariance(let name, let value):
      "The \(name) is \(shortNumber(value)); it must be a finite number that is not negative."
    case .badWidths(let widths):
      "\(widths) is not a list of at least two widths of at least 1."
    case .mismatchedLayers(let widths, let variances):
      "\(widths) widths make \(widths - 1) layers, but there are \(variances) weight variances."
    case .badCorrelation(let value):
      "\(value) is not a correlation between −1 and 1."
    case .outOfRange(let name, let value, let allowed):
      "The \(name) is \(shortNumber(value)); it must be \(allowed)."
    case .noAverage(let name, let variance, let reason):
      "“\(name)” has no averages over pre-activations of variance \(shortNumber(variance)) that can be computed: "
        + "it \(reason). A smaller variance, or a function that is bounded far out, has."
    case .noSolution(let what):
      "There is no \(what)."
    }
  }
}

/// Throws unless a variance is finite and not negative.
package func requireVariance(_ value: Double, _ name: String) throws(TheoryError) {
  guard value >= 0, value.isFinite else { throw .badVariance(name: name, value: value) }
}
