import Kernels
import Networks
import Numerics

// Long because a stage is one file: its two passes, its theory and its catalogue entry are read together.

/// A table of vectors, one for each token of a vocabulary.
///
/// If the same table is used again as the read-out (``TiedReadOut``), it is one matrix V × n that meets
/// one-hot rows from the right and the last signal from the left.
public struct Embedding: Stage {
  public static let kind = "embedding"
  public func detail(for input: Shape) -> String { "\(vocabulary) × \(width)" }

  /// V.
  public var vocabulary: Int
  /// n.
  public var width: Int
  /// The rule of the table.
  public var rule: any WeightInitializer
  /// What the rule's weights are multiplied by.
  public var gain: Double
  /// Whether a tied read-out follows.
  public var isTied: Bool

  /// Looks tokens up.
  public init(
    vocabulary: Int, width: Int, rule: any WeightInitializer, gain: Double = 1,
    isTied: Bool = false
  ) {
    self.vocabulary = vocabulary
    self.width = width
    self.rule = rule
    self.gain = gain
    self.isTied = isTied
  }

  private var tensor: WeightTensor {
    WeightTensor(rule, fanIn: vocabulary, fanOut: width, gain: gain)
  }

  public func output(for input: Shape) throws(NetworkError) -> Shape {
    guard input.channels == 1 else {
      throw .shape(
        stage: Self.kind, input: input, reason: "tokens are one number at each position")
    }
    try checkUnits(width, stage: Self.kind)
    try checkUnits(vocabulary, stage: Self.kind)
    return Shape(positions: input.positions, channels: width)
  }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    let rows = builder.samples * input.positionCount
    let block = ColumnBlock("", columns: width, tensor: tensor)
    if builder.isTrained, !isTied {
      return TrainedTablePass(builder, block, rows: rows, vocabulary: vocabulary)
    }
    guard isTied else {
      return try TablePass(builder, block, vocabulary: vocabulary, rows: rows)
    }
    let map = try builder.map(
      inputs: vocabulary, blocks: [block],
      use: MapUse(rightRows: 2 * rows, leftRows: rows, isTied: true))
    let gradient = WeightGradient(
      builder, inputs: vocabulary, blocks: [block], terms: vocabulary, map: map)
    let shared = SharedTable(map: map, gradient: gradient, vocabulary: vocabulary, width: width)
    builder.sharedTable = shared
    return TiedEmbeddingPass(builder, shared, rows: rows)
  }

  public func theory(
    of input: StageMoments, shape: Shape, _ context: inout TheoryContext
  ) -> TheoryStep? {
    guard rule.law.hasIndependentEntries else { return nil }
    let variance = tensor.variance
    let size = Double(vocabulary)
    // Two tokens are the same one in V; among few of many that is left out for two positions.
    let output = StageMoments(
      mean: 0, secondMoment: variance,
      cosine: context.samples > 1 || shape.positionCount > 1 ? 1 / size : nil,
      isNormal: rule.law == .gaussian,
      hasIndependentPositions: shape.positionCount == 1
        || size >= 100 * Double(shape.positionCount))
    let samples = Double(context.samples)
    return TheoryStep(output: output) { gradient, context in
      guard !isTied else { return nil }
      // A token's vector gets the gradients of all its places.
      let all = gradient.positions(shape.positionCount)
      if gradient.hasIndependentRows {
        context.noteWeightGradient(samples * Double(all.count) / size * gradient.secondMoment)
      } else if let pairs = all.pairs {
        let alone = all.diagonal.reduce(0, +)
        let together = (pairs.reduce(0, +) - alone) / size
        context.noteWeightGradient(samples * (alone + together) / size)
      }
      return nil
    }
  }
}

/// A table used once: the row of a token is drawn when it is met, from the token's own numbers.
final class TablePass<Real: NetworkReal>: StagePass {
  private let block: ColumnBlock
  private let vocabulary: Int
  private let output: Signal<Real>
  private let stream: Int
  private let arithmetic: Arithmetic
  private let workspace: Workspace<Real>
  private let recorder: Recorder<Real>
  private let index: Int
  private let tensor: Int
  private var seed = SeedTree(seed: 0)
  private var tokens: [Int] = []
  private let stored: StoredWeights.Reader?

