import Kernels
import Networks
import Numerics

// Long because a stage is one file: its two passes are read together.

/// Self-attention over the positions of a sample.
///
/// Vaswani et al. 2017. Queries, keys and values are one linear map with a block of columns for each (one tensor if fused); heads
/// of a width of their own; keys and values may be shared by groups of heads (Ainslie et al. 2023);
/// causal or over all positions; positions may enter by rotation (Su et al. 2021). A second linear map
/// brings the heads together.
public struct Attention: Stage {
  public static let kind = "attention"
  public func detail(for input: Shape) -> String {
    "\(heads)" + (groups == heads ? "" : "/\(groups)")
  }

  /// How many heads.
  public var heads: Int
  /// How many heads keys and values have.
  public var groups: Int
  /// The width of a head; `nil` for channels / heads.
  public var headWidth: Int?
  /// Whether a position sees only itself and those before it.
  public var isCausal: Bool
  /// Whether queries and keys are rotated by their position.
  public var isRotary: Bool
  /// Whether queries, keys and values are one tensor with the fans of all.
  public var isFused: Bool
  /// The rule of queries, keys and values.
  public var rule: any WeightInitializer
  /// What their weights are multiplied by.
  public var gain: Double
  /// The rule of the map after the heads.
  public var outputRule: any WeightInitializer
  /// What its weights are multiplied by.
  public var outputGain: Double
  /// Biases of both maps; `nil` for what the rules draw.
  public var bias: BiasLaw?
  /// What the values' weights are multiplied by beside ``gain``.
  public var valueGain = 1.0
  /// Whose fans the rules are given.
  public var fans = FanConvention.terms

  /// Attends.
  public init(
    heads: Int, groups: Int? = nil, headWidth: Int? = nil, isCausal: Bool = false,
    isRotary: Bool = false, isFused: Bool = false, rule: any WeightInitializer,
    gain: Double = 1, outputRule: (any WeightInitializer)? = nil, outputGain: Double = 1,
    bias: BiasLaw? = nil
  ) {
    self.heads = heads
    self.groups = groups ?? heads
    self.headWidth = headWidth
    self.isCausal = isCausal
    self.isRotary = isRotary
    self.isFused = isFused
    self.rule = rule
    self.gain = gain
    self.outputRule = outputRule ?? rule
    self.outputGain = outputGain
    self.bias = bias
  }

  private func width(_ input: Shape) -> Int { headWidth ?? input.channels / max(1, heads) }

  public func output(for input: Shape) throws(NetworkError) -> Shape {
    guard input.positions.count >= 1 else {
      throw .shape(
        stage: Self.kind, input: input,
        reason:
          "attention is over positions; the input is a single vector (give it tokens or an image)")
    }
    guard heads >= 1, headWidth != nil || input.channels % heads == 0 else {
      throw .parameter(
        stage: Self.kind, name: "heads", value: String(heads),
        reason: "does not divide the \(input.channels) channels before it")
    }
    guard groups >= 1, heads % groups == 0 else {
      throw .parameter(
        stage: Self.kind, name: "groups", value: String(groups),
        reason: "does not divide the \(heads) heads")
    }
    guard width(input) >= 1, !isRotary || width(input) % 2 == 0 else {
      throw .parameter(
        stage: Self.kind, name: "head-width", value: String(width(input)),
        reason: isRotary ? "is odd; rotation takes pairs" : "is not positive")
    }
    return input
  }

  /// The width of a head.
  ///
  /// - Throws: ``NetworkError`` for inputs that the stage cannot take.
  func headWidth(for input: Shape) throws(NetworkError) -> Int {
    _ = try output(for: input)
    return width(input)
  }

  /// What biases a tensor has.
  func law(_ tensor: WeightTensor) -> BiasLaw {
    bias ?? BiasLaw(variance: tensor.biasVariance, isUniform: true)
  }

  /// The map that brings the heads together; Keras stores it as (heads, width, channels).
  func outputTensor(_ input: Shape, width: Int) -> WeightTensor {
    WeightTensor(
      outputRule, fanIn: heads * width, fanOut: input.channels * (fans == .keras ? heads : 1),
      gain: outputGain)
  }

