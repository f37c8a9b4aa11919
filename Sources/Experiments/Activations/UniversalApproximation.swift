import Engine
import ExperimentMeasuring
import Simulation
import Study

/// Measures how well one hidden layer fits a continuous function, as it grows.
///
/// Three ways to find its weights: training all of them; leaving the hidden ones random and fitting the
/// output layer by least squares, which needs no luck in training; and, for ReLU, writing them down
/// (equation 3.7). Target: the interval of a geometric mean within a factor of 1.5, where errors span
/// two decades.
public struct UniversalApproximation: Experiment {
  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units of the hidden layer, ascending; what is “by width” is indexed alike.
    public var widths: [Int]
    /// How many random hidden layers each width was tried with.
    public var draws: Int
    /// Random hidden layers with the best output layer.
    public var cases: [Case]
    /// How many networks of each width were trained.
    public var trainings: Int
    /// Steps of Adam that each trained network took.
    public var steps: Int
    /// Tanh units, all weights trained.
    public var trained: Case
    /// Trained fits of the median run for some widths, at `trainingGrid`.
    public var examples: [Example]
    /// The error of the interpolating ReLU network, by width.
    public var constructed: [Double]
  }

  /// Relative root mean square errors of one activation.
  public struct Case: Codable, Equatable, Sendable {
    /// `tanh` or `ReLU`; `trained tanh` where all weights were trained.
    public var activation: String
    /// The geometric mean over draws, by width.
    public var error: [Estimate] = []
    /// The 10 % quantile over draws, by width.
    public var low: [Double] = []
    /// The 90 % quantile over draws, by width.
    public var high: [Double] = []

    /// Adds a width.
    mutating func add(_ errors: [Double]) throws {
      let quantiles = try Quantiles(of: errors)
      error.append(try .geometricMean(of: errors))
      low.append(quantiles.value(at: 0.1))
      high.append(quantiles.value(at: 0.9))
    }
  }

  /// One trained fit.
  public struct Example: Codable, Equatable, Sendable {
    /// Units of the hidden layer.
    public var width: Int
    /// Relative root mean square error of the fit, √(Σ(y − f)²/Σf²).
    public var error: Double
    /// The network's output at each point of `trainingGrid`.
    public var fit: [Double]
  }

  /// Where errors are measured.
  package static let grid = (0...128).map { -1 + Double($0) / 64 }
  /// Every second point: training takes most of the time.
  package static let trainingGrid = stride(from: 0, to: grid.count, by: 2).map { grid[$0] }
  static let kink = 0.3
  private static let truth = grid.map(target)
  private static let trainingTruth = trainingGrid.map(target)

  /// sin 6x + |x − 0.3|: smooth but for a kink that is no point of a regular grid.
  package static func target(_ x: Double) -> Double { sine(6 * x) + abs(x - kink) }

  /// sin x by its series, the same on every machine; within 10⁻¹² for |x| ≤ 6.
  private static func sine(_ x: Double) -> Double {
    var (term, sum) = (x, x)
    for k in 1...18 {
      term *= -x * x / Double(2 * k * (2 * k + 1))
      sum += term
    }
    return sum
  }

  public let id = "universal-approximation"
  public let chartIDs = ["universal-approximation"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      widths: [2, 4, 8, 16, 32, 64],
      draws: study.count(quick: 10, standard: 30, thorough: 300, atLeast: 10),
      trainings: study.count(quick: 10, standard: 30, thorough: 100, atLeast: 10),
      steps: study.isQuick ? 200 : 400,
      seed: seed, jobs: jobs)
  }

  static func simulate(
    widths: [Int], draws: Int, trainings: Int, steps: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    var cases: [Case] = []
    for (activation, name) in [(Tanh(), "tanh"), (ReLU(), "ReLU")] as [(any Activation, String)] {
      var one = Case(activation: name)
      for width in widths {
        let seed = seed.child(activation.name).child(width)
        try one.add(
          try await mapTrials(draws, jobs: jobs) {
            relativeError(
              try RandomLayerFit.values(
                of: activation, width: width, at: grid, truth: truth, seed: seed.child($0)))
          })
      }
      cases.append(one)
    }
    var trained = Case(activation: "trained tanh")
    var examples: [Example] = []
    for width in widths {
      let seed = seed.child("training").child(width)
      let fits = try await mapTrials(trainings, jobs: jobs) {
        try train(width: width, steps: steps, seed: seed.child($0))
      }
      try trained.add(fits.map(\.error))
      if width == 2 || width == 8 || width == 64,
        let typical = fits.sorted(by: { $0.error < $1.error }).dropFirst(trainings / 2).first
      {
        examples.append(Example(width: width, error: typical.error, fit: typical.values))
      }
    }
    return Outcome(
      widths: widths, draws: draws, cases: cases, trainings: trainings, steps: steps,
      trained: trained, examples: examples, constructed: widths.map(constructedError))
  }

  /// One layer of tanh units, every weight trained with Adam.
  ///
  /// Two input columns, 8x and the constant 5: LeCun's start then has slopes N(0, 5.7²) and breaks all
  /// over the interval, as the random layers have. All biases start at 0.
  private static func train(width: Int, steps: Int, seed: SeedTree) throws
    -> (error: Double, values: [Double])
  {
    let task = LearningTask.byHeart(
      name: "curve", shape: Shape(channels: 2),
      LearningTask.Samples(
        inputs: trainingGrid.flatMap { [Float(8 * $0), 5] },
        answers: .numbers(trainingTruth.map { Float($0) })))
    var plan = TrainingPlan(
      Network(chain: [width], for: task, activation: Tanh(), rule: LeCun()), task: task,
      optimizer: .adam(rate: 0.01), steps: steps, batch: trainingGrid.count, networks: 1,
      seed: seed)
    plan.notesStages = false
    plan.recordsStart = false
    plan.keepsOutputs = true
    let values = try trainInTurn(plan).networks[0].records.last?.outputs ?? []
    return (relativeError(values), values)
  }

  private static func relativeError(_ values: [Double]) -> Double {
    RandomLayerFit.relativeError(values, values.count == grid.count ? truth : trainingTruth)
  }

  /// The ReLU network that interpolates the target at n + 1 equally spaced points (equation 3.7).
  private static func constructedError(_ width: Int) -> Double {
    let step = 2 / Double(width)
    let knots = (0...width).map { target(-1 + step * Double($0)) }
    return relativeError(
      grid.map { x in
        let place = (x + 1) / step
        let index = min(Int(place), width - 1)
        let share = place - Double(index)
        return (1 - share) * knots[index] + share * knots[index + 1]
      })
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let (tanh, relu, trained) = (outcome.cases[0], outcome.cases[1], outcome.trained)
    let last = outcome.widths.count - 1
    // The widest layer for which training beats a random layer by more than the intervals.
    let wins = outcome.widths.indices.filter { trained.error[$0].high < tanh.error[$0].low }
    let loses = outcome.widths.indices.filter { trained.error[$0].low > tanh.error[$0].high }
    func list(_ indices: [Int]) -> String {
      indices.map { "\(outcome.widths[$0])" }.joined(separator: ", ")
    }
    return [
      Fact("approximation-narrow-width", outcome.widths[1]),
      Fact("approximation-wide-width", outcome.widths[last]),
      Fact("approximation-narrow", tanh.error[1], .percent(0)),
      Fact("approximation-wide", tanh.error[last], .percent(2)),
      Fact("approximation-wide-relu", relu.error[last], .percent(1)),
      Fact("approximation-constructed", outcome.constructed[last], .percent(2)),
      Fact("approximation-draws", outcome.draws),
      Fact("approximation-points", Self.grid.count),
      Fact("approximation-training-points", Self.trainingGrid.count),
      Fact("approximation-trainings", outcome.trainings),
      Fact("approximation-steps", outcome.steps),
      Fact("approximation-trained-narrow", trained.error[1], .percent(0)),
      Fact("approximation-trained-wide", trained.error[last], .percent(1)),
      Fact("approximation-training-wins", text: list(wins)),
      Fact("approximation-wins-once", text: wins.count == 1 ? "yes" : ""),
      Fact("approximation-training-loses", text: list(loses)),
      Fact("approximation-loses-once", text: loses.count == 1 ? "yes" : ""),
    ]
  }
}