  init(
    _ builder: PassBuilder<Real>, _ block: ColumnBlock, vocabulary: Int, rows: Int
  ) throws(NetworkError) {
    self.block = block
    self.vocabulary = vocabulary
    output = builder.signal(rows: rows, columns: block.columns)
    stream = builder.stream()
    arithmetic = builder.arithmetic
    workspace = builder.workspace
    recorder = builder.recorder
    stored = builder.stored?.matrices[builder.name]?.first
    try builder.check(stored, count: vocabulary * block.columns)
    index = builder.index
    tensor = builder.recorder.add(
      [
        TensorInfo(
          name: "", fanIn: vocabulary, fanOut: block.columns, terms: 1,
          count: vocabulary * block.columns, rule: block.tensor.rule.name,
          variance: block.tensor.variance)
      ], to: builder.index)
  }

  func begin(_ network: SeedTree) { seed = network.child(stream) }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    let n = output.columns
    tokens = (0..<output.rows).map { Int(input.base[$0]) }
    if let stored {
      let numbers = stored()
      precondition(numbers.count == vocabulary * n, "a reader gives the table of its stage")
      for (row, token) in tokens.enumerated() {
        for i in 0..<n { output.base[row * n + i] = Real(numbers[token * n + i]) }
      }
      return output
    }
    let deviation = block.tensor.variance.squareRoot()
    for (row, token) in tokens.enumerated() {
      let target = output.base + row * n
      let source = seed.source(lane: token)
      switch block.tensor.rule.law {
      case .gaussian:
        Real.fillNormals(
          target, count: n, from: source.address, standardDeviation: Real(deviation))
      case .uniform:
        Real.fillUniforms(
          target, count: n, from: source.address, radius: Real(3.0.squareRoot() * deviation))
      default:
        var random = source
        Real.fill(target, by: block.tensor.rule, fanIn: 1, fanOut: n, random: &random)
        let own = block.tensor.rule.variance(fanIn: 1, fanOut: n)
        if own > 0 {
          Real.scale(target, by: Real(deviation / own.squareRoot()), count: n)
        }
      }
    }
    arithmetic.round(output.base, count: output.count)
    return output
  }

  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    // Rows of the same token add up.
    let n = output.columns
    let sums = workspace.copy(gradient)
    var first: [Int: Int] = [:]
    for (row, token) in tokens.enumerated() {
      guard let earlier = first[token] else {
        first[token] = row
        continue
      }
      Real.add(sums.base + row * n, to: sums.base + earlier * n, count: n)
      (sums.base + row * n).update(repeating: 0, count: n)
    }
    let squares = Real.sums(sums.base, count: sums.count).squares
    recorder.noteWeightGradient(
      Double.log((squares.isNaN ? .infinity : squares) / (Double(vocabulary) * Double(n)))
        + 2 * Double(gradient.exponent) * Double.ln2, tensor: tensor, at: index)
    workspace.give(sums)
    let result = workspace.take(rows: output.rows, columns: 1)
    result.base.update(repeating: 0, count: result.count)
    workspace.give(gradient)
    return result
  }
}

/// A table that is kept, because training changes it.
final class TrainedTablePass<Real: NetworkReal>: StagePass {
  private let map: DenseMap<Real>
  private let output: Signal<Real>
  private let workspace: Workspace<Real>
  private let columns: Int
  private var tokens: [Int] = []

  init(_ builder: PassBuilder<Real>, _ block: ColumnBlock, rows: Int, vocabulary: Int) {
    map = DenseMap(
      builder, inputs: vocabulary, blocks: [block], isReused: false, stream: builder.stream())
    output = builder.signal(rows: rows, columns: block.columns)
    workspace = builder.workspace
    columns = block.columns
  }

