import ArgumentParser
import Publishing
import Simulation

/// `report gain`: what an activation does to a normal pre-activation.
struct Gain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What an activation does to the size of signals and gradients.",
    discussion: """
      For a pre-activation x of mean 0 and variance q, normally distributed, prints the averages \
      E f(x), E f(x)² and E f'(x)², and the two gains:

        forward gain    √(q / E f²)    keeps the variance of pre-activations at q
        backward gain   1 / √(E f'²)   keeps the second moment of gradients

      and the standard deviation of f(x) with its gain √q / deviation, which keeps the variance where \
      the mean is removed (by a normalisation, say) and is what measured gains mostly are: 1.713 for \
      ReLU, where the forward gain is √2.

      Draw weights with standard deviation gain/√(fan-in) or gain/√(fan-out). ReLU has √2 for both, \
      which is He's rule; where the two differ, no start can keep both.

      EXAMPLES
        report gain --activation gelu
        report gain --activation tanh --q 0.5 --json
        report gain --activation gelu --chart gelu.svg
        report gain --activation leaky-relu-0.2
        report gain --csv                       all activations

      JSON
        A number that is not finite is null there, and status says why by its key: infinite or undefined.

      LIMITS
        q from 1e-100 to 1e100.

      ACTIVATIONS
        \(CatalogHelp.activations)
      """)

  @Option(
    help: "The activation's name, such as gelu (default: all of them).",
    completion: .list(ActivationCatalog.names))
  var activation: String?

  @Option(parsing: .unconditional, help: "The variance of the pre-activation.")
  var q = 1.0

  @OptionGroup var output: InstrumentOutput
  @OptionGroup var chart: ChartOption

  private struct Result: Encodable {
    let activation: String
    let q: Double
    let mean: Double
    let secondMoment: Double
    let slopeMean: Double
    let slopeSecondMoment: Double
    let forwardGain: Double
    let backwardGain: Double
    let standardDeviation: Double
    let standardDeviationGain: Double

    enum CodingKeys: CodingKey {
      case activation, q, mean, secondMoment, slopeMean, slopeSecondMoment, forwardGain
      case backwardGain, standardDeviation, standardDeviationGain, status
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(activation, forKey: .activation)
      try container.encode(
        [
          .q: q, .mean: mean, .secondMoment: secondMoment, .slopeMean: slopeMean,
          .slopeSecondMoment: slopeSecondMoment, .forwardGain: forwardGain,
          .backwardGain: backwardGain, .standardDeviation: standardDeviation,
          .standardDeviationGain: standardDeviationGain,
        ], status: .status)
    }

    init(_ activation: any Activation, q: Double) throws {
      let moments = try GaussianMoments(of: activation, variance: q)
      guard try GaussianMoments.areResolved(of: activation, variance: q) else {
        throw TheoryError.noAverage(
          of: activation.name, variance: q, because: "oscillates faster than can be followed")
      }
      self.activation = activation.name
      self.q = q
      mean = moments.mean
      secondMoment = moments.secondMoment
      slopeMean = moments.slopeMean
      slopeSecondMoment = moments.slopeSecondMoment
      forwardGain = moments.forwardGain
      backwardGain = moments.backwardGain
      let deviation = try OutputDeviation(of: activation, variance: q)
      standardDeviation = deviation.standardDeviation
      standardDeviationGain = deviation.gain
    }
  }

  func validate() throws { try requireOption("q", q, in: 1e-100...1e100) }

  func run() throws {
    try Console.reportingErrors {
      let activations =
        try activation.map { [try ActivationCatalog.activation(named: $0)] }
        ?? ActivationCatalog.all
      let results = try activations.map { try Result($0, q: q) }
      let table = InstrumentTable(
        columns: [
          "activation", "q", "mean", "secondMoment", "slopeSecondMoment", "forwardGain",
          "backwardGain", "standardDeviation", "standardDeviationGain",
        ],
        rows: results.map {
          [
            .text($0.activation), .number($0.q), .number($0.mean), .number($0.secondMoment),
            .number($0.slopeSecondMoment), .number($0.forwardGain), .number($0.backwardGain),
            .number($0.standardDeviation), .number($0.standardDeviationGain),
          ]
        })
      if activation != nil, let only = results.first {
        try chart.write(try GainChart.curves(of: activations[0], q: q))
        try output.print(only, table)
      } else {
        try chart.write(
          try GainChart.overview(
            results.map {
              GainChart.Row(
                activation: $0.activation, forward: $0.forwardGain, backward: $0.backwardGain)
            }, q: q))
        try output.print(results, table)
      }
    }
  }
}
