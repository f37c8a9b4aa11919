import Kernels
import Networks
import Numerics

// Long because a stage is one file: its two passes, its theory and its catalogue entry are read together.

/// Normalisation with gain one and shift zero, as it is at the start of training.
///
/// y = (x − μ)/√(σ² + ε) over a group of entries: all channels of a position (layer), the channels of a
/// position without removing the mean (RMS), parts of the channels at all positions of a sample (group), or
/// each channel over all samples and positions (batch). Ioffe and Szegedy 2015; Ba et al. 2016; Zhang and
/// Sennrich 2019; Wu and He 2018.
public struct Normalize: Stage {
  public static let kind = "norm"
  public func detail(for input: Shape) -> String { over.word }

  /// Which entries are one group.
  public enum Over: Sendable, Equatable {
    case batch, layer, rms
    case group(Int)

    /// Its word in network files.
    var word: String {
      switch self {
      case .batch: "batch"
      case .layer: "layer"
      case .rms: "rms"
      case .group: "group"
      }
    }
  }

  /// Which entries are one group.
  public var over: Over
  /// ε.
  public var epsilon: Double

  /// Normalises.
  public init(_ over: Over, epsilon: Double = 1e-5) {
    self.over = over
    self.epsilon = epsilon
  }

  public func output(for input: Shape) throws(NetworkError) -> Shape {
    if case .group(let groups) = over {
      guard groups > 0, input.channels % groups == 0 else {
        throw .parameter(
          stage: Self.kind, name: "groups", value: String(groups),
          reason: "does not divide the \(input.channels) channels before it")
      }
    }
    guard epsilon >= 0, epsilon.isFinite else {
      throw .parameter(
        stage: Self.kind, name: "epsilon", value: "\(epsilon)", reason: "is not a number from 0 on")
    }
    return input
  }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    if over == .batch, builder.samples * input.positionCount < 2 {
      throw .shape(
        stage: Self.kind, input: input,
        reason: "batch normalisation needs two rows or more; send more samples (--batch)")
    }
    let pass = NormalizePass(builder, self, shape: input)
    if let weights = builder.norms {
      let path = builder.name
      let (gains, shifts) = (weights.gains[path], weights.shifts[path])
      return gains == nil && shifts == nil
        ? pass
        : SequencePass([
          pass, try AffinePass(builder, shape: input, gains: gains, shifts: shifts),
        ])
    }
    return builder.isTrained
      ? SequencePass([pass, try AffinePass(builder, shape: input)]) : pass
  }

  public func theory(
    of input: StageMoments, shape: Shape, _ context: inout TheoryContext
  ) -> TheoryStep? {
    let variance = input.secondMoment - input.mean * input.mean
    switch over {
    case .rms, .layer:
      // Over many channels the group's moments are the law's.
      let isCentred = over == .layer
      let own = isCentred ? variance : input.secondMoment
      guard own + epsilon > 0 else { return nil }
      let factor = 1 / (own + epsilon)
      let cosine = input.cosine.map { c in
        isCentred && own > 0
          ? (c * input.secondMoment - input.mean * input.mean) / own : c
      }
      let output = StageMoments(
        mean: isCentred ? 0 : input.mean * factor.squareRoot(), secondMoment: own * factor,
        cosine: cosine, isNormal: input.isNormal,
        hasIndependentPositions: input.hasIndependentPositions,
        isCentredByWeights: input.isCentredByWeights)
      guard let kernel = input.kernel else {
        return TheoryStep(output: output) { gradient, _ in gradient.scaled(by: factor) }
      }
      // A mean that positions share is removed from their products too; others are not followed.
      guard kernel.means.allSatisfy({ $0 == kernel.means[0] }) else { return nil }
      let shift = isCentred ? kernel.means[0] * kernel.means[0] : 0
      let lengths = kernel.own.diagonal.map { $0 - shift + epsilon }
      guard lengths.allSatisfy({ $0 > 0 }) else { return nil }
      func divided(_ t: Int, _ u: Int, _ moment: Double) -> Double {
        moment / (lengths[t] * lengths[u]).squareRoot()
      }
      let normed = PositionKernel(
        means: isCentred
          ? kernel.means.map { _ in 0 }
          : zip(kernel.means, lengths).map { $0 / $1.squareRoot() },
        own: kernel.own.map { divided($0, $1, $2 - shift) } ?? kernel.own,
        across: kernel.across.flatMap { $0.map { divided($0, $1, $2 - shift) } })
      return TheoryStep(
        output: StageMoments(
          normed, samples: context.samples, isNormal: input.isNormal,
          isCentredByWeights: input.isCentredByWeights)
      ) { gradient, _ in gradient.map(shape.positionCount, divided) }
    case .batch, .group: return nil
    }
  }
}