  func begin(_ network: SeedTree) { map.begin(network) }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    tokens = (0..<output.rows).map { Int(input.base[$0]) }
    for (row, token) in tokens.enumerated() {
      (output.base + row * columns).update(from: map.matrix + token * columns, count: columns)
    }
    return output
  }

  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    let factor = Real(powerOfTwo(gradient.exponent))
    if let parameter = map.parameter {
      for (row, token) in tokens.enumerated() {
        Real.add(
          gradient.base + row * columns, times: factor,
          to: parameter.gradient + token * columns, count: columns)
      }
    }
    let result = workspace.take(rows: output.rows, columns: 1)
    result.base.update(repeating: 0, count: result.count)
    workspace.give(gradient)
    return result
  }
}

/// The one matrix of an embedding and its read-out.
final class SharedTable<Real: NetworkReal> {
  let map: any LinearMap<Real>
  let gradient: WeightGradient<Real>
  let vocabulary: Int
  let width: Int
  /// What the read-out saw and what it was told, for the gradient of both uses.
  var readOut: (input: Signal<Real>, gradient: Signal<Real>)?

  init(map: any LinearMap<Real>, gradient: WeightGradient<Real>, vocabulary: Int, width: Int) {
    self.map = map
    self.gradient = gradient
    self.vocabulary = vocabulary
    self.width = width
  }
}

final class TiedEmbeddingPass<Real: NetworkReal>: StagePass {
  private let shared: SharedTable<Real>
  private let output: Signal<Real>
  private let oneHot: Signal<Real>
  private let workspace: Workspace<Real>

  init(_ builder: PassBuilder<Real>, _ shared: SharedTable<Real>, rows: Int) {
    self.shared = shared
    output = builder.signal(rows: rows, columns: shared.width)
    oneHot = builder.signal(rows: rows, columns: shared.vocabulary)
    workspace = builder.workspace
  }

  func begin(_ network: SeedTree) { shared.map.begin(network) }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    oneHot.base.update(repeating: 0, count: oneHot.count)
    for row in 0..<output.rows {
      oneHot.base[row * shared.vocabulary + Int(input.base[row])] = 1
    }
    shared.map.multiply(oneHot.base, rows: output.rows, side: .right, into: output.base)
    return output
  }

  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    // ∂ℓ/∂E = (one-hot)ᵀ δ + (∂ℓ/∂logits)ᵀ x: one product of stacked rows, in a common power of two.
    let rows = output.rows
    if let readOut = shared.readOut {
      var left = workspace.take(rows: 2 * rows, columns: shared.vocabulary)
      let right = workspace.take(rows: 2 * rows, columns: shared.width)
      left.base.update(from: oneHot.base, count: oneHot.count)
      (left.base + oneHot.count).update(from: readOut.gradient.base, count: oneHot.count)
      right.base.update(from: gradient.base, count: gradient.count)
      (right.base + gradient.count).update(from: readOut.input.base, count: gradient.count)
      let second = readOut.gradient.exponent + readOut.input.exponent
      left.exponent = max(gradient.exponent, second)
      Real.scale(
        left.base, by: Real(powerOfTwo(gradient.exponent - left.exponent)), count: oneHot.count)
      Real.scale(
        left.base + oneHot.count, by: Real(powerOfTwo(second - left.exponent)),
        count: oneHot.count)
      shared.gradient.note(left, right)
      workspace.give(left)
      workspace.give(right)
    } else {
      shared.gradient.note(oneHot, gradient)
    }
    let result = workspace.take(rows: rows, columns: 1)
    result.base.update(repeating: 0, count: result.count)
    workspace.give(gradient)
    return result
  }
}

extension Embedding {
  /// The stage in network files.
  static let entry = StageEntry(
    kind, "A table of vectors, one for each token.",
    [
      StageParameter("vocabulary", .integer(1...10_000_000), "How many tokens there are."),
      StageParameter("width", .integer(1...10_000_000), "The vectors' width.", isWidth: true),
      .rule, .gain,
      StageParameter(
        "tied", .flag, "Whether a tied-read-out uses the table again.", standard: "false"),
    ]
  ) { arguments throws(NetworkError) in
    let width = arguments.integer("width") ?? 1
    return Embedding(
      vocabulary: arguments.integer("vocabulary") ?? 1, width: width,
      rule: try arguments.rule(for: .embedding, units: width, stage: kind), gain: arguments.gain,
      isTied: arguments.flag("tied") ?? false)
  }
}
