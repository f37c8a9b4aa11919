import ArgumentParser
import Kernels
import NetworkFiles
import Simulation
import Study

/// `report propagate`: activations and gradients by layer, for any network at its start.
struct Propagate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure activations and gradients by layer, for any network at its start.",
    discussion: """
      Every trial draws a fresh network, a standard normal input and a standard normal gradient at \
      the last layer's output. The activation second moment is the mean of h² over a layer's \
      outputs h = f(z), the gradient second moment that of (∂ℓ/∂z)², each with a 95 % interval over \
      networks, beside mean-field theory (the limit of infinite width).

      Deep products are heavy-tailed, so that rare networks rule the mean. Where so few rule it that \
      a sample says nothing, the table has the median instead, and the JSON no upper end. log10 has \
      the mean and deviation of the decimal logarithm over the networks that are neither dead nor \
      overflow, and the median and the central 95 % of all networks; they stay right where the \
      numbers leave the range of floating point. What overflowed is “overflow” in the table, inf in \
      the CSV (the logarithm of a dead network is -inf there) and null in the JSON, beside \
      shareOverflowed; a status says why a value is missing, and no key is ever left out.

      The exact sampler draws activations and gradients from their joint law without forming a \
      matrix: normal and orthogonal weights, any width. The dense one forms the matrices: any law. \
      auto takes the exact one where it is valid and cheaper.

      With --network or --preset the network is one of stages (attention, convolutions, gates, recurrent \
      cells …): a YAML file, see `report stages`, or one that comes with the program, see `report presets`. \
      The table then has a line for each block.

      EXAMPLES
        report propagate --preset gpt2 --tokens 16
        report propagate --network my-network.yml --precision float16 --loss-scale 1024
        report propagate --preset llama-70b --scale 1/8 --set blocks.attention.output-gain=0.1
        report propagate --width 100 --depth 20 --activation 'x * sigmoid(1.702 x)' --init he-normal
        report propagate --widths 64,128,256,128,64 --activation tanh --init xavier-normal
        report propagate --width 4096 --depth 30 --activation relu --init he-normal --json
        report propagate --width 256 --depth 20 --activation relu --init he-normal \\
          --normalization batch --batch 64 --chart batch-norm.svg
        report propagate --width 64 --depth 30 --activation relu --init torch-default \\
          --columns deviation,mean,dead
        report propagate --width 512 --depth 50 --activation sigmoid --init normal-0.01 --csv

      LIMITS
        widths 1 … \(PropagationLimits.width), layers 1 … \(PropagationLimits.depth), trials 2 … \
      \(PropagationLimits.trials), batch 1 … \(PropagationLimits.batch). A request that needs more \
      than half of the machine's memory is refused with its size.

      COLUMNS
        \(PropagationColumn.allCases.map { "\($0.rawValue) (\($0.meaning))" }.joined(separator: ", "))

      ACTIVATIONS
        \(CatalogHelp.activations)

      STARTS
        \(CatalogHelp.initializers)
      """)

  @OptionGroup(title: "A network of stages") var file: NetworkFileOptions

  @OptionGroup(title: "A chain of layers") var network: NetworkOptions

  @Option(
    name: [.customLong("trials"), .customLong("networks")], parsing: .unconditional,
    help:
      "How many networks, 2 or more (default: 100; 5 for networks of stages, where one will do).")
  var networks: Int?

  private var trials: Int { networks ?? 100 }

  @Option(help: "How the weights are simulated: auto, exact or dense.")
  var sampler = Sampler.automatic

  @Option(
    help: ArgumentHelp(
      "The columns of the table and the CSV, separated by commas; see below.", valueName: "names"))
  var columns: String?

  @OptionGroup var sampling: SamplingOptions
  @OptionGroup var output: InstrumentOutput

  @OptionGroup var chart: ChartOption

  func validate() throws {
    if file.isGiven {
      let chain = network.givenForChain
      guard chain.isEmpty else {
        throw ValidationError(
          "\(chain[0]) describes a chain of layers; a network of stages says it in its file (change one value "
            + "with --set).")
      }
      try fileRun().validate()
    } else if let chain = try network.chainWithDropout() {
      try fileRun(chain).validate()
    } else {
      try file.refuseAlone()
      _ = try request()
      _ = try columnList()
    }
  }

  private func fileRun(_ chain: NetworkFile? = nil) -> NetworkFileRun {
    NetworkFileRun(
      file: file, chain: chain, precision: network.precision, batch: network.batch,
      networks: networks ?? 5,
      sampler: sampler, columns: columns, sampling: sampling)
  }

  func run() async throws {
    let chain = try file.isGiven ? nil : network.chainWithDropout()
    if file.isGiven || chain != nil {
      let run = fileRun(chain)
      let (chart, output) = (chart, output)
      try await Console.reportingErrors {
        let report = try await run.report()
        try chart.write(try NetworkChart(report).chart())
        let columns = try run.columnList(report)
        try output.print(report, csv: report.csv(columns), text: report.table(columns))
      }
      return
    }
    let request = try request()
    let columns = try columnList()
    try await Console.reportingErrors {
      let clock = ContinuousClock()
      let start = clock.now
      let result = try await propagate(request)
      let seconds = (clock.now - start) / .seconds(1)
      let report = PropagationReport(request, result, seed: sampling.seed, seconds: seconds)
      try chart.write(try PropagationChart(report).chart())
      try output.print(report, csv: report.csv(columns), text: report.table(columns))
    }
  }

  private func columnList() throws -> [PropagationColumn] {
    try columns.map(PropagationColumn.chosen) ?? PropagationColumn.standard
  }

  private func request() throws -> PropagationRequest {
    var request = try network.plan().request(
      trials: trials, seed: SeedTree(seed: sampling.seed).child("propagate"),
      jobs: sampling.jobs)
    request.sampler = sampler
    request.recordsDetails = true
    do {
      try request.validate()
    } catch PropagationError.memory {
      return request  // a matter of this machine: reported when it runs, with exit code 1
    } catch {
      throw ValidationError(error.description)
    }
    return request
  }
}

extension Sampler: ExpressibleByArgument {}