/// The groups of a normalisation: where each begins, and how its entries lie.
private struct GroupLayout {
  /// Groups along the first direction, and along the second, which begin so far apart.
  var outer: (count: Int, stride: Int)
  var inner: (count: Int, stride: Int)
  /// Each group: runs of adjacent entries so far apart.
  var runs: (count: Int, stride: Int)
  var length: Int
}

final class NormalizePass<Real: NetworkReal>: StagePass {
  private let layout: GroupLayout
  private let isCentred: Bool
  private let epsilon: Double
  private let output: Signal<Real>
  private let inverse: Buffer<Double>
  private let arithmetic: Arithmetic
  /// 1/σ is `inverse` in units of 2 to this power.
  private var inverseExponent = 0
  /// y is what `output` holds in units of 2 to this power.
  private var exponent = 0

  init(_ builder: PassBuilder<Real>, _ stage: Normalize, shape: Shape) {
    output = builder.signal(shape)
    arithmetic = builder.arithmetic
    epsilon = stage.epsilon
    isCentred = stage.over != .rms
    let (channels, positions) = (shape.channels, shape.positionCount)
    switch stage.over {
    case .batch:
      layout = GroupLayout(
        outer: (1, 0), inner: (channels, 1), runs: (output.rows, channels), length: 1)
    case .layer, .rms:
      layout = GroupLayout(
        outer: (output.rows, channels), inner: (1, 0), runs: (1, 0), length: channels)
    case .group(let groups):
      layout = GroupLayout(
        outer: (builder.samples, positions * channels), inner: (groups, channels / groups),
        runs: (positions, channels), length: channels / groups)
    }
    inverse = Buffer(count: layout.outer.count * layout.inner.count)
  }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    // y = x · 2ᵉ/√(σ² · 4ᵉ + ε) for numbers x that are stored; where √ε dwarfs 2ᵉ, y is as small as x, and
    // its own exponent keeps it.
    let size = epsilon > 0 ? Int(epsilon.squareRoot().exponent) - input.exponent : 0
    let shift = input.exponent < 0 ? max(0, size) : 0
    normalize(
      input.base, output.base, inverse.base, layout, isCentred,
      Smoothing(
        epsilon: epsilon.squareRoot() * powerOfTwo(-input.exponent - shift),
        unit: powerOfTwo(-shift)))
    inverseExponent = -input.exponent - shift
    var result = output
    result.exponent = -shift
    // Here, because the way back reads what is stored.
    arithmetic.settle(&result)
    exponent = result.exponent
    return result
  }

  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    pullBack(
      output.base, gradient.base, inverse.base, layout, isCentred, powerOfTwo(2 * exponent))
    var result = gradient
    result.exponent += inverseExponent
    return result
  }
}

/// What keeps a deviation from zero, in units in which neither leaves a double's range.
private struct Smoothing {
  /// √ε.
  var epsilon: Double
  /// What deviations are multiplied by before ε is added to their squares.
  var unit: Double

  /// 1/√(σ² + ε); 0 for neither.
  func inverse(_ variance: Double) -> Double {
    let sum = unit * unit * variance + epsilon * epsilon
    return sum > 0 ? 1 / sum.squareRoot() : 0
  }
}

