import Kernels
import Networks
import Numerics

/// A loss at the end, averaged over samples and positions, with targets drawn at random.
///
/// Before training nothing is known of the targets: cross-entropy starts near ln(classes) plus what the size
/// of the logits adds, and its gradient at the logits is (softmax − one-hot)/rows.
public struct ReadOut: Stage {
  public static let kind = "loss"
  public func detail(for input: Shape) -> String { loss.rawValue }

  /// The loss.
  public enum Loss: String, Sendable, Codable, CaseIterable {
    /// −log softmax of the target's class.
    case crossEntropy = "cross-entropy"
    /// ½ |y − t|² with standard normal targets.
    case squared
  }

  /// The loss.
  public var loss: Loss

  /// Ends a network in a loss.
  public init(_ loss: Loss) { self.loss = loss }

  public func output(for input: Shape) throws(NetworkError) -> Shape {
    if loss == .crossEntropy, input.channels < 2 {
      throw .shape(
        stage: Self.kind, input: input, reason: "cross-entropy needs two classes or more")
    }
    return Shape(positions: input.positions, channels: 1)
  }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    ReadOutPass(builder, loss, shape: input)
  }
}

final class ReadOutPass<Real: NetworkReal>: StagePass {
  private let loss: ReadOut.Loss
  private let output: Signal<Real>
  private let gradient: UnsafeMutablePointer<Real>
  private let drawn: UnsafeMutablePointer<Real>
  private let targets: Targets<Real>
  private let classes: Int
  private let stream: Int
  private let workspace: Workspace<Real>
  private let recorder: Recorder<Real>
  private let index: Int
  private var network = SeedTree(seed: 0)
  /// The power of two that `gradient` is in units of.
  private var exponent = 0

  init(_ builder: PassBuilder<Real>, _ loss: ReadOut.Loss, shape: Shape) {
    self.loss = loss
    output = builder.signal(Shape(positions: shape.positions, channels: 1))
    classes = shape.channels
    gradient = builder.allocate(output.rows * classes)
    targets = builder.targets
    drawn = builder.allocate(loss == .squared ? output.rows * classes : 1)
    stream = builder.stream()
    workspace = builder.workspace
    recorder = builder.recorder
    index = builder.index
  }

  func begin(_ network: SeedTree) { self.network = network.child(stream) }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func forward(_ input: Signal<Real>) -> Signal<Real> {
    let count = output.rows * classes
    gradient.update(from: input.base, count: count)
    if targets.keepsSaid {
      let unit = powerOfTwo(input.exponent)
      targets.said = (0..<count).map { Double(input.base[$0]) * unit }
    }
    var random = network.source()
    var result = output
    exponent = 0
    if loss == .squared {
      // Beside signals from afar, targets are in their units.
      exponent = Signal<Real>.commonExponent(input, deviation: 1)
      let unit = powerOfTwo(-exponent)
      if targets.values.isEmpty {
        Real.fillNormals(
          drawn, count: count, from: random.address, standardDeviation: Real(unit))
      } else {
        for i in 0..<count { drawn[i] = Real(targets.values[i] * unit) }
      }
      if input.exponent != exponent {
        Real.scale(gradient, by: Real(powerOfTwo(input.exponent - exponent)), count: count)
      }
      Real.add(drawn, times: -1, to: gradient, count: count)
      result.exponent = 2 * exponent
    } else {
      result.exponent = max(0, input.exponent)
    }
    var total = 0.0
    targets.correct = 0
    for row in 0..<output.rows {
      let own = gradient + row * classes
      let value =
        loss == .squared
        ? 0.5 * Real.sums(own, count: classes).squares
        : classify(
          own, targets.classes.isEmpty ? random.integer(below: classes) : targets.classes[row],
          exponent: input.exponent, unit: result.exponent)
      output.base[row] = Real(value)
      total += value
    }
    recorder.noteLoss(total / Double(output.rows) * powerOfTwo(result.exponent), at: index)
    return result
  }

  /// Cross-entropy of a row; counts the row if its largest logit is the target's.
  private func classify(
    _ logits: UnsafeMutablePointer<Real>, _ target: Int, exponent: Int, unit: Int
  ) -> Double {
    let value = crossEntropy(logits, classes, target, exponent: exponent, unit: unit)
    // softmax − one-hot: the target's own entry is p − 1.
    var isLargest = true
    let own = logits[target] + 1
    for i in 0..<classes where i != target && logits[i] >= own { isLargest = false }
    if isLargest { targets.correct += 1 }
    return value
  }

  /// The gradient of the loss for what a gradient of it is given, the same in every row.
  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func backward(_ outer: Signal<Real>) -> Signal<Real> {
    var result = workspace.take(rows: output.rows, columns: classes)
    result.exponent = outer.exponent + exponent
    result.base.update(from: gradient, count: result.count)
    for row in 0..<output.rows {
      Real.scale(result.base + row * classes, by: outer.base[row], count: classes)
    }
    workspace.give(outer)
    return result
  }
}

/// Turns logits, numbers times 2 to a power, into softmax − one-hot(target) and returns −log softmax[target]
/// in units of 2 to another.
@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func crossEntropy<Real: NetworkReal>(
  _ logits: UnsafeMutablePointer<Real>, _ count: Int, _ target: Int, exponent: Int, unit: Int
) -> Double {
  var top = logits[0]
  for i in 1..<count { top = max(top, logits[i]) }
  let chosen = Double(logits[target] - top) * powerOfTwo(exponent - unit)
  let factor = Real(powerOfTwo(exponent))
  var sum = 0.0
  for i in 0..<count {
    // The largest stays where it is, even if the power of two is beyond every number.
    let distance = logits[i] - top
    logits[i] = distance == 0 ? 1 : Real.exp(distance * factor)
    sum += Double(logits[i])
  }
  for i in 0..<count { logits[i] = Real(Double(logits[i]) / sum) }
  logits[target] -= 1
  return Double.log(sum) * powerOfTwo(-unit) - chosen
}

extension ReadOut {
  /// The stage in network files.
  static let entry = StageEntry(
    kind, "A loss at the end, with targets drawn at random.", shorthand: "loss",
    [StageParameter("loss", .choice(Loss.allCases.map(\.rawValue)), "Which.")]
  ) { arguments throws(NetworkError) in
    ReadOut(arguments.word("loss").flatMap(Loss.init) ?? .squared)
  }
}
