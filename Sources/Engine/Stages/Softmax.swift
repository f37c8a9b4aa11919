import Kernels
import Networks

/// Softmax over the channels of each position.
public struct Softmax: Stage {
  public static let kind = "softmax"

  /// Normalises exponentials.
  public init() {}

  public func output(for input: Shape) throws(NetworkError) -> Shape { input }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    SoftmaxPass(builder, shape: input)
  }
}

final class SoftmaxPass<Real: NetworkReal>: StagePass {
  private let output: Signal<Real>
  private var scale = 1.0

  init(_ builder: PassBuilder<Real>, shape: Shape) { output = builder.signal(shape) }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    // Beyond 2^±100 nothing changes: one entry has everything, or all have the same.
    scale = powerOfTwo(min(100, max(-100, input.exponent)))
    output.base.update(from: input.base, count: input.count)
    for row in 0..<output.rows {
      softmax(output.base + row * output.columns, count: output.columns, scale: scale)
    }
    return output
  }

  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    let n = output.columns
    for row in 0..<output.rows {
      softmaxPullBack(output.base + row * n, gradient.base + row * n, count: n)
    }
    return gradient
  }
}

/// x ← softmax(scale · x).
@_specialize(where Real == Float)
@_specialize(where Real == Double)
func softmax<Real: NetworkReal>(
  _ x: UnsafeMutablePointer<Real>, count: Int, scale: Double
) {
  var top = x[0]
  for i in 1..<max(1, count) { top = max(top, x[i]) }
  let factor = Real(scale)
  var sum = 0.0
  for i in 0..<count { x[i] -= top }
  Real.exponentials(x, times: factor, count: count)
  for i in 0..<count { sum += Double(x[i]) }
  let inverse = Real(1 / sum)
  for i in 0..<count { x[i] *= inverse }
}

/// g ← p ⊙ (g − p·g): the gradient at softmax's argument from that at its value p.
@_specialize(where Real == Float)
@_specialize(where Real == Double)
func softmaxPullBack<Real: NetworkReal>(
  _ p: UnsafePointer<Real>, _ g: UnsafeMutablePointer<Real>, count: Int
) {
  var along = 0.0
  for i in 0..<count { along += Double(p[i]) * Double(g[i]) }
  let mean = Real(along)
  for i in 0..<count { g[i] = p[i] * (g[i] - mean) }
}

extension Softmax {
  /// The stage in network files.
  static let entry = StageEntry(kind, "Softmax over the channels of each position.") {
    _ throws(NetworkError) in Softmax()
  }
}
