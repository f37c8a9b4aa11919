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
    if loss == .squared {
      for row in 0..<output.rows {
        let value = 0.5 * Real.sums(gradient + row * classes, count: classes).squares
        output.base[row] = Real(value)
        total += value
      }
    } else {
      var chosen = targets.classes
      if chosen.isEmpty {
        chosen = (0..<output.rows).map { _ in random.integer(below: classes) }
      }
      (total, targets.correct) = crossEntropies(
        gradient, rows: output.rows, classes, chosen, exponent: input.exponent,
        unit: result.exponent, into: output.base)
    }
    recorder.noteLoss(total / Double(output.rows) * powerOfTwo(result.exponent), at: index)
    return result
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

/// Turns rows of logits, numbers times 2 to a power, into softmax − one-hot(target), writes −log softmax[target] of
/// each in units of 2 to another, and returns their sum and how many rows are largest at their target.
@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func crossEntropies<Real: NetworkReal>(
  _ logits: UnsafeMutablePointer<Real>, rows: Int, _ count: Int, _ targets: [Int], exponent: Int,
  unit: Int, into losses: UnsafeMutablePointer<Real>
) -> (total: Double, correct: Int) {
  let distanceUnit = powerOfTwo(exponent - unit)
  let inverseUnit = powerOfTwo(-unit)
  for row in 0..<rows {
    let own = logits + row * count
    var top = own[0]
    for i in 1..<count { top = max(top, own[i]) }
    for i in 0..<count { own[i] -= top }
    losses[row] = own[targets[row]]
  }
  // The largest stays where it is, even if the power of two is beyond every number.
  Real.exponentials(logits, times: Real(powerOfTwo(exponent)), count: rows * count)
  var (total, correct) = (0.0, 0)
  for row in 0..<rows {
    let own = logits + row * count
    let target = targets[row]
    var sum = 0.0
    for i in 0..<count { sum += Double(own[i]) }
    for i in 0..<count { own[i] = Real(Double(own[i]) / sum) }
    own[target] -= 1
    // The target's own entry is p − 1.
    let probability = own[target] + 1
    var isLargest = true
    for i in 0..<count where i != target && own[i] >= probability { isLargest = false }
    if isLargest { correct += 1 }
    let value = Double.log(sum) * inverseUnit - Double(losses[row]) * distanceUnit
    losses[row] = Real(value)
    total += value
  }
  return (total, correct)
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
