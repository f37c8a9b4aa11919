import Kernels
import Numerics

/// Samples to learn from: inputs, and targets to approximate or classes to tell apart.
public struct Dataset: Equatable, Sendable, Codable {
  /// What the targets are.
  public enum Task: String, Sendable, Codable {
    /// Real targets; the loss is half the squared error.
    case regression
    /// One-hot classes; the loss is the cross-entropy of a softmax.
    case classification
  }

  /// One sample per row.
  public let inputs: Matrix
  /// One sample per row: real targets, or a 1 in the column of the class.
  public let targets: Matrix
  /// What the targets are.
  public let task: Task

  /// Makes a set; throws if it is empty, of unequal length, or not finite.
  public init(inputs: Matrix, targets: Matrix, task: Task) throws(TrainingError) {
    guard inputs.rows > 0, inputs.columns > 0, targets.columns > 0 else { throw .noSamples }
    guard inputs.rows == targets.rows else {
      throw .unequalLengths(inputs: inputs.rows, targets: targets.rows)
    }
    for matrix in [inputs, targets] {
      if let index = matrix.elements.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(row: index / matrix.columns, column: index % matrix.columns)
      }
    }
    self.inputs = inputs
    self.targets = targets
    self.task = task
  }

  /// How many samples.
  public var count: Int { inputs.rows }

  /// A function of one variable on an even grid of [−1, 1].
  public static func curve(
    samples: Int, _ function: (Double) -> Double
  ) throws(TrainingError) -> Dataset {
    guard samples >= 2 else { throw .noSamples }
    let x = (0..<samples).map { -1 + 2 * Double($0) / Double(samples - 1) }
    return try Dataset(
      inputs: Matrix(rows: samples, columns: 1, elements: x),
      targets: Matrix(rows: samples, columns: 1, elements: x.map(function)), task: .regression)
  }

  /// Standard normal inputs with the outputs of a random linear map plus noise.
  public static func linearTeacher(
    samples: Int, inputs: Int, outputs: Int, noise: Double = 0, seed: SeedTree
  ) throws(TrainingError) -> Dataset {
    guard samples >= 1, inputs >= 1, outputs >= 1 else { throw .noSamples }
    var source = seed.source()
    var draw = Matrix(rows: samples, columns: inputs)
    for i in draw.elements.indices { draw.elements[i] = source.normal() }
    var map = Matrix(rows: inputs, columns: outputs)
    let scale = 1 / Double(inputs).squareRoot()
    for i in map.elements.indices { map.elements[i] = scale * source.normal() }
    var targets = draw * map
    if noise != 0 {
      for i in targets.elements.indices { targets.elements[i] += noise * source.normal() }
    }
    return try Dataset(inputs: draw, targets: targets, task: .regression)
  }

  /// Classes as arms of a spiral in the plane, half a turn each, with normal noise: not linearly separable.
  public static func spirals(
    samples: Int, classes: Int = 2, noise: Double = 0.05, seed: SeedTree
  ) throws(TrainingError) -> Dataset {
    guard classes >= 2, samples >= classes else { throw .noSamples }
    var source = seed.source()
    var inputs = Matrix(rows: samples, columns: 2)
    var targets = Matrix(rows: samples, columns: classes)
    for i in 0..<samples {
      let label = i % classes
      let radius = source.uniform()
      let turns = 0.5 * radius + Double(label) / Double(classes)
      inputs[i, 0] = radius * .cosine(ofTurns: turns) + noise * source.normal()
      inputs[i, 1] = radius * .cosine(ofTurns: turns - 0.25) + noise * source.normal()
      targets[i, label] = 1
    }
    return try Dataset(inputs: inputs, targets: targets, task: .classification)
  }
}
