import Engine
import Simulation
import Study

/// All remedies with one yardstick: the gradient of the first layer over the last's at the start, by depth, and the
/// test loss after equally many steps at the rate that suits each.
///
/// The patient is a sigmoid network with Xavier's start. Clipping leaves it as it is; all others are ReLU networks,
/// with He's start where they have none of their own. Fixed before the first run: depths 4 to 64, SGD, rates by
/// factors of four tried on pilot networks, the same pictures for all. He and others 2015 (figures 2 and 3): Xavier's
/// start stalls in 30 ReLU layers and He's learns, which chapter 5 trains. Recurrent cells read as many steps as the
/// others have layers, of a digit a few pixels at a time; they were added later, with the same rates.
public struct RemedyComparison: Experiment {
  public let id = "remedy-comparison"
  public let chartIDs = ["remedy-gradients", "remedy-losses"]

  /// Makes the experiment.
  public init() {}

  /// A case for each remedy.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer of the networks at their start, or of a cell.
    public var width: Int
    /// Layers of the networks at their start, of a cell steps, ascending.
    public var depths: [Int]
    /// How many networks each remedy has at each depth.
    public var networks: Int
    /// Inputs that go through each of them.
    public var samples: Int
    /// Layers of the trained networks, of a cell steps, ascending.
    public var trainedDepths: [Int]
    /// How many networks each remedy trains at each of these depths.
    public var trained: Int
    /// Units per layer of the trained networks, or of a cell.
    public var trainedWidth: Int
    /// How many steps they take.
    public var steps: Int
    /// Pictures per step.
    public var batch: Int
    /// One for each remedy; the first, `none`, is the patient.
    public var cases: [Case]
  }

  /// One remedy; gradients by depth.
  public struct Case: Codable, Equatable, Sendable {
    /// The remedy's key.
    public var remedy: String
    /// log₁₀ of the root mean square of ∂ℓ/∂h behind layer 1 over that behind layer L; for a cell of ∂ℓ/∂x at
    /// step 1 over that at step L.
    public var signal: [Estimate]
    /// The same for the weights' gradients; nil where there is none, because branches start at zero, and for
    /// cells, whose weights are the same at all steps.
    public var weights: [Estimate?]
    /// By trained depth.
    public var trainings: [Training]
  }

  /// Trained networks of one depth.
  public struct Training: Codable, Equatable, Sendable {
    /// The learning rate that suited pilot networks best.
    public var rate: Double
    /// The median over networks of the test loss after the last step, in nats.
    public var loss: Estimate
    /// How many networks left the range of numbers.
    public var diverged: Int
  }

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.count(quick: 16, standard: 32, thorough: 64, atLeast: 16),
      depths: [4, 8, 16, 32, 64],
      networks: study.count(quick: 4, standard: 30, thorough: 100, atLeast: 4), samples: 16,
      trainedWidth: 16, trainedDepths: study.isThorough ? [4, 16, 32, 64] : [4, 16],
      trained: study.count(quick: 6, standard: 30, thorough: 100, atLeast: 6),
      steps: study.count(quick: 6, standard: 40, thorough: 400, atLeast: 5), seed: seed,
      jobs: jobs)
  }

  static func simulate(
    width: Int, depths: [Int], networks: Int, samples: Int, trainedWidth: Int,
    trainedDepths: [Int], trained: Int, steps: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    let batch = 16
    let task = try DigitLearners.standardised(
      training: 320, test: 160, seed: seed.child("digits"))
    var cases: [Case] = []
    for remedy in Remedy.all {
      var one = Case(remedy: remedy.key, signal: [], weights: [], trainings: [])
      if remedy.clipping != nil, let patient = cases.first {
        // Clipping acts on a gradient that is there: the start is the patient's.
        (one.signal, one.weights) = (patient.signal, patient.weights)
      }
      for depth in depths where remedy.clipping == nil {
        let (signal, weights) = try await ratios(
          remedy, width: width, depth: depth, networks: networks, samples: samples,
          seed: seed.child("start").child(depth), jobs: jobs)
        one.signal.append(signal)
        one.weights.append(weights)
      }
      for depth in trainedDepths {
        let (network, task) = try learner(remedy, width: trainedWidth, depth: depth, task: task)
        let result = try await TunedTraining.run(
          TrainingPlan(
            network, task: task, optimizer: .gradientDescent(rate: 1), clipping: remedy.clipping,
            steps: steps, batch: batch, networks: trained,
            seed: seed.child("training").child(depth), jobs: jobs),
          rates: [1.0 / 64, 1.0 / 16, 0.25, 1], beyond: 3)
        one.trainings.append(
          Training(rate: result.rate, loss: result.median, diverged: result.diverged))
      }
      cases.append(one)
    }
    return Outcome(
      width: width, depths: depths, networks: networks, samples: samples,
      trainedDepths: trainedDepths, trained: trained, trainedWidth: trainedWidth, steps: steps,
      batch: batch, cases: cases)
  }

  /// A network that learns digits: the remedy's hidden layers between a first and a last one, or its cell, which
  /// reads the digit in so many steps.
  private static func learner(
    _ remedy: Remedy, width: Int, depth: Int, task: LearningTask
  ) throws -> (Network, LearningTask) {
    let last = [NamedStage(Dense(10, rule: XavierNormal())), NamedStage(ReadOut(.crossEntropy))]
    if let cell = remedy.cell?.stage(units: width) {
      let read = try task.inSteps(depth)
      return (Network(input: NetworkInput(read.shape), stages: [NamedStage(cell)] + last), read)
    }
    let rule: any WeightInitializer =
      remedy.key == "none" || remedy.clipping != nil ? XavierNormal() : LeCun()
    let first = [NamedStage(Dense(width, rule: rule))]
    let stages = first + remedy.hidden(width: width, depth: depth) + last
    return (Network(input: NetworkInput(task.shape), stages: stages), task)
  }

  /// What layer 1's gradients are, relative to layer L's; for a cell those of the inputs, step 1's to step L's.
  private static func ratios(
    _ remedy: Remedy, width: Int, depth: Int, networks: Int, samples: Int, seed: SeedTree,
    jobs: Int
  ) async throws -> (signal: Estimate, weights: Estimate?) {
    let cell = remedy.cell?.stage(units: width)
    let result = try await propagate(
      NetworkRequest(
        Network(
          input: NetworkInput(Shape(positions: [cell == nil ? 1 : depth], channels: width)),
          stages: cell.map { [NamedStage($0)] } ?? remedy.hidden(width: width, depth: depth)),
        trials: networks, seed: seed, samples: samples, source: .dense, jobs: jobs,
        asksTheory: false))
    if cell != nil {
      // Its weights are the same at all steps, so that there is no first and no last gradient of theirs.
      let steps = result.stages[result.stages.count - 1].stepGradients
      return (difference(steps[0], steps[steps.count - 1]), nil)
    }
    let layers = result.stages.filter { $0.info.kind == remedy.layerKind }
    var maps = result.stages.filter { $0.info.kind == remedy.weightKind }
    // Of Fixup's two layers the second is compared: the first has no gradient, because the second is zero.
    if remedy.key == "fixup" { maps = stride(from: 1, to: maps.count, by: 2).map { maps[$0] } }
    // Every remedy has two layers and two maps at least.
    let (bottom, top) = (layers[0], layers[layers.count - 1])
    let (low, high) = (maps[0], maps[maps.count - 1])
    let signal = difference(bottom.gradient, top.gradient)
    let (first, last) = (low.weightGradients[0], high.weightGradients[0])
    guard first.log10.zeros == 0, last.log10.zeros == 0 else { return (signal, nil) }
    return (signal, difference(first, last))
  }

  /// Half the difference of two mean logarithms of squares; the intervals of both are combined.
  private static func difference(_ a: MomentSummary, _ b: MomentSummary) -> Estimate {
    let (x, y) = (a.log10.mean, b.log10.mean)
    let half = (x.halfWidth * x.halfWidth + y.halfWidth * y.halfWidth).squareRoot() / 2
    let value = (x.value - y.value) / 2
    return Estimate(value: value, low: value - half, high: value + half, samples: x.samples)
  }
}
