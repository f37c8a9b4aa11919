import Kernels
import Numerics

/// Each unit listens to exactly k inputs, chosen at random, with weights from N(0, 1/k).
///
/// Martens 2010, "Deep learning via Hessian-free optimization", §5 (k = 15): units stay different
/// however wide the layer, and the second moment of a unit's input does not depend on its fan-in.
public struct Sparse: WeightInitializer {
  /// k, the number of inputs of a unit; all of them where the layer has fewer.
  public let connections: Int

  /// Makes the rule for k ≥ 1 connections.
  public init(connections: Int = 15) { self.connections = connections }

  public var name: String { connections == 15 ? "sparse" : "sparse-\(connections)" }

  public var law: WeightLaw { .other }

  /// The mean square over all weights, zeros included: 1/m.
  public func variance(fanIn: Int, fanOut: Int) -> Double { 1 / Double(fanIn) }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  public func fill<Real: BufferReal>(
    _ weights: inout MutableSpan<Real>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) {
    let k = min(connections, fanIn)
    let deviation = (1 / Double(k)).squareRoot()
    for i in weights.indices { weights[i] = 0 }
    // The first k steps of a Fisher–Yates shuffle choose k inputs without replacement; the order that
    // earlier units left behind is as good a start as any.
    var inputs = Array(0..<fanIn)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: k) { normals in
      guard let own = normals.baseAddress else { return }
      for unit in 0..<fanOut {
        // Choices and weights take turns in the stream.
        var between = random
        between.skip(1)
        between.drawNormals(own, count: k, every: 2)
        for step in 0..<k {
          inputs.swapAt(step, step + random.integer(below: fanIn - step))
          random.skip(1)
          weights[inputs[step] * fanOut + unit] = Real(deviation * own[step])
        }
      }
    }
  }
}
