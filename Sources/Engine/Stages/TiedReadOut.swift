import Networks

/// Logits from the table of the embedding: y = x Eᵀ (Press and Wolf 2017).
public struct TiedReadOut: Stage {
  public static let kind = "tied-read-out"
  public func detail(for input: Shape) -> String { "\(vocabulary)" }

  /// V of the embedding.
  public var vocabulary: Int

  /// Reads out through an embedding of so many tokens.
  public init(vocabulary: Int) { self.vocabulary = vocabulary }

  public func output(for input: Shape) throws(NetworkError) -> Shape {
    try checkUnits(vocabulary, stage: Self.kind)
    return Shape(positions: input.positions, channels: vocabulary)
  }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    guard let shared = builder.sharedTable, shared.vocabulary == vocabulary,
      shared.width == input.channels
    else { throw noTable(for: input) }
    return TiedReadOutPass(builder, shared, rows: builder.samples * input.positionCount)
  }

  /// Refuses to follow anything but a tied embedding of its own vocabulary, as wide as its input.
  ///
  /// - Parameter embedding: the last tied one before it.
  /// - Throws: ``NetworkError`` where there is none, or another.
  public func check(follows embedding: Embedding?, input: Shape) throws(NetworkError) {
    guard let embedding, embedding.isTied, embedding.vocabulary == vocabulary,
      embedding.width == input.channels
    else { throw noTable(for: input) }
  }

  private func noTable(for input: Shape) -> NetworkError {
    .shape(
      stage: Self.kind, input: input,
      reason: "there is no embedding of \(vocabulary) tokens and \(input.channels) channels with "
        + "'tied: true' before it")
  }
}

final class TiedReadOutPass<Real: NetworkReal>: StagePass {
  private let shared: SharedTable<Real>
  private let output: Signal<Real>
  private let kept: Signal<Real>
  private let workspace: Workspace<Real>
  private var input: Signal<Real>?

  init(_ builder: PassBuilder<Real>, _ shared: SharedTable<Real>, rows: Int) {
    self.shared = shared
    output = builder.signal(rows: rows, columns: shared.vocabulary)
    kept = builder.signal(rows: rows, columns: shared.vocabulary)
    workspace = builder.workspace
  }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    self.input = input
    shared.readOut = nil
    shared.map.multiply(input.base, rows: input.rows, side: .left, into: output.base)
    var result = output
    result.exponent = input.exponent
    return result
  }

  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    guard let input else { preconditionFailure("a pass goes forward first") }
    var result = workspace.take(rows: gradient.rows, columns: shared.width)
    shared.map.multiply(gradient.base, rows: gradient.rows, side: .right, into: result.base)
    result.exponent = gradient.exponent
    var own = kept
    own.base.update(from: gradient.base, count: gradient.count)
    own.exponent = gradient.exponent
    shared.readOut = (input, own)
    workspace.give(gradient)
    return result
  }
}

extension TiedReadOut {
  /// The stage in network files.
  static let entry = StageEntry(
    kind, "Logits from the table of an embedding with `tied: true`.", shorthand: "vocabulary",
    [StageParameter("vocabulary", .integer(1...10_000_000), "How many tokens the embedding has.")]
  ) { arguments throws(NetworkError) in
    TiedReadOut(vocabulary: arguments.integer("vocabulary") ?? 1)
  }
}
