import Networks
import Numerics

/// How networks of one architecture are trained, each from a start of its own.
public struct TrainingPlan: Sendable {
  /// The network; its input law is the task's, its last stage a loss.
  public var network: Network
  /// What is learned.
  public var task: LearningTask
  /// How gradients become steps.
  public var optimizer: Optimizer
  /// Bounds on the gradient.
  public var clipping: Clipping?
  /// How many steps the learning rate takes to rise to the optimiser's; it is that from the start with 0.
  ///
  /// Step t, counted from 0, has the rate η · min(1, (t + 1)/``warmUp``): the gradual warm-up of Goyal and others 2017
  /// (section 2.2), and the first part of the schedule of Vaswani and others 2017 (section 5.3).
  public var warmUp = 0
  /// How many steps.
  public var steps: Int
  /// How many samples a step sees.
  public var batch: Int
  /// Steps after which the network is tested and its stages are noted, beside the first and the last.
  public var records: [Int]
  /// How many networks.
  public var networks: Int
  /// The node that all random numbers hang from.
  public var seed: SeedTree
  /// What numbers are held in.
  public var arithmetic: Arithmetic
  /// k of the loss scale 2ᵏ.
  public var lossScaleExponent: Int
  /// How many threads work; `nil` for one per core.
  public var jobs: Int?
  /// What befalls the weights on the way, at most one thing a step.
  public var disturbances: [Disturbance] = []
  /// Iterations by which each record finds the largest curvature; none is measured with 0.
  public var curvatureIterations = 0
  /// The records that measure the curvature; all of them without.
  public var curvatureSteps: Set<Int>?
  /// Whether the start is a record too.
  ///
  /// Without, no test comes before the first step, and rules that look at data settle on its batch.
  public var recordsStart = true
  /// Whether each record names the units that are silent on all test samples.
  public var watchesUnits = false
  /// Whether each record holds what stages and matrices did, beside the test.
  public var notesStages = true
  /// The loss of a step's batch below which a network's training ends; `nil` to take all steps.
  public var stopsBelow: Double?
  /// Whether each record holds all parameters.
  public var keepsParameters = false
  /// Whether each record holds what the network says of the test samples, before the loss.
  public var keepsOutputs = false
  /// Counts steps of all networks as they are taken, for progress.
  public var progress: TrialCounter?

  /// Plans a training.
  public init(
    _ network: Network, task: LearningTask, optimizer: Optimizer, clipping: Clipping? = nil,
    steps: Int, batch: Int = 64, records: [Int] = [], networks: Int = 30,
    seed: SeedTree = SeedTree(seed: 0), arithmetic: Arithmetic = .float32,
    lossScaleExponent: Int = 0, jobs: Int? = nil
  ) {
    self.network = network
    self.task = task
    self.optimizer = optimizer
    self.clipping = clipping
    self.steps = steps
    self.batch = batch
    self.records = records
    self.networks = networks
    self.seed = seed
    self.arithmetic = arithmetic
    self.lossScaleExponent = lossScaleExponent
    self.jobs = jobs
  }

  func check() throws(NetworkError) {
    guard network.stages.last?.stage is ReadOut else {
      throw .run("the network to train does not end in a loss (a stage 'loss')")
    }
    guard network.input.shape == task.shape else {
      throw .run(
        "the task \(task.name) has samples of the shape \(task.shape.text), the network takes "
          + network.input.shape.text)
    }
    guard 1...100_000_000 ~= steps, 1...1_000_000 ~= networks else {
      throw .run("\(networks) networks of \(steps) steps cannot be trained")
    }
    guard batch >= 1, batch <= task.trainingCount, batch <= task.testCount else {
      throw .run(
        "a batch of \(batch) is not between 1 and the number of samples (\(task.trainingCount) to learn "
          + "from, \(task.testCount) to be tested on)")
    }
    try optimizer.check()
    try clipping?.check()
    guard warmUp >= 0 else {
      throw .run("a warm-up of \(warmUp) steps does not exist; 0 steps are none")
    }
    for disturbance in disturbances {
      guard disturbance.size.isFinite, disturbance.size >= 0 else {
        throw .run("a disturbance of size \(disturbance.size) is not a number from 0 on")
      }
    }
    try task.check()
    try task.check(fits: network)
    guard 0...1000 ~= curvatureIterations else {
      throw .run("\(curvatureIterations) iterations for the curvature are not between 0 and 1000")
    }
    _ = try network.output()
    guard network.stages.count(where: { ($0 as? Dropout)?.probability ?? 0 > 0 }) == 0 else {
      throw .run(
        "dropout's mask is drawn with the start, not anew at every step; networks with it are measured at "
          + "their start only: leave the stage out")
    }
  }
}

