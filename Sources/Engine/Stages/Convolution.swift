import Kernels
import Networks
import Numerics

// Long because a stage is one file: its two passes are read together.

/// A convolution over a sequence or an image: a linear map of the patches that a window sees.
///
/// In groups, each a map of its own; transposed, the map's outputs are the patches, which are added where
/// they overlap.
public struct Convolution: Stage {
  public static let kind = "convolution"
  /// The window and the channels, those of groups as groups · channels of each.
  public func detail(for input: Shape) -> String {
    window.text(input.positions.count)
      + (groups == 1 ? ", \(channels)" : ", \(groups) · \(channels / groups)")
  }

  /// The number of output channels.
  public var channels: Int
  /// The window.
  public var window: Window
  /// How many groups inputs and outputs are cut into; as many as there are channels for a depthwise one.
  public var groups: Int
  /// Whether places are turned into positions.
  public var isTransposed: Bool
  /// The rule of the kernel.
  public var rule: any WeightInitializer
  /// What the rule's weights are multiplied by.
  public var gain: Double
  /// The biases; `nil` for what the rule draws.
  public var bias: BiasLaw?
  /// Whose fans the rule is given.
  public var fans: FanConvention
  /// Whether each output's weights are made to have mean zero and variance 1/terms.
  ///
  /// Qiao et al. 2019.
  public var isStandardized: Bool

  /// Convolves.
  public init(
    _ channels: Int, window: Window, groups: Int = 1, isTransposed: Bool = false,
    rule: any WeightInitializer, gain: Double = 1, bias: BiasLaw? = nil,
    fans: FanConvention = .terms, isStandardized: Bool = false
  ) {
    self.channels = channels
    self.window = window
    self.groups = groups
    self.isTransposed = isTransposed
    self.rule = rule
    self.gain = gain
    self.bias = bias
    self.fans = fans
    self.isStandardized = isStandardized
  }

  public func output(for input: Shape) throws(NetworkError) -> Shape {
    try checkUnits(channels, stage: Self.kind)
    guard groups >= 1, input.channels % groups == 0, channels % groups == 0 else {
      throw .parameter(
        stage: Self.kind, name: "groups", value: String(groups),
        reason: "does not divide both the \(input.channels) channels that come in and the "
          + "\(channels) that go out")
    }
    let positions =
      isTransposed
      ? try window.positions(under: input.positions, stage: Self.kind)
      : try window.places(over: input.positions, stage: Self.kind)
    return Shape(positions: positions, channels: channels)
  }

  func tensor(_ input: Shape) -> WeightTensor {
    let both = fans.fans(
      inputs: input.channels, outputs: channels, taps: window.taps(input.positions.count),
      groups: groups, isTransposed: isTransposed)
    return WeightTensor(rule, fanIn: both.fanIn, fanOut: both.fanOut, gain: gain)
  }

  /// To how many units an input goes, if the rule would draw other weights for that fan-out than for the one
  /// that it is given.
  func reach(_ input: Shape) -> Int? {
    let given = tensor(input)
    var real = given
    real.fanOut =
      FanConvention.terms.fans(
        inputs: input.channels, outputs: channels, taps: window.taps(input.positions.count),
        groups: groups, isTransposed: isTransposed
      ).fanOut
    return real.variance == given.variance ? nil : real.fanOut
  }

  func biasLaw(_ input: Shape) -> BiasLaw {
    bias ?? BiasLaw(variance: tensor(input).biasVariance, isUniform: true)
  }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    try ConvolutionPass(
      builder, self, tensor: tensor(input), bias: biasLaw(input), input: input,
      output: try output(for: input))
  }
}

/// Patches through a map for each group.
final class ConvolutionPass<Real: NetworkReal>: StagePass {
  private let groups: Int
  private let isTransposed: Bool
  private let samples: Int
  private let input: Shape
  private let shape: Shape
  private let patches: PatchTable<Real>
  private let maps: [any LinearMap<Real>]
  private let gradients: KernelGradient<Real>
  private let biases: BiasVector<Real>?
  private let output: Signal<Real>
  private let workspace: Workspace<Real>
  private var seen: Signal<Real>?

  init(
    _ builder: PassBuilder<Real>, _ stage: Convolution, tensor: WeightTensor, bias: BiasLaw,
    input: Shape, output shape: Shape
  ) throws(NetworkError) {
    groups = stage.groups
    isTransposed = stage.isTransposed
    samples = builder.samples
    self.input = input
    self.shape = shape
    workspace = builder.workspace
    patches =
      isTransposed
      ? PatchTable(stage.window, positions: shape.positions, places: input.positions)
      : PatchTable(stage.window, positions: input.positions, places: shape.positions)
    let (m, n) = (input.channels / groups, shape.channels / groups)
    let taps = patches.taps
    let (inner, columns) = isTransposed ? (m, taps * n) : (taps * m, n)
    let block = ColumnBlock("", columns: columns, tensor: tensor)
    var maps: [any LinearMap<Real>] = []
    for _ in 0..<groups {
      maps.append(
        try builder.map(
          inputs: inner, blocks: [block], use: .once(rows: builder.samples * patches.places),
          isStandardized: stage.isStandardized))
    }
    self.maps = maps
    // A place of a transposed one is reached by every stride-th tap alone.
    let strides = stage.window.strides(shape.positions.count)
    let reaching = isTransposed ? max(1, taps / strides.reduce(1, *)) : taps
    gradients = KernelGradient(
      builder, inner: inner, block: block, maps: maps, terms: m * reaching,
      reach: stage.reach(input))
    biases = try BiasVector(
      builder, blocks: [ColumnBlock("", columns: shape.channels, tensor: tensor)], laws: [bias])
    output = builder.signal(shape)
  }

