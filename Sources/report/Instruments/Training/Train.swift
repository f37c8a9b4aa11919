import ArgumentParser
import Engine
import Networks
import Simulation

/// `report train`: networks of any architecture, trained from their starts.
struct Train: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train networks from their start and see whether, how fast and where they learn.",
    discussion: """
      Each network starts afresh, sees the same task in an order of its own, and is tested on samples that \
      it never learned from. The table has a line for each test: the held-out loss (median over networks, and the \
      tenth to the ninetieth percentile), the share answered correctly, and what the layers do. A network has \
      learned once its held-out loss is at most --target-loss: without it, half of what always giving the \
      same answer costs. The learning time is the median over networks of the test at which that happens.

      What goes into a network of --network or --preset is the task's, whatever the file says of its input.

      A network whose loss leaves the range of numbers has diverged: that is a result. It counts as infinite \
      loss from there on, and the chart lets it leave the picture.

      TASKS
        digits       ten digits drawn as strokes, shifted, turned and noisy, 16 × 16 pixels
        adding       two marked numbers of a sequence are to be added (Hochreiter and Schmidhuber 1997)
        copy         symbols are to be repeated after a delay
        FILE.csv     your own: a sample on each line, its answer last; a fifth is held out

      OPTIMISERS
        sgd          w ← w − ηg
        momentum     v ← 0.9 v + g, w ← w − ηv
        adam         with β₁ = 0.9, β₂ = 0.999, ε = 1e-8
        With --warm-up k the rate of the first k steps is η/k, 2η/k, … η (Goyal and others 2017): for networks \
      whose first steps do harm, such as transformers with the normalisation after each sum.

      EXAMPLES
        report train
        report train --depth 30 --init xavier-normal --chart stalls.svg
        report train --width 128 --depth 8 --networks 32 --optimizer adam --learning-rate 0.001
        report train --task adding --length 50 --cell rnn --optimizer adam --learning-rate 0.003
        report train --task my-data.csv --widths 32,32 --activation tanh --init xavier-normal
        report train --network my-network.yml --learning-rate 0.5 --clip-norm 1
        report train --depth 8 --optimizer adam --learning-rate 0.01 --warm-up 50
        report train --depth 20 --activation sigmoid --init normal-0.01 --precision float16 --loss-scale 1024
        report train --json | jq '.learningTime'

      `report data digits --output digits.npz` writes the digits for your own framework.
      """)

  @OptionGroup(title: "The network") var learner: LearnerOptions
  @OptionGroup(title: "The task") var task: TaskOptions

  @Option(
    help: ArgumentHelp("How gradients become steps.", valueName: "name"),
    completion: .list(OptimizerName.allCases.map(\.rawValue)))
  var optimizer = OptimizerName.sgd

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("η (default: 0.1, for momentum 0.02, for Adam 0.001).", valueName: "x"))
  var learningRate: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Let the learning rate rise to η in equal parts over so many steps; 0 for η from the start.",
      valueName: "n"))
  var warmUp = 0

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many steps.", valueName: "n"))
  var steps = 300

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many samples a step sees (default: 32, or as many as there are).", valueName: "n"))
  var batch: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many networks, each from a start of its own.", valueName: "n"))
  var networks = 10

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Scale a gradient whose norm is larger down to it: its direction stays.", valueName: "t"))
  var clipNorm: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Bound each entry of the gradient: its direction changes.", valueName: "t"))
  var clipValue: Double?

  @Option(
    help: ArgumentHelp(
      "What numbers are held in: float32, float64, float16 or bfloat16 with a single-precision copy of the "
        + "weights, or extended.", valueName: "name"),
    completion: .list(Arithmetic.allCases.map(\.rawValue)))
  var precision = Arithmetic.float32

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A power of two that gradients are multiplied by on their way and divided by before the step; steps whose "
        + "gradient overflows are skipped.", valueName: "2^k"))
  var lossScale = 1.0

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The held-out loss from which on a network has learned.", valueName: "x"))
  var targetLoss: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many tests there are on the way.", valueName: "n"))
  var tests = 20

  @Option(
    help: ArgumentHelp(
      "Refuse, before it starts, what needs more memory than this (default: half of the machine's).",
      valueName: "4GB"))
  var maxMemory: ByteSize?

  @OptionGroup var sampling: SamplingOptions
  @OptionGroup var output: InstrumentOutput
  @OptionGroup var chart: ChartOption

  func validate() throws {
    try requireOption("learning-rate", rate, in: 0...1e12, suchAs: optimizer.rate)
    try requireOption("steps", Double(steps), in: 1...100_000_000)
    guard 0...steps ~= warmUp else {
      throw ValidationError(
        "--warm-up \(warmUp) is no part of a training of \(steps) steps; give 0 to \(steps), or other --steps."
      )
    }
    if let batch { try requireOption("batch", Double(batch), in: 1...1_000_000) }
    try requireOption("networks", Double(networks), in: 1...1_000_000)
    try requireOption("tests", Double(tests), in: 1...10_000)
    for (name, bound) in [("clip-norm", clipNorm), ("clip-value", clipValue)] {
      guard let bound, !(bound > 0 && bound.isFinite) else { continue }
      throw ValidationError("--\(name) \(bound) is no positive number.")
    }
    if clipNorm != nil, clipValue != nil {
      throw ValidationError("--clip-norm and --clip-value exclude each other; give one.")
    }
    if let targetLoss, !(targetLoss > 0 && targetLoss.isFinite) {
      throw ValidationError("--target-loss \(targetLoss) is no positive number.")
    }
    guard lossScale > 0, lossScale.isFinite, lossScale.significand == 1,
      abs(lossScale.exponent) <= 100
    else { throw ValidationError("--loss-scale \(lossScale) is no power of two, such as 1024.") }
  }

  private var rate: Double { learningRate ?? optimizer.rate }

  private var clipping: Clipping? {
    clipNorm.map(Clipping.norm) ?? clipValue.map(Clipping.value)
  }

  /// The steps before which networks are tested, beside the first and the last.
  private var records: [Int] {
    Array(Set((1..<max(2, tests)).map { $0 * steps / tests })).filter { $0 > 0 }.sorted()
  }

  func run() async throws {
    try await Console.reportingErrors {
      try await interruptible(leaving: "nothing was written") { try await runToItsEnd() }
    }
  }

  private func runToItsEnd() async throws {
    let (output, chart, limit) = (output, chart, maxMemory?.bytes)
    let seed = SeedTree(seed: sampling.seed)
    let task = try task.learningTask(seed.child("task"))
    let network = try learner.network(for: task)
    var plan = TrainingPlan(
      network, task: task, optimizer: optimizer.optimizer(rate: rate), clipping: clipping,
      steps: steps, batch: batch ?? min(32, task.trainingCount, task.testCount), records: records,
      networks: networks,
      seed: seed.child("train"), arithmetic: precision,
      lossScaleExponent: Int(lossScale.exponent), jobs: sampling.jobs)
    plan.warmUp = warmUp
    let progress = TrainingProgress(plan)
    plan.progress = progress.counter
    let goal = targetLoss ?? task.constantLoss / 2
    let report = try await SimulationContext.$memoryLimit.withValue(limit) {
      try await progress.announce(plan)
      let clock = ContinuousClock()
      let start = clock.now
      progress.start()
      defer { progress.stop() }
      let outcome = try await train(plan)
      let seconds = (clock.now - start) / .seconds(1)
      let summary = try TrainingSummary(outcome, steps: plan.steps, goal: goal)
      return TrainingReport(
        plan, outcome, summary, parameters: try TrainingCost(of: plan).parameters,
        seed: sampling.seed, seconds: seconds)
    }
    progress.stop()
    try chart.write(try TrainingChart(report).chart())
    try output.print(report, csv: report.csv, text: report.text)
  }
}

/// The optimisers of `report train`.
enum OptimizerName: String, ExpressibleByArgument, CaseIterable, Encodable {
  case sgd, momentum, adam

  /// A rate that suits most small networks.
  var rate: Double {
    switch self {
    case .sgd: 0.1
    case .momentum: 0.02
    case .adam: 0.001
    }
  }

  func optimizer(rate: Double) -> Optimizer {
    switch self {
    case .sgd: .gradientDescent(rate: rate)
    case .momentum: .momentum(rate: rate)
    case .adam: .adam(rate: rate)
    }
  }
}

extension Arithmetic: ExpressibleByArgument {}
