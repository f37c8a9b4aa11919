import ArgumentParser
import Experiments
import Simulation
import Study

/// `report start`: which start for a plain network.
struct Start: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Which start for my network? Variance, consequences, and the line of code.",
    discussion: """
      Advises a variance for the weights, and for the biases if need be, of a plain network of equal \
      layers, and compares it with the rules 1/m and 2/m (m: fan-in) without biases:

        weightVariance   fan-in times the variance of a weight
        deviation        the standard deviation of a weight at this width
        signalFactor     factor per layer on the root mean square of the signal, by mean-field theory
        gradientFactor   the same of the gradient, on the way down
        weightFactor     the same of the weights' gradient: 1 where all layers are fed alike
        lengths          settles, stays, fadesSlowly, fades or grows
        cosine           of the outputs for two inputs at a right angle
        layersInHalf     how many layers half precision feeds with all its digits, up to 1000

      The advice is the stable point of the edge of chaos. Theory is the limit of wide layers; \
      `report propagate` measures networks of any shape. In the JSON a number that is not finite is null, and \
      status says why by its key: overflow or undefined.

      EXAMPLES
        report start --activation gelu --depth 50 --width 512
        report start --activation tanh --json

      LIMITS
        2 to 1000 layers, 1 to 1000000 units.

      ACTIVATIONS
        \(CatalogHelp.activations)
      """)

  @Option(help: "The activation's name, such as gelu.", completion: .list(ActivationCatalog.names))
  var activation: String

  @Option(parsing: .unconditional, help: "How many layers.")
  var depth = 50

  @Option(parsing: .unconditional, help: "How many units a layer has.")
  var width = 512

  @OptionGroup var output: InstrumentOutput

  private struct Result: Encodable {
    let activation: String
    let depth: Int
    let width: Int
    let advice: String
    let starts: [Row]
    let code: StartCode
  }

  private struct Row: Encodable {
    let start: String
    let weightVariance: Double
    let deviation: Double
    let biasDeviation: Double
    /// The factors; infinite beyond the range of numbers.
    let signalFactor: Double
    let gradientFactor: Double
    let weightFactor: Double
    let lengths: String
    let cosine: Double?
    let layersInHalf: Int

    enum CodingKeys: String, CodingKey {
      case start, weightVariance, deviation, biasDeviation, signalFactor, gradientFactor
      case weightFactor, lengths, cosine, layersInHalf, status
    }

    /// Writes every entry, `null` and a word where there is none.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(start, forKey: .start)
      try container.encode(
        [
          .weightVariance: weightVariance, .deviation: deviation, .biasDeviation: biasDeviation,
          .signalFactor: signalFactor, .gradientFactor: gradientFactor,
          .weightFactor: weightFactor, .cosine: cosine ?? .nan,
        ], status: .status, infinity: .overflow)
      try container.encode(lengths, forKey: .lengths)
      try container.encode(layersInHalf, forKey: .layersInHalf)
    }
  }

  func validate() throws {
    guard 2...1000 ~= depth else {
      throw ValidationError("--depth is \(depth); it must be from 2 to 1000.")
    }
    guard 1...1_000_000 ~= width else {
      throw ValidationError("--width is \(width); it must be from 1 to 1000000.")
    }
  }

  func run() throws {
    try Console.reportingErrors {
      let activation = try ActivationCatalog.activation(named: activation)
      let advice = try StartAdvice(for: activation)
      let rows = try [
        ("advised", advice.weightVariance, advice.biasVariance), ("1/m", 1, 0), ("2/m", 2, 0),
      ].map { try row($0.0, activation, weights: $0.1, biases: $0.2) }
      let code = StartCode(
        weightVariance: advice.weightVariance, biasVariance: advice.biasVariance)
      let table = InstrumentTable(
        columns: [
          "start", "weightVariance", "deviation", "biasDeviation", "signalFactor",
          "gradientFactor", "weightFactor", "lengths", "cosine", "layersInHalf",
        ],
        rows: rows.map {
          [
            .text($0.start), .number($0.weightVariance), .number($0.deviation),
            .number($0.biasDeviation), .init(Self.finite($0.signalFactor)),
            .init(Self.finite($0.gradientFactor)), .init(Self.finite($0.weightFactor)),
            .text($0.lengths), .init($0.cosine),
            .integer($0.layersInHalf),
          ]
        },
        notes: [
          Self.sentence(advice), "PyTorch: " + code.pyTorch, "Keras:   " + code.keras,
          "JAX:     " + code.jax,
        ])
      try output.print(
        Result(
          activation: activation.name, depth: depth, width: width, advice: advice.kind.rawValue,
          starts: rows, code: code), table)
    }
  }

  private func row(
    _ name: String, _ activation: any Activation, weights: Double, biases: Double
  ) throws -> Row {
    let prospect = try StartGuide.Prospect(
      activation, weightVariance: weights, biasVariance: biases, depth: depth, deepest: 1000)
    return Row(
      start: name, weightVariance: weights, deviation: (weights / Double(width)).squareRoot(),
      biasDeviation: biases.squareRoot(), signalFactor: prospect.signalFactor,
      gradientFactor: prospect.gradientFactor, weightFactor: prospect.weightFactor,
      lengths: prospect.stability.rawValue, cosine: prospect.cosine,
      layersInHalf: prospect.layersInHalfPrecision)
  }

  private static func finite(_ factor: Double) -> Double? { factor.isFinite ? factor : nil }

  private static func sentence(_ advice: StartAdvice) -> String {
    switch advice.kind {
    case .edge: "The advice is the edge of chaos without biases, where it is stable."
    case .edgeWithBiases: "The advice has biases: without them the edge of chaos is not stable."
    case .nearest:
      "This activation has no stable edge of chaos; of 1/m and 2/m the advice is the nearer one."
    }
  }
}