  func blocks(_ input: Shape) -> [ColumnBlock] {
    let d = width(input)
    let columns = [heads * d, groups * d, groups * d]
    let all = columns.reduce(0, +)
    func block(_ name: String, _ count: Int) -> ColumnBlock {
      let gain = name == "value" ? gain * valueGain : gain
      // Keras stores (channels, heads, width) and takes the first for a receptive field.
      let tensor =
        fans == .keras && !isFused
        ? WeightTensor(
          rule, fanIn: input.channels * (count / d), fanOut: input.channels * d, gain: gain)
        : WeightTensor(rule, fanIn: input.channels, fanOut: isFused ? all : count, gain: gain)
      return ColumnBlock(name, columns: count, tensor: tensor)
    }
    if isFused, valueGain == 1 { return [block("query-key-value", all)] }
    return zip(["query", "key", "value"], columns).map(block)
  }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    let d = width(input)
    let positions = Double(input.positionCount)
    try builder.checkRoom(Double(builder.samples) * Double(heads) * positions * positions)
    let rows = builder.samples * input.positionCount
    let blocks = blocks(input)
    let columns = blocks.reduce(0) { $0 + $1.columns }
    let project = try builder.recorded(
      kind: Dense.kind, name: "project",
      output: Shape(positions: input.positions, channels: columns)
    ) { () throws(NetworkError) -> any StagePass<Real> in
      try LinearPass(
        builder, rows: rows, inputs: input.channels, blocks: blocks,
        biases: blocks.map { law($0.tensor) })
    }
    let core = try builder.recorded(
      kind: "heads", name: "heads", output: Shape(positions: input.positions, channels: heads * d)
    ) { () throws(NetworkError) -> any StagePass<Real> in
      AttentionCore(builder, self, headWidth: d, positions: input.positionCount)
    }
    let tensor = outputTensor(input, width: d)
    let bringTogether = try builder.recorded(kind: Dense.kind, name: "output", output: input) {
      () throws(NetworkError) -> any StagePass<Real> in
      try LinearPass(
        builder, rows: rows, inputs: heads * d,
        blocks: [ColumnBlock("", columns: input.channels, tensor: tensor)], biases: [law(tensor)])
    }
    return SequencePass([project, core, bringTogether])
  }
}

/// softmax(QKᵀ/√d) V, head by head.
final class AttentionCore<Real: NetworkReal>: StagePass {
  private let heads: Int
  private let groups: Int
  private let width: Int
  private let positions: Int
  private let samples: Int
  private let isCausal: Bool
  private let output: Signal<Real>
  private let shares: UnsafeMutablePointer<Real>  // P, of every sample and head
  private let workspace: Workspace<Real>
  private let turns: Rotation<Real>?
  private var input: Signal<Real>?

  init(_ builder: PassBuilder<Real>, _ stage: Attention, headWidth: Int, positions: Int) {
    heads = stage.heads
    groups = stage.groups
    width = headWidth
    self.positions = positions
    samples = builder.samples
    isCausal = stage.isCausal
    output = builder.signal(rows: samples * positions, columns: heads * headWidth)
    shares = builder.allocate(samples * heads * positions * positions)
    workspace = builder.workspace
    turns = stage.isRotary ? Rotation(builder, positions: positions, width: headWidth) : nil
  }

  private var columns: Int { (heads + 2 * groups) * width }

