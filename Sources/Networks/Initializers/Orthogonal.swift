import Kernels
import Numerics

/// A matrix with orthonormal rows or columns, uniform under rotations, times a gain.
///
/// Saxe, McClelland and Ganguli 2013, "Exact solutions to the nonlinear dynamics of learning in deep
/// linear neural networks": products of such matrices keep every singular value. The law is Haar's:
/// the Q of a Gaussian matrix's QR decomposition with a positive diagonal of R (Mezzadri 2007; without
/// the signs the law is not uniform). σ² = gain²/max(m, n).
public struct Orthogonal: WeightInitializer {
  /// The factor on the orthonormal matrix.
  public let gain: Double

  /// Makes the rule for a gain > 0.
  public init(gain: Double = 1) { self.gain = gain }

  public var name: String { gain == 1 ? "orthogonal" : "orthogonal-" + shortNumber(gain) }

  public var law: WeightLaw { .orthogonal }

  public func variance(fanIn: Int, fanOut: Int) -> Double {
    gain * gain / Double(max(fanIn, fanOut))
  }

  public func fill(
    _ weights: UnsafeMutablePointer<Float>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) { draw(fanIn, fanOut, &random) { weights[$0] = Float($1) } }

  public func fill(
    _ weights: UnsafeMutablePointer<Double>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) { draw(fanIn, fanOut, &random) { weights[$0] = $1 } }

  private func draw(
    _ fanIn: Int, _ fanOut: Int, _ random: inout RandomSource, _ store: (Int, Double) -> Void
  ) {
    let (long, short) = (max(fanIn, fanOut), min(fanIn, fanOut))
    // Orthonormal vectors of the long dimension, one after the other in memory.
    var frame = OrthonormalFrame(length: long, count: short)
    frame.drawHaar(&random)
    for vector in 0..<short {
      for i in 0..<long {
        let (input, output) = fanIn >= fanOut ? (i, vector) : (vector, i)
        store(input * fanOut + output, gain * frame.vectors[vector * long + i])
      }
    }
  }
}
