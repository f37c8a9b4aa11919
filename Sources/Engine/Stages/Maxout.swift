import Kernels
import Networks

/// The largest of every k adjacent channels.
///
/// Goodfellow et al. 2013.
public struct Maxout: Stage {
  public static let kind = "maxout"
  public func detail(for input: Shape) -> String { "\(pieces)" }

  /// k.
  public var pieces: Int

  /// Takes the largest of so many.
  public init(pieces: Int) { self.pieces = pieces }

  public func output(for input: Shape) throws(NetworkError) -> Shape {
    guard pieces >= 1, input.channels % pieces == 0 else {
      throw .parameter(
        stage: Self.kind, name: "pieces", value: String(pieces),
        reason: "does not divide the \(input.channels) channels before it")
    }
    return Shape(positions: input.positions, channels: input.channels / pieces)
  }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    MaxoutPass(builder, pieces, output: try output(for: input))
  }
}

final class MaxoutPass<Real: NetworkReal>: StagePass {
  private let pieces: Int
  private let output: Signal<Real>
  private let workspace: Workspace<Real>
  private let chosen: Buffer<Int32>

  init(_ builder: PassBuilder<Real>, _ pieces: Int, output shape: Shape) {
    self.pieces = pieces
    output = builder.signal(shape)
    workspace = builder.workspace
    chosen = Buffer(count: output.count)
  }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    largest(input.base, of: pieces, into: output.base, chosen.base, count: output.count)
    var result = output
    result.exponent = input.exponent
    return result
  }

  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    var result = workspace.take(rows: output.rows, columns: output.columns * pieces)
    result.exponent = gradient.exponent
    result.base.update(repeating: 0, count: result.count)
    for i in 0..<output.count {
      result.base[i * pieces + Int(chosen.base[i])] = gradient.base[i]
    }
    workspace.give(gradient)
    return result
  }
}

/// The largest of every so many numbers, and which it was.
@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func largest<Real: NetworkReal>(
  _ input: UnsafePointer<Real>, of pieces: Int, into output: UnsafeMutablePointer<Real>,
  _ chosen: UnsafeMutablePointer<Int32>, count: Int
) {
  for i in 0..<count {
    let own = input + i * pieces
    var best = 0
    for j in 0..<pieces where own[j] > own[best] { best = j }
    chosen[i] = Int32(best)
    output[i] = own[best]
  }
}

extension Maxout {
  /// The stage in network files.
  static let entry = StageEntry(
    kind, "The largest of every few adjacent channels.", shorthand: "pieces",
    [StageParameter("pieces", .integer(1...10_000), "How many channels become one.")]
  ) { arguments throws(NetworkError) in Maxout(pieces: arguments.integer("pieces") ?? 1) }
}