@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func normalize<Real: NetworkReal>(
  _ x: UnsafePointer<Real>, _ y: UnsafeMutablePointer<Real>,
  _ inverse: UnsafeMutablePointer<Double>, _ layout: GroupLayout, _ isCentred: Bool,
  _ smoothing: Smoothing
) {
  let size = Double(layout.runs.count * layout.length)
  for outer in 0..<layout.outer.count {
    for inner in 0..<layout.inner.count {
      let start = outer * layout.outer.stride + inner * layout.inner.stride
      var mean = 0.0
      if isCentred {
        for run in 0..<layout.runs.count {
          let from = x + start + run * layout.runs.stride
          for i in 0..<layout.length { mean += Double(from[i]) }
        }
        mean /= size
      }
      var squares = 0.0
      for run in 0..<layout.runs.count {
        let from = x + start + run * layout.runs.stride
        for i in 0..<layout.length {
          let d = Double(from[i]) - mean
          squares += d * d
        }
      }
      let variance = squares / size
      // Rounding leaves a constant group a deviation near the mean's last bit: that counts as zero.
      let isFlat = !(variance.squareRoot() > 4 * Double(Real.ulpOfOne) * abs(mean))
      // Its numbers are all at the mean; gradients still pass through 1/√ε.
      let factor = smoothing.inverse(isFlat ? 0 : variance)
      inverse[outer * layout.inner.count + inner] = factor
      for run in 0..<layout.runs.count {
        let offset = start + run * layout.runs.stride
        for i in offset..<(offset + layout.length) {
          y[i] = isFlat ? 0 : Real((Double(x[i]) - mean) * factor)
        }
      }
    }
  }
}

/// dx = (dy − mean(dy) − y mean(dy y))/√(σ² + ε), the first mean only where one was removed.
///
/// With ε, y y-mean is weighed by what σ²/(σ² + ε) leaves: y itself is that much smaller, so that nothing
/// else changes. `square` is what y² is in units of.
@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func pullBack<Real: NetworkReal>(
  _ y: UnsafePointer<Real>, _ gradient: UnsafeMutablePointer<Real>,
  _ inverse: UnsafePointer<Double>, _ layout: GroupLayout, _ isCentred: Bool, _ square: Double
) {
  let size = Double(layout.runs.count * layout.length)
  for outer in 0..<layout.outer.count {
    for inner in 0..<layout.inner.count {
      let start = outer * layout.outer.stride + inner * layout.inner.stride
      var sum = 0.0
      var along = 0.0
      for run in 0..<layout.runs.count {
        let offset = start + run * layout.runs.stride
        for i in offset..<(offset + layout.length) {
          sum += Double(gradient[i])
          along += Double(gradient[i]) * Double(y[i])
        }
      }
      let mean = isCentred ? sum / size : 0
      let slope = along / size * square
      let factor = inverse[outer * layout.inner.count + inner]
      for run in 0..<layout.runs.count {
        let offset = start + run * layout.runs.stride
        for i in offset..<(offset + layout.length) {
          gradient[i] = Real((Double(gradient[i]) - mean - Double(y[i]) * slope) * factor)
        }
      }
    }
  }
}

extension Normalize {
  /// The stage in network files.
  static let entry = StageEntry(
    kind, aliases: ["normalization"], "A normalisation with gain one and shift zero.",
    shorthand: "over",
    [
      StageParameter(
        "over", .choice(["layer", "rms", "batch", "group", "instance"]),
        "Over which entries: a position's channels (layer, or rms without removing the mean), a channel of the "
          + "whole batch, groups of a sample's channels, or each of them by itself."),
      StageParameter(
        "groups", .integer(1...1_000_000), "How many groups of channels.", standard: "32"),
      StageParameter(
        "epsilon", .number(0...1e6), "Added to the variance.",
        standard: "the framework's, else 1e-5"),
    ]
  ) { arguments throws(NetworkError) in
    let over: Over =
      switch arguments.word("over") {
      case "rms": .rms
      case "batch": .batch
      case "group": .group(arguments.integer("groups") ?? 32)
      case "instance": .group(arguments.input.channels)
      default: .layer
      }
    let framework = arguments.defaults.framework
    return Normalize(
      over, epsilon: arguments.number("epsilon") ?? framework?.epsilon(of: over) ?? 1e-5)
  }
}
