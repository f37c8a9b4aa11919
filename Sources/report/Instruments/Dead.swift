import ArgumentParser
import Publishing
import Simulation

/// `report dead`: the share of ReLU networks that are dead at birth.
struct Dead: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "How likely a ReLU network is dead before its first step.",
    discussion: """
      Draws ReLU networks with He's start and counts those whose output does not depend on the input.

        --inputs ray    one input, and with it all its positive multiples: silent with probability \
      1 − (1 − 2⁻ⁿ)ᴸ exactly, n units and L layers, without biases
        --inputs line   all numbers, of both signs (Lu et al. 2019)
        --inputs 16     so many standard normal inputs of --dimensions entries

      Prints the share with Wilson's 95 % interval, for every depth up to --depth, and the exact probability \
      for one input, which is an upper bound for the others.

      EXAMPLES
        report dead --width 3 --depth 10 --inputs line --trials 20000
        report dead --width 5 --depth 20 --inputs 16 --dimensions 8 --chart dead.svg
        report dead --width 3 --depth 10 --inputs line --bias 0.1
        report dead --width 3 --depth 10 --inputs line --positive-weight

      LIMITS
        width and depth 1 … 1000, inputs 1 … 10000, trials 1 … 1e7.
      """)

  @Option(parsing: .unconditional, help: "The number of units in every layer.")
  var width: Int

  @Option(parsing: .unconditional, help: "The number of layers.")
  var depth: Int

  @Option(help: ArgumentHelp("What networks are tried on.", valueName: "ray|line|n"))
  var inputs = "line"

  @Option(parsing: .unconditional, help: "The entries of an input, where their number is given.")
  var dimensions = 8

  @Option(parsing: .unconditional, help: "The value that every bias starts at.")
  var bias = 0.0

  @Flag(help: "Make one random weight of each unit positive.")
  var positiveWeight = false

  @Option(parsing: .unconditional, help: "How many networks.")
  var trials = 10_000

  @OptionGroup var sampling: SamplingOptions
  @OptionGroup var output: InstrumentOutput
  @OptionGroup var chart: ChartOption

  private struct Row: Encodable {
    let depth: Int
    let share: Estimate
    @NullOrValue var oneInput: Double?
  }

  private struct Result: Encodable {
    let width: Int
    let inputs: String
    let bias: Double
    let positiveWeight: Bool
    let trials: Int
    let seed: UInt64
    let share: Estimate
    @NullOrValue var oneInput: Double?
    let depths: [Row]
  }

  private func request() throws -> DeathRequest {
    let kind: DeathRequest.Inputs
    switch inputs {
    case "line": kind = .line
    case "ray": kind = .normal(count: 1, dimensions: dimensions)
    default:
      guard let count = Int(inputs) else {
        throw ValidationError(
          "--inputs \(inputs) is neither ray nor line nor a number of inputs, such as 16.")
      }
      kind = .normal(count: count, dimensions: dimensions)
    }
    return DeathRequest(
      width: width, depth: depth, inputs: kind, bias: bias, hasPositiveWeight: positiveWeight,
      trials: trials, seed: SeedTree(seed: sampling.seed).child("dead"), jobs: sampling.jobs)
  }

  func validate() throws {
    let request = try request()
    do {
      try request.validate()
    } catch {
      throw ValidationError("\(error)")
    }
  }

  func run() async throws {
    try await Console.reportingErrors {
      let times = try await sampleDeaths(request())
      // Exact only where signs are fair coins.
      let isExact = bias == 0 && !positiveWeight
      let rows = try (1...depth).map { layers in
        Row(
          depth: layers,
          share: try DeathTimes.share(
            inputs == "ray" ? times.silent : times.constant, after: layers),
          oneInput: isExact
            ? try BornDead.singleInput(widths: Array(repeating: width, count: layers)) : nil)
      }
      let last = rows[depth - 1]
      try chart.write(
        try DeadChart.chart(
          shares: rows.map(\.share), theory: isExact ? rows.compactMap(\.oneInput) : nil,
          width: width, inputs: inputs, trials: trials, seed: sampling.seed))
      let table = InstrumentTable(
        columns: ["depth", "share", "low", "high", "oneInput"],
        rows: rows.map {
          [
            .integer($0.depth), .number($0.share.value), .number($0.share.low),
            .number($0.share.high), .init($0.oneInput),
          ]
        },
        notes: [
          "\(trials) ReLU networks of \(width) units per layer, inputs: \(inputs). Wilson's 95 % "
            + "interval; oneInput is the exact probability that one input finds them silent."
        ])
      try output.print(
        Result(
          width: width, inputs: inputs, bias: bias, positiveWeight: positiveWeight,
          trials: trials, seed: sampling.seed, share: last.share, oneInput: last.oneInput,
          depths: rows),
        table)
    }
  }
}
