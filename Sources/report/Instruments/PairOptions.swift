import ArgumentParser
import Simulation

/// The options of instruments that send two inputs through the same random networks.
struct PairOptions: ParsableArguments {
  @Option(
    help: "The activation's name, such as tanh.", completion: .list(ActivationCatalog.names))
  var activation: String

  @Option(parsing: .unconditional, help: "Fan-in times the variance of one weight.")
  var weightVariance: Double

  @Option(parsing: .unconditional, help: "The variance of one bias.")
  var biasVariance = 0.0

  @Option(parsing: .unconditional, help: "The number of units in every layer.")
  var width: Int

  @Option(parsing: .unconditional, help: "The number of layers.")
  var depth: Int

  @Option(parsing: .unconditional, help: "The correlation of the two inputs, −1 … 1.")
  var inputCorrelation = 0.5

  @Option(parsing: .unconditional, help: "The mean square of an entry of an input.")
  var inputSecondMoment = 1.0

  @Option(parsing: .unconditional, help: "How many networks.")
  var trials = 20

  func validate() throws {
    try requireOption("weight-variance", weightVariance, in: 0...1e6)
    try requireOption("bias-variance", biasVariance, in: 0...1e6)
    try requireOption("width", Double(width), in: 2...1e6)
    try requireOption("depth", Double(depth), in: 1...1e4)
    try requireOption("input-correlation", inputCorrelation, in: -1...1)
    try requireOption("input-second-moment", inputSecondMoment, in: 1e-100...1e100)
    try requireOption("trials", Double(trials), in: 2...1e6)
  }

  /// The mean products of the two inputs.
  var inputs: PairMoments {
    PairMoments(square: inputSecondMoment, correlation: inputCorrelation)
  }

  func request(
    _ activation: any Activation, includesGradients: Bool, name: String,
    sampling: SamplingOptions
  ) -> PairRequest {
    PairRequest(
      width: width, depth: depth, activation: activation, weightVariance: weightVariance,
      biasVariance: biasVariance, inputs: inputs, includesGradients: includesGradients,
      trials: trials, seed: SeedTree(seed: sampling.seed).child(name), jobs: sampling.jobs)
  }

  /// Theory through `layers` layers.
  func theory(_ activation: any Activation, layers: Int) throws -> KernelRecursion {
    try KernelRecursion(
      LengthMap(
        activation: activation, weightVariance: weightVariance, biasVariance: biasVariance),
      inputSquare: inputSecondMoment, inputCorrelation: inputCorrelation, layers: layers)
  }
}

extension Estimate {
  /// The mean of the finite numbers of a sample; nil for fewer than two.
  static func meanOfFinite(_ sample: [Double]) -> Estimate? {
    try? .mean(of: sample.filter(\.isFinite))
  }
}
