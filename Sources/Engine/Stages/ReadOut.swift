import Kernels
import Networks
import Numerics

/// A loss at the end, averaged over samples and positions, with targets drawn at random.
///
/// Before training nothing is known of the targets: cross-entropy starts near ln(classes) plus what the size
/// of the logits adds, and its gradient at the logits is (softmax − one-hot)/rows.
public struct ReadOut: Stage {
  public static let kind = "loss"

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
  private let targets: UnsafeMutablePointer<Real>
  private let classes: Int
  private let stream: Int
  private let workspace: Workspace<Real>
  private let recorder: Recorder<Real>
  private let index: Int
  private var network = SeedTree(seed: 0)

  init(_ builder: PassBuilder<Real>, _ loss: ReadOut.Loss, shape: Shape) {
    self.loss = loss
    output = builder.signal(Shape(positions: shape.positions, channels: 1))
    classes = shape.channels
    gradient = builder.allocate(output.rows * classes)
    targets = builder.allocate(loss == .squared ? output.rows * classes : 1)
    stream = builder.stream()
    workspace = builder.workspace
    recorder = builder.recorder
    index = builder.index
  }

  func begin(_ network: SeedTree) { self.network = network.child(stream) }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    let count = output.rows * classes
    gradient.update(from: input.base, count: count)
    if input.exponent != 0 {
      Real.scale(gradient, by: Real(powerOfTwo(input.exponent)), count: count)
    }
    var total = 0.0
    var random = network.source()
    if loss == .squared {
      Real.fillNormals(targets, count: count, from: random.address, standardDeviation: 1)
      Real.add(targets, times: -1, to: gradient, count: count)
    }
    for row in 0..<output.rows {
      let own = gradient + row * classes
      let value =
        loss == .squared
        ? 0.5 * Real.sums(own, count: classes).squares
        : crossEntropy(own, classes, random.integer(below: classes))
      output.base[row] = Real(value)
      total += value
    }
    recorder.noteLoss(total / Double(output.rows), at: index)
    return output
  }

  /// The gradient of the loss for what a gradient of it is given, the same in every row.
  func backward(_ outer: Signal<Real>) -> Signal<Real> {
    var result = workspace.take(rows: output.rows, columns: classes)
    result.exponent = outer.exponent
    result.base.update(from: gradient, count: result.count)
    for row in 0..<output.rows {
      Real.scale(result.base + row * classes, by: outer.base[row], count: classes)
    }
    workspace.give(outer)
    return result
  }
}

/// Turns logits into softmax − one-hot(target) and returns −log softmax[target].
@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func crossEntropy<Real: NetworkReal>(
  _ logits: UnsafeMutablePointer<Real>, _ count: Int, _ target: Int
) -> Double {
  var top = logits[0]
  for i in 1..<count { top = max(top, logits[i]) }
  let chosen = Double(logits[target] - top)
  var sum = 0.0
  for i in 0..<count {
    logits[i] = Real.exp(logits[i] - top)
    sum += Double(logits[i])
  }
  for i in 0..<count { logits[i] = Real(Double(logits[i]) / sum) }
  logits[target] -= 1
  return Double.log(sum) - chosen
}
