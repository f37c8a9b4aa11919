/// Starts that are no draws at all: one number everywhere, a multiple of the identity, a Dirac kernel.
public enum ExactLaw: Equatable, Sendable {
  /// Every number is this one.
  case constant(Double)
  /// c on the diagonal and zero elsewhere; for windows (`dirac_`), at their centre.
  case identity(Double)

  /// The exact law of numbers in row-major order, or nil if they follow none.
  ///
  /// - Parameters:
  ///   - values: as many as the shape has.
  ///   - shape: outputs, inputs, window.
  public init?(_ values: [Float], shape: [Int]) {
    precondition(values.count == shape.reduce(1, *), "values fill the shape")
    guard let first = values.first, first.isFinite else { return nil }
    if values.allSatisfy({ $0 == first }) {
      self = .constant(Double(first))
      return
    }
    guard shape.count >= 2 else { return nil }
    let window = shape.dropFirst(2)
    let area = window.reduce(1, *)
    let center = window.reduce(0) { $0 * $1 + $1 / 2 }
    let factor = values[center]
    guard factor != 0 else { return nil }
    for (index, value) in values.enumerated() {
      let (place, inside) = index.quotientAndRemainder(dividingBy: area)
      let isOne = place / shape[1] == place % shape[1] && inside == center
      guard value == (isOne ? factor : 0) else { return nil }
    }
    self = .identity(Double(factor))
  }
}
