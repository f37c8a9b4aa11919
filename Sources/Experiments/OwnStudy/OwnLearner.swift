import Engine
import NetworkFiles
import Simulation
import Study

extension LearningPlan {
  /// What is learned, the same for every value of what varies.
  ///
  /// - Parameter samples: how many there are to learn from and to be tested on, where they are made; nil for
  ///   what training takes.
  package func learningTask(
    _ seed: SeedTree, samples: Int? = nil
  ) throws(NetworkError) -> LearningTask {
    let (training, test) = (samples ?? max(1000, batch), samples ?? max(200, batch))
    switch task {
    case Self.digits:
      return try StrokeDigits(difficulty: difficulty).task(
        training: training, test: test, seed: seed.child("digits"))
    case Self.adding:
      return try SequenceTasks.adding(
        length: length ?? Self.usualLength, training: training, test: test,
        seed: seed.child("adding"))
    case Self.copy:
      return try SequenceTasks.copy(
        delay: length ?? Self.usualLength, training: training, test: test, seed: seed.child("copy"))
    default: return try LearningTask(csv: lines ?? "", name: task, seed: seed.child("lines"))
    }
  }

  /// The training of a network with one value of what varies.
  package func training(
    of base: NetworkPlan, on task: LearningTask, value: String, seed: SeedTree
  ) throws -> TrainingPlan {
    let setting = setting(value)
    var network = base
    if axis == .initializer { network.initializer = value }
    let clipping: Clipping? =
      switch setting.remedy {
      case .clipNorm: .norm(1)
      case .clipValue: .value(0.01)
      default: nil
      }
    var training = TrainingPlan(
      try network.learner(of: task, remedy: setting.remedy), task: task,
      optimizer: setting.engineOptimizer, clipping: clipping, steps: steps, batch: batch,
      records: Array(Set((1..<20).map { $0 * steps / 20 })).filter { $0 > 0 }.sorted(),
      networks: networks, seed: seed)
    training.warmUp = warmUp ?? 0
    training.notesStages = false
    return training
  }

  /// Refuses a network that cannot learn the task, before anything is trained.
  package func check(_ network: NetworkPlan) throws {
    var small = self
    // Ten samples, one of each digit, tell whether shapes fit; a file has those that it has.
    if lines == nil { small.batch = min(batch, 8) }
    let task = try small.learningTask(SeedTree(seed: 0), samples: 10)
    for value in values {
      let plan = try small.training(of: network, on: task, value: value, seed: SeedTree(seed: 0))
      _ = try TrainingCost(of: plan)
    }
  }

  /// The optimiser with its rate, or one that suits it.
  private var engineOptimizer: Optimizer {
    switch optimizer {
    case .sgd: .gradientDescent(rate: learningRate ?? 0.1)
    case .momentum: .momentum(rate: learningRate ?? 0.02)
    case .adam: .adam(rate: learningRate ?? 0.001)
    }
  }
}

extension NetworkPlan {
  /// The network between a task's samples and its answers: stages as they are, of a chain the hidden layers.
  fileprivate func learner(of task: LearningTask, remedy: LearningPlan.Remedy) throws -> Network {
    if let stack { return try stack.file().learning(task) }
    let rule = try InitializerCatalog.initializer(named: initializer)
    let function = try ActivationCatalog.activation(named: activation)
    let over: Normalize.Over? =
      switch (remedy, normalization) {
      // Study files may not ask for both.
      case (.batchNorm, _): .batch
      case (.layerNorm, _): .layer
      case (.rmsNorm, _): .rms
      case (_, .batch): .batch
      case (_, .layer): .layer
      default: nil
      }
    let bias: BiasLaw? = biasVariance > 0 ? BiasLaw(variance: biasVariance) : nil
    var stages = [NamedStage(Flatten())]
    var before = 0
    for width in widths.dropFirst() {
      var layer = [NamedStage(Dense(width, rule: rule, gain: gain, bias: bias))]
      if let over { layer.append(NamedStage(Normalize(over))) }
      layer.append(NamedStage(ActivationStage(function)))
      let isAdded = (remedy.addsInput || residual != nil) && width == before
      let scale: ResidualStage.Scale =
        remedy == .skipInit
        ? .constant(0)
        : remedy == .scaledResidual || residual == .scaled ? .inverseRootOfCount : .constant(1)
      stages +=
        isAdded
        ? [NamedStage(ResidualStage(layer, scale: scale, learnsScale: remedy == .skipInit))] : layer
      before = width
    }
    let classes = task.classCount
    stages += [
      NamedStage(Dense(classes ?? task.answersPerSample, rule: rule)),
      NamedStage(ReadOut(classes == nil ? .squared : .crossEntropy)),
    ]
    return Network(name: name, input: NetworkInput(task.shape), stages: stages)
  }
}

extension LearningPlan.Remedy {
  /// Whether layers are added to their input.
  fileprivate var addsInput: Bool {
    [.residual, .scaledResidual, .skipInit].contains(self)
  }
}