  /// 2^2e for products of two entries: bounded, because beyond it softmax is as sharp or flat as can be.
  private func square(_ exponent: Int) -> Double {
    powerOfTwo(2 * min(40, max(-40, exponent))) / Double(width).squareRoot()
  }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    self.input = input
    let (t, d) = (positions, width)
    let (q, k) = (workspace.take(rows: t, columns: d), workspace.take(rows: t, columns: d))
    let (v, y) = (workspace.take(rows: t, columns: d), workspace.take(rows: t, columns: d))
    defer { for signal in [q, k, v, y] { workspace.give(signal) } }
    let scale = square(input.exponent)
    for sample in 0..<samples {
      let rows = input.base + sample * t * columns
      for head in 0..<heads {
        let group = head * groups / heads
        take(rows, column: head * d, into: q.base)
        take(rows, column: (heads + group) * d, into: k.base)
        take(rows, column: (heads + groups + group) * d, into: v.base)
        turns?.turn(q.base, by: 1)
        turns?.turn(k.base, by: 1)
        let p = shares + (sample * heads + head) * t * t
        Real.matrixProduct(q.base, k.base, into: p, rows: t, inner: d, columns: t, transposed: true)
        for row in 0..<t {
          let seen = isCausal ? row + 1 : t
          softmax(p + row * t, count: seen, scale: scale)
          (p + row * t + seen).update(repeating: 0, count: t - seen)
        }
        Real.matrixProduct(
          p, v.base, into: y.base, rows: t, inner: t, columns: d, transposed: false)
        copyRows(
          y.base, of: d, to: output.base + sample * t * heads * d + head * d, of: heads * d,
          rows: t, count: d)
      }
    }
    var result = output
    result.exponent = input.exponent
    return result
  }

  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    guard let input else { preconditionFailure("a pass goes forward first") }
    let (t, d) = (positions, width)
    var result = workspace.take(rows: samples * t, columns: columns)
    result.base.update(repeating: 0, count: result.count)
    result.exponent = gradient.exponent
    let small = (0..<6).map { _ in workspace.take(rows: t, columns: d) }
    let large = (0..<3).map { _ in workspace.take(rows: t, columns: t) }
    defer { for signal in small + large { workspace.give(signal) } }
    let (q, k, v) = (small[0].base, small[1].base, small[2].base)
    let (g, own, turned) = (small[3].base, small[4].base, large[1].base)
    let (ds, _) = (large[0].base, large[2].base)
    // 1/√d and the powers of two of the other factor of each product.
    let scale = Real(square(input.exponent))
    for sample in 0..<samples {
      let rows = input.base + sample * t * columns
      for head in 0..<heads {
        let group = head * groups / heads
        take(rows, column: head * d, into: q)
        take(rows, column: (heads + group) * d, into: k)
        take(rows, column: (heads + groups + group) * d, into: v)
        turns?.turn(q, by: 1)
        turns?.turn(k, by: 1)
        copyRows(
          gradient.base + sample * t * heads * d + head * d, of: heads * d, to: g, of: d, rows: t,
          count: d)
        let p = shares + (sample * heads + head) * t * t
        let to = result.base + sample * t * columns
        // ∂ℓ/∂V = Pᵀ g.
        transpose(p, into: turned, rows: t, columns: t)
        Real.matrixProduct(turned, g, into: own, rows: t, inner: t, columns: d, transposed: false)
        add(own, to: to, column: (heads + groups + group) * d)
        // ∂ℓ/∂S through P = softmax(S).
        Real.matrixProduct(g, v, into: ds, rows: t, inner: d, columns: t, transposed: true)
        for row in 0..<t { softmaxPullBack(p + row * t, ds + row * t, count: t) }
        Real.scale(ds, by: scale, count: t * t)
        // ∂ℓ/∂Q = ∂ℓ/∂S K/√d, ∂ℓ/∂K = (∂ℓ/∂S)ᵀ Q/√d.
        Real.matrixProduct(ds, k, into: own, rows: t, inner: t, columns: d, transposed: false)
        turns?.turn(own, by: -1)
        add(own, to: to, column: head * d)
        transpose(ds, into: turned, rows: t, columns: t)
        Real.matrixProduct(turned, q, into: own, rows: t, inner: t, columns: d, transposed: false)
        turns?.turn(own, by: -1)
        add(own, to: to, column: (heads + group) * d)
      }
    }
    workspace.give(gradient)
    return result
  }

  private func take(
    _ rows: UnsafePointer<Real>, column: Int, into target: UnsafeMutablePointer<Real>
  ) {
    copyRows(rows + column, of: columns, to: target, of: width, rows: positions, count: width)
  }

  private func add(
    _ own: UnsafePointer<Real>, to rows: UnsafeMutablePointer<Real>, column: Int
  ) {
    addRows(own, of: width, to: rows + column, of: columns, rows: positions, count: width)
  }
}

/// Copies the first entries of rows that lie so far apart.
@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func copyRows<Real: NetworkReal>(
  _ source: UnsafePointer<Real>, of stride: Int, to target: UnsafeMutablePointer<Real>,
  of targetStride: Int, rows: Int, count: Int
) {
  for row in 0..<rows {
    let (from, to) = (source + row * stride, target + row * targetStride)
    for i in 0..<count { to[i] = from[i] }
  }
}

/// Adds them.
@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func addRows<Real: NetworkReal>(
  _ source: UnsafePointer<Real>, of stride: Int, to target: UnsafeMutablePointer<Real>,
  of targetStride: Int, rows: Int, count: Int
) {
  for row in 0..<rows {
    let (from, to) = (source + row * stride, target + row * targetStride)
    for i in 0..<count { to[i] += from[i] }
  }
}
