import Simulation
import TensorStatistics

/// Draws of a family with a given standard deviation, rounded to single precision as weights are.
package struct StartDraw: Sendable {
  private let family: any LawFamily
  private let deviation: Double

  package init(family: any LawFamily, deviation: Double) {
    self.family = family
    self.deviation = deviation
  }

  /// So many draws from a stream, one block each; what is cut off is drawn again.
  package func draws(_ count: Int, _ random: inout RandomSource) -> [Double] {
    let scale = deviation / family.deviationOfUnitScale
    if family.name == "uniform" {
      return (0..<count).map { _ in Double(Float(scale * (2 * random.uniform() - 1))) }
    }
    let cut = (family as? NormalFamily)?.cut ?? .infinity
    var kept: [Double] = []
    kept.reserveCapacity(count)
    while kept.count < count {
      for z in random.normals(count - kept.count) where z.magnitude <= cut {
        kept.append(Double(Float(scale * z)))
      }
    }
    return kept
  }
}

/// So many normal numbers of a deviation, rounded to single precision as weights are.
package func normalWeights(
  _ count: Int, deviation: Double, _ random: inout RandomSource
) -> [Float] {
  random.normals(count).map { Float(deviation * $0) }
}
