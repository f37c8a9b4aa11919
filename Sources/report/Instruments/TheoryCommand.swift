import ArgumentParser
import Publishing
import Simulation

/// `report theory`: the mean-field theory of a wide network.
struct TheoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "theory",
    abstract: "Mean-field theory: where a wide network is ordered, chaotic or critical.",
    discussion: """
      Weights have variance (weight variance)/(fan-in), biases the bias variance. Prints

        qStar        where the variance of pre-activations ends that starts at the sum of both
                     variances; infinite if it grows without bound
        chi1         the factor of a gradient's second moment per layer
        cStar        where the correlation of two inputs ends; undefined if qStar is 0 or infinite
        depthScale   over how many layers it gets there by a factor e; infinite at the edge, \
      undefined if qStar is infinite
        phase        ordered (chi1 < 1), critical or chaotic (chi1 > 1)

      With --critical it solves for the weight variance at which chi1 is 1, the edge of chaos.
      Where isStable is false, lengths leave qStar (lengthSlope, the slope of the length map there, is
      above 1, or 1 at qStar = 0): GELU, SiLU and Mish have no stable edge when biases are small.
      In the JSON a number that is not finite is null, and status says why by its key: infinite or undefined.

      With --correlation it adds the trajectory of two inputs of mean square 1 and that correlation: for each \
      layer up to --depth the variance q and the correlation c of their pre-activations.

      EXAMPLES
        report theory --activation tanh --weight-variance 1.5 --bias-variance 0.05
        report theory --activation tanh --critical --bias-variance 0.05
        report theory --activation tanh --weight-variance 3 --chart maps.svg
        report theory --activation relu --weight-variance 2 --correlation 0 --depth 50

      LIMITS
        Variances from 0 to 1e6.

      ACTIVATIONS
        \(CatalogHelp.activations)
      """)

  @Option(
    help: "The activation's name, such as tanh.", completion: .list(ActivationCatalog.names))
  var activation: String

  @Option(parsing: .unconditional, help: "Fan-in times the variance of one weight.")
  var weightVariance: Double?

  @Option(parsing: .unconditional, help: "The variance of one bias.")
  var biasVariance = 0.0

  @Option(parsing: .unconditional, help: "The correlation of two inputs to follow, −1 … 1.")
  var correlation: Double?

  @Option(parsing: .unconditional, help: "How many layers to follow them through (default: 30).")
  var depth: Int?

  @Flag(help: "Solve for the critical weight variance.")
  var critical = false

  @OptionGroup var output: InstrumentOutput
  @OptionGroup var chart: ChartOption

  func validate() throws {
    if let weightVariance {
      try requireOption("weight-variance", weightVariance, in: 0...1e6)
      if critical {
        throw ValidationError(
          "--critical solves for the weight variance; leave --weight-variance out.")
      }
    } else if !critical {
      throw ValidationError("Give --weight-variance, or --critical to solve for it.")
    }
    try requireOption("bias-variance", biasVariance, in: 0...1e6)
    if let correlation { try requireOption("correlation", correlation, in: -1...1) }
    if let depth {
      try requireOption("depth", Double(depth), in: 1...10_000)
      if correlation == nil {
        throw ValidationError("--depth follows two inputs; add --correlation.")
      }
    }
    if critical, correlation != nil {
      throw ValidationError(
        "--critical solves for the weight variance; give it, to follow two inputs.")
    }
  }

  private struct Point: Encodable {
    let activation: String
    let criticalWeightVariance: Double
    let biasVariance: Double
    let qStar: Double
    let lengthSlope: Double
    let isStable: Bool

    enum CodingKeys: CodingKey {
      case activation, criticalWeightVariance, biasVariance, qStar, lengthSlope, isStable, status
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(activation, forKey: .activation)
      try container.encode(
        [
          .criticalWeightVariance: criticalWeightVariance, .biasVariance: biasVariance,
          .qStar: qStar, .lengthSlope: lengthSlope,
        ], status: .status)
      try container.encode(isStable, forKey: .isStable)
    }
  }

  func run() throws {
    try Console.reportingErrors {
      let activation = try ActivationCatalog.activation(named: activation)
      if let weightVariance {
        let phase = try MeanFieldPhase(
          activation: activation, weightVariance: weightVariance, biasVariance: biasVariance)
        let trajectory = try correlation.map { try follow(activation, weightVariance, $0) }
        try chart.write(try TheoryChart(activation, phase, correlation: correlation).chart())
        let result = NamedPhase(
          activation: activation.name, phase: phase, trajectory: trajectory)
        let table = Self.table(phase)
        try output.print(
          result, csv: trajectory.map { Self.table($0).csv } ?? table.csv,
          text: table.text + (trajectory.map { "\n" + Self.table($0).text } ?? ""))
        return
      }
      let point = try EdgeOfChaos.criticalPoint(of: activation, biasVariance: biasVariance)
      try chart.write(
        try TheoryChart(
          activation,
          try MeanFieldPhase(
            activation: activation, weightVariance: point.weightVariance,
            biasVariance: biasVariance)
        ).chart())
      try output.print(
        Point(
          activation: activation.name, criticalWeightVariance: point.weightVariance,
          biasVariance: biasVariance, qStar: point.qStar, lengthSlope: point.lengthSlope,
          isStable: point.isStable),
        InstrumentTable(
          columns: [
            "activation", "criticalWeightVariance", "biasVariance", "qStar", "lengthSlope",
            "isStable",
          ],
          rows: [
            [
              .text(activation.name), .number(point.weightVariance), .number(biasVariance),
              .number(point.qStar), .number(point.lengthSlope),
              .text(point.isStable ? "true" : "false"),
            ]
          ]))
    }
  }

  /// What one layer makes of two inputs.
  private struct Step: Encodable {
    let layer: Int
    let q: Double
    let c: Double
  }

  private func follow(
    _ activation: any Activation, _ weightVariance: Double, _ correlation: Double
  ) throws -> [Step] {
    try KernelRecursion(
      LengthMap(
        activation: activation, weightVariance: weightVariance, biasVariance: biasVariance),
      inputCorrelation: correlation, layers: depth ?? 30
    ).layers.map { Step(layer: $0.layer, q: $0.variance, c: $0.correlation) }
  }

  private static func table(_ trajectory: [Step]) -> InstrumentTable {
    InstrumentTable(
      columns: ["layer", "q", "c"],
      rows: trajectory.map { [.integer($0.layer), .number($0.q), .number($0.c)] })
  }

  private static func table(_ phase: MeanFieldPhase) -> InstrumentTable {
    InstrumentTable(
      columns: ["quantity", "value"],
      rows: [
        [.text("qStar"), .init(phase.qStar)], [.text("chi1"), .number(phase.chi1)],
        [.text("cStar"), .init(phase.cStar)], [.text("depthScale"), .init(phase.depthScale)],
        [.text("lengthDepthScale"), .init(phase.lengthDepthScale)],
        [.text("gradientDepthScale"), .init(phase.gradientDepthScale)],
        [.text("phase"), .text(phase.phase.rawValue)],
      ])
  }

  /// A phase with its activation; what has no value is null, with a word for it, not absent.
  private struct NamedPhase: Encodable {
    let activation: String
    let phase: MeanFieldPhase
    let trajectory: [Step]?

    enum CodingKeys: String, CodingKey {
      case activation, weightVariance, biasVariance, qStar, chi1, cStar, depthScale
      case lengthDepthScale, gradientDepthScale, phase, trajectory, status
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(activation, forKey: .activation)
      // Scales towards a length that does not exist are none; at a length of its own they are infinite.
      let missingScale = phase.qStar == nil ? Double.nan : .infinity
      try container.encode(
        [
          .weightVariance: phase.weightVariance, .biasVariance: phase.biasVariance,
          .qStar: phase.qStar ?? .infinity, .chi1: phase.chi1, .cStar: phase.cStar ?? .nan,
          .depthScale: phase.depthScale ?? missingScale,
          .lengthDepthScale: phase.lengthDepthScale ?? missingScale,
          .gradientDepthScale: phase.gradientDepthScale ?? .infinity,
        ], status: .status)
      try container.encode(phase.phase, forKey: .phase)
      try container.encodeIfPresent(trajectory, forKey: .trajectory)
    }
  }
}
