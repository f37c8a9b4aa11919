import Simulation
import Study

extension Matrix {
  /// Square weights of a rule; row i holds what leads from input i.
  static func drawn(by rule: any WeightInitializer, size: Int, seed: SeedTree) -> Matrix {
    var random = seed.source()
    var matrix = Matrix(rows: size, columns: size)
    matrix.elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      rule.fill(base, fanIn: size, fanOut: size, random: &random)
    }
    return matrix
  }
}