  func begin(_ network: SeedTree) {
    for map in maps { map.begin(network) }
    biases?.begin(network)
  }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    seen = input
    if isTransposed {
      spread(input, channels: self.input.channels, side: .right, into: output, shape.channels)
    } else {
      collect(input, channels: self.input.channels, side: .right, into: output, shape.channels)
    }
    var result = output
    result.exponent = input.exponent
    biases?.add(to: &result)
    return result
  }

  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    guard let seen else { preconditionFailure("a pass goes forward first") }
    var result = workspace.take(rows: seen.rows, columns: seen.columns)
    gradients.begin()
    if isTransposed {
      collect(
        gradient, channels: shape.channels, side: .left, into: result, input.channels,
        beside: seen)
    } else {
      spread(
        gradient, channels: shape.channels, side: .left, into: result, input.channels,
        beside: seen)
    }
    gradients.note(exponent: seen.exponent + gradient.exponent)
    biases?.note(gradient)
    result.exponent = gradient.exponent
    workspace.give(gradient)
    return result
  }

  /// Positions to places: patches through the maps.
  private func collect(
    _ from: Signal<Real>, channels: Int, side: Side, into target: Signal<Real>, _ columns: Int,
    beside: Signal<Real>? = nil
  ) {
    let exponent = from.exponent + (beside?.exponent ?? 0)
    let rows = samples * patches.places
    let (m, n) = (channels / groups, columns / groups)
    let isDirect = groups == 1 && patches.isIdentity
    let window = isDirect ? from : workspace.take(rows: rows, columns: patches.taps * m)
    let part = groups == 1 ? target : workspace.take(rows: rows, columns: n)
    for (group, map) in maps.enumerated() {
      if !isDirect {
        patches.gather(
          from.base, samples: samples, channels: channels, offset: group * m, count: m,
          into: window.base)
      }
      map.multiply(window.base, rows: rows, side: side, into: part.base)
      if groups > 1 { put(part, into: target, column: group * n) }
      if let beside {
        withColumns(of: beside, from: group * n, count: n) { own in
          gradients.add(own, window.base, rows: rows, group: group, exponent: exponent)
        }
      }
    }
    if !isDirect { workspace.give(window) }
    if groups > 1 { workspace.give(part) }
  }

  /// Places to positions: the maps' patches are added where they overlap.
  private func spread(
    _ from: Signal<Real>, channels: Int, side: Side, into target: Signal<Real>, _ columns: Int,
    beside: Signal<Real>? = nil
  ) {
    let exponent = from.exponent + (beside?.exponent ?? 0)
    let rows = samples * patches.places
    let (m, n) = (channels / groups, columns / groups)
    let isDirect = groups == 1 && patches.isIdentity
    if !isDirect { target.base.update(repeating: 0, count: target.count) }
    let window = isDirect ? target : workspace.take(rows: rows, columns: patches.taps * n)
    for (group, map) in maps.enumerated() {
      withColumns(of: from, from: group * m, count: m) { part in
        if let beside {
          // What the window saw, again: cheaper than keeping it.
          let saw = isDirect ? beside : window
          if !isDirect {
            patches.gather(
              beside.base, samples: samples, channels: columns, offset: group * n, count: n,
              into: window.base)
          }
          gradients.add(saw.base, part, rows: rows, group: group, exponent: exponent)
        }
        map.multiply(part, rows: rows, side: side, into: window.base)
      }
      if !isDirect {
        patches.scatter(
          window.base, samples: samples, channels: columns, offset: group * n, count: n,
          into: target.base)
      }
    }
    if !isDirect { workspace.give(window) }
  }

  /// The columns of a group, side by side.
  private func withColumns(
    of signal: Signal<Real>, from column: Int, count: Int, _ body: (UnsafePointer<Real>) -> Void
  ) {
    guard groups > 1 else { return body(signal.base) }
    let part = workspace.take(rows: signal.rows, columns: count)
    for row in 0..<signal.rows {
      (part.base + row * count).update(
        from: signal.base + row * signal.columns + column, count: count)
    }
    body(part.base)
    workspace.give(part)
  }

  private func put(_ part: Signal<Real>, into target: Signal<Real>, column: Int) {
    for row in 0..<part.rows {
      (target.base + row * target.columns + column).update(
        from: part.base + row * part.columns, count: part.columns)
    }
  }
}

/// The gradient of a kernel whose groups are matrices of their own.
final class KernelGradient<Real: NetworkReal> {
  private let single: WeightGradient<Real>
  private let parameters: [Parameter<Real>?]
  private var squares = 0.0

  init(
    _ builder: PassBuilder<Real>, inner: Int, block: ColumnBlock, maps: [any LinearMap<Real>],
    terms: Int, reach: Int?
  ) {
    parameters = maps.map { $0.parameter }
    single = WeightGradient(
      builder, inputs: inner, blocks: [block], terms: terms, copies: maps.count,
      reach: reach)
  }

  func begin() { squares = 0 }

  /// Adds a group's ‖XᵀΔ‖².
  func add(
    _ x: UnsafePointer<Real>, _ delta: UnsafePointer<Real>, rows: Int, group: Int, exponent: Int
  ) {
    squares +=
      single.squares(x, delta, rows: rows, for: parameters[group], exponent: exponent).first ?? 0
  }

  /// Notes the sum, of numbers in units of a power of two.
  func note(exponent: Int) { single.note(squares: [squares], exponent: exponent) }
}
