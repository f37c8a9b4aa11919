import Kernels
import Simulation

/// A small network that learns eight random examples by heart, for statements about training.
///
/// Two classes in turn, inputs N(0, 1), momentum 0.9: what the notes' words are held against, not a benchmark.
struct LearningRun {
  let activation: any Activation
  let initializer: any WeightInitializer
  /// Hidden layers, all of 16 units.
  let layers: Int
  var steps = 150
  var rate = 0.02

  private static let (examples, inputs, recordEvery) = (8, 8, 5)

  /// Trains one network.
  func run(_ seed: SeedTree) throws -> TrainingResult {
    var random = seed.child("data").source()
    let inputs = Matrix(
      rows: Self.examples, columns: Self.inputs,
      elements: normals(Self.examples * Self.inputs, &random))
    let targets = Matrix(
      rows: Self.examples, columns: 2,
      elements: (0..<Self.examples).flatMap { $0 % 2 == 0 ? [1.0, 0] : [0, 1] })
    return try trainNetwork(
      TrainingRequest(
        hidden: Array(repeating: 16, count: layers), activation: activation,
        initializer: initializer, optimizer: .momentum(rate: rate), steps: steps,
        recordEvery: Self.recordEvery, seed: seed),
      on: try Dataset(inputs: inputs, targets: targets, task: .classification))
  }

  /// The step at which the loss is half of what guessing gives; all steps if it never is.
  static func stepsToLearn(_ result: TrainingResult, of steps: Int) -> Double {
    let half = 0.5 * Double.ln2
    return Double(result.records.first { $0.loss < half }.map { max(1, $0.step) } ?? steps)
  }

  /// log₁₀ of the length of the weights' gradient at the start over the largest later one.
  static func startOverLater(_ result: TrainingResult) -> Double {
    let squares = result.records.map { record in
      zip(record.layers, [Self.inputs] + record.layers.map(\.width)).reduce(0.0) { sum, layer in
        sum + layer.0.weightGradientSecondMoment * Double(layer.0.width * layer.1)
      }
    }
    return 0.5 * (Double.log10(squares[0]) - Double.log10(squares.dropFirst().max() ?? 1))
  }
}
