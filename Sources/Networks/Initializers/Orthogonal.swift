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

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  public func fill<Real: BufferReal>(
    _ weights: inout MutableSpan<Real>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) {
    let (long, short) = (max(fanIn, fanOut), min(fanIn, fanOut))
    // Orthonormal vectors of the long dimension, one after the other in memory.
    var frame = OrthonormalFrame(length: long, count: short)
    frame.drawHaar(&random)
    for vector in 0..<short {
      for i in 0..<long {
        let (input, output) = fanIn >= fanOut ? (i, vector) : (vector, i)
        weights[input * fanOut + output] = Real(gain * frame.vectors[vector * long + i])
      }
    }
  }
}
