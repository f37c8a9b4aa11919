import Kernels
import Numerics

/// A precision that networks can be simulated in: buffer kernels, plus one dynamic call per buffer
/// into an activation or an initialiser.
public protocol NetworkReal: BufferReal {
  /// h ← f(z) for every number; `h` may be `z`.
  static func values(
    of activation: any Activation, at z: UnsafePointer<Self>, into h: UnsafeMutablePointer<Self>,
    count: Int)
  /// s ← f′(z) for every number; `s` may be `z`.
  static func slopes(
    of activation: any Activation, at z: UnsafePointer<Self>, into s: UnsafeMutablePointer<Self>,
    count: Int)
  /// Draws `fanIn` · `fanOut` weights, row by row.
  static func fill(
    _ weights: UnsafeMutablePointer<Self>, by initializer: any WeightInitializer, fanIn: Int,
    fanOut: Int, random: inout RandomSource)
}

extension Float: NetworkReal {
  public static func values(
    of activation: any Activation, at z: UnsafePointer<Float>,
    into h: UnsafeMutablePointer<Float>, count: Int
  ) { activation.apply(z, into: h, count: count) }

  public static func slopes(
    of activation: any Activation, at z: UnsafePointer<Float>,
    into s: UnsafeMutablePointer<Float>, count: Int
  ) { activation.slopes(z, into: s, count: count) }

  public static func fill(
    _ weights: UnsafeMutablePointer<Float>, by initializer: any WeightInitializer, fanIn: Int,
    fanOut: Int, random: inout RandomSource
  ) { initializer.fill(weights, fanIn: fanIn, fanOut: fanOut, random: &random) }
}

extension Double: NetworkReal {
  public static func values(
    of activation: any Activation, at z: UnsafePointer<Double>,
    into h: UnsafeMutablePointer<Double>, count: Int
  ) { activation.apply(z, into: h, count: count) }

  public static func slopes(
    of activation: any Activation, at z: UnsafePointer<Double>,
    into s: UnsafeMutablePointer<Double>, count: Int
  ) { activation.slopes(z, into: s, count: count) }

  public static func fill(
    _ weights: UnsafeMutablePointer<Double>, by initializer: any WeightInitializer, fanIn: Int,
    fanOut: Int, random: inout RandomSource
  ) { initializer.fill(weights, fanIn: fanIn, fanOut: fanOut, random: &random) }
}