extension TrainingPlan {
  /// The share of the optimiser's rate that a step has; see ``warmUp``.
  func warmth(at step: Int) -> Double {
    step + 1 < warmUp ? Double(step + 1) / Double(warmUp) : 1
  }

  /// The question that the passes are built for.
  var request: NetworkRequest {
    NetworkRequest(
      network, trials: networks, seed: seed, samples: batch, source: .dense,
      arithmetic: arithmetic, lossScaleExponent: lossScaleExponent)
  }
}

/// How a training went.
public struct TrainingOutcome: Sendable {
  /// The stages, in the order in which signals leave them.
  public var stages: [StageInfo]
  /// What is trained, in the order of building.
  public var parameters: [String]
  /// The matrices of weights among it, whose movement is told.
  public var matrices: [String]
  /// The networks, by number.
  public var networks: [TrainedNetwork]
}

extension TrainingOutcome {
  init<Real: NetworkReal>(_ builder: PassBuilder<Real>, _ networks: [TrainedNetwork]) {
    self.init(
      stages: builder.recorder.order.map { builder.recorder.stages[$0] },
      parameters: builder.parameters.map(\.name),
      matrices: builder.parameters.filter(\.isMatrix).map(\.name), networks: networks)
  }
}

/// One trained network.
public struct TrainedNetwork: Sendable {
  /// The state before a step.
  public struct Record: Sendable {
    /// How many steps were taken before.
    public var step: Int
    /// The mean loss over the test samples.
    public var testLoss: Double
    /// The share of test samples answered correctly; NaN where answers are numbers.
    public var accuracy: Double
    /// For each matrix of weights: ‖W − W₀‖/‖W₀‖.
    public var movement: [Double]
    /// ln of the mean square of ∂ℓ/∂output by stage, on the batch of the step.
    public var logGradient: [Double]
    /// ln of the mean square of the output by stage.
    public var logOutput: [Double]
    /// ln of the mean square of ∂ℓ/∂W by stage; of the first of its tensors.
    public var logWeightGradient: [Double]
    /// The share of saturated entries by stage; NaN for stages without.
    public var saturated: [Double]
    /// The share of zero entries by stage.
    public var zero: [Double]
    /// The numbers of the units that are zero on all test samples, by stage; empty unless they were watched,
    /// and for stages that are no activation.
    public var silentUnits: [[Int]] = []
    /// The numbers of each parameter, matrices row by row; empty unless they were asked for.
    public var parameters: [[Double]] = []
    /// The network's outputs for the test samples, one after the other; empty unless they were asked for.
    public var outputs: [Double] = []
    /// The Hessian's largest eigenvalue, on the batch of the step; NaN unless asked for.
    public var curvature = Double.nan
  }

  /// The states that were noted, up to the last of finite loss.
  public var records: [Record]
  /// The loss on each step's own batch; the last is that below which training was to end.
  public var losses: [Float]
  /// The step at which the loss was no longer finite; `nil` if it always was.
  public var divergedAt: Int?
  /// How many steps were not taken, because a gradient times the loss scale left the range of numbers.
  public var skippedSteps = 0
}
