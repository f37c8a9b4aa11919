import Kernels
import Networks
import Numerics
import Testing

@testable import Engine

/// Chains of dense layers in training: steps by the book, what they learn, and what stays as it began.
@Suite struct ChainTrainingTests {
  let seed = SeedTree(seed: 4).child("training")

  func plan(
    _ task: LearningTask, _ hidden: [Int], _ activation: any Activation = Tanh(),
    rule: any WeightInitializer = XavierNormal(), steps: Int = 200,
    optimizer: Optimizer = .adam(rate: 0.02), recordEvery: Int = 50
  ) -> TrainingPlan {
    TrainingPlan(
      Network(chain: hidden, for: task, activation: activation, rule: rule), task: task,
      optimizer: optimizer, steps: steps, batch: task.trainingCount,
      records: Array(stride(from: 0, to: steps, by: recordEvery)), networks: 1, seed: seed,
      arithmetic: .float64)
  }

  /// A function of one variable on an even grid of [−1, 1].
  private func curve(_ samples: Int, _ function: (Double) -> Double) -> LearningTask {
    let x = (0..<samples).map { -1 + 2 * Double($0) / Double(samples - 1) }
    return .byHeart(
      name: "curve", shape: Shape(channels: 1),
      LearningTask.Samples(
        inputs: x.map(Float.init), answers: .numbers(x.map { Float(function($0)) })))
  }

  /// Classes as arms of a spiral in the plane, half a turn each, with noise: not linearly separable.
  private func spirals(_ samples: Int, noise: Double = 0.05) -> LearningTask {
    var source = seed.child("spirals").source()
    var inputs: [Float] = []
    for i in 0..<samples {
      let radius = source.uniform()
      let turns = 0.5 * radius + Double(i % 2) / 2
      inputs.append(Float(radius * .cosine(ofTurns: turns) + noise * source.normal()))
      inputs.append(Float(radius * .cosine(ofTurns: turns - 0.25) + noise * source.normal()))
    }
    return .byHeart(
      name: "spirals", shape: Shape(channels: 2),
      LearningTask.Samples(inputs: inputs, answers: .classes((0..<samples).map { $0 % 2 })))
  }

  /// Standard normal inputs with the outputs of a random linear map.
  var teacher: LearningTask {
    var source = seed.child("teacher").source()
    let map = (0..<4).map { _ in source.normal() / 2 }
    let inputs = (0..<20).map { _ in (0..<4).map { _ in source.normal() } }
    return .byHeart(
      name: "teacher", shape: Shape(channels: 4),
      LearningTask.Samples(
        inputs: inputs.flatMap { $0.map(Float.init) },
        answers: .numbers(inputs.map { x in Float(zip(x, map).reduce(0) { $0 + $1.0 * $1.1 }) })))
  }

  @Test func agreesWithAutomaticDifferentiation() throws {
    // A 2-3-1 sigmoid network as a graph of scalars; numbers that single precision holds.
    let task = LearningTask.byHeart(
      name: "one", shape: Shape(channels: 2),
      LearningTask.Samples(inputs: [0.25, -0.75], answers: .numbers([0.5])))
    let trainer = try NetworkTrainer<Double>(
      plan(task, [3], Sigmoid(), rule: Normal(standardDeviation: 1)))
    trainer.run.begin(seed)
    trainer.run.builder.recorder.isActive = false
    for stepper in trainer.steppers { stepper.clear() }
    let loss = trainer.pass(task.training, [0], isLearning: true)
    let values = trainer.steppers.flatMap(\.parameter.numbers)
    let gradient = trainer.steppers.flatMap { stepper in
      (0..<stepper.parameter.count).map { stepper.parameter.gradient[$0] }
    }

    var graph = Graph()
    let p = values.enumerated().map { graph.input("p\($0.offset)", $0.element) }
    let x = [graph.constant(0.25), graph.constant(-0.75)]
    let hidden = (0..<3).map { unit in
      let terms = (0..<2).map { graph.multiply(p[$0 * 3 + unit], x[$0]) }
      return graph.sigmoid(graph.add(graph.sum(terms), p[6 + unit]))
    }
    let output = graph.add(
      graph.sum((0..<3).map { graph.multiply(hidden[$0], p[9 + $0]) }), p[12])
    let error = graph.multiply(
      graph.constant(0.5), graph.square(graph.subtract(output, graph.constant(0.5))))
    #expect(abs(loss / graph.value(error) - 1) < 1e-14)
    let reverse = graph.gradient(of: error)
    #expect(gradient.count == p.count)
    for (a, node) in zip(gradient, p) {
      #expect((a - reverse.derivative(node)).magnitude < 1e-15)
    }
  }

  @Test func widerNetworksFitBetter() throws {
    // Universal approximation, as far as a fixed budget of steps shows it.
    let task = curve(64) { Double.cosine(ofTurns: $0) * $0 }
    let losses = try [1, 4, 32].map { width in
      var fit = plan(task, [width], rule: Normal(standardDeviation: 2), steps: 3000)
      fit.networks = 5
      let all = try trainInTurn(fit).networks.map { $0.records.last?.testLoss ?? .nan }
      return TrainingSummary.Spread(of: all).median
    }
    #expect(losses[0] > losses[1] && losses[1] > losses[2])
    // 32 units explain 98 % of the curve's energy, one unit not even half.
    guard case .numbers(let targets) = task.training.answers else { return }
    let energy = targets.reduce(0) { $0 + 0.5 * Double($1) * Double($1) / 64 }
    #expect(losses[2] < 0.02 * energy && losses[0] > 0.5 * energy)
  }

  @Test func spiralsAreLearned() throws {
    let task = spirals(120, noise: 0.02)
    var plan = plan(task, [24, 24], steps: 600)
    plan.batch = 30
    let outcome = try trainInTurn(plan)
    let records = outcome.networks[0].records
    let last = try #require(records.last)
    #expect(last.accuracy > 0.97)
    #expect(last.testLoss < records[0].testLoss / 3)
    #expect(outcome.matrices.count == 3 && last.movement.count == 3)
    #expect(last.movement[0] > 0)
    for movement in records[0].movement { #expect(movement == 0) }
    #expect(try trainInTurn(plan).networks[0].losses == outcome.networks[0].losses)
  }

  @Test func turnsAndThreadsGiveTheSameBytes() async throws {
    var plan = plan(spirals(40), [8], steps: 20)
    plan.networks = 3
    plan.keepsOutputs = true
    let (turns, threads) = (try trainInTurn(plan), try await train(plan))
    #expect(turns.networks.map(\.losses) == threads.networks.map(\.losses))
    #expect(turns.parameters == threads.parameters)
    for (a, b) in zip(turns.networks, threads.networks) {
      #expect(a.records.last?.outputs == b.records.last?.outputs)
      #expect(a.records.last?.outputs.count == 80)
    }
  }

  @Test func trainingEndsBelowALoss() throws {
    var plan = plan(spirals(40), [16], steps: 400)
    plan.stopsBelow = 0.3
    let network = try trainInTurn(plan).networks[0]
    let last = try #require(network.losses.last)
    #expect(last < 0.3 && network.losses.count < 400)
    for loss in network.losses.dropLast() { #expect(loss >= 0.3) }
  }

  @Test func equalStartsStaySymmetric() throws {
    // Constant weights: every unit of a layer gets the same gradient for ever.
    let task = spirals(40)
    func distinct(_ plan: TrainingPlan) throws -> [Int] {
      var plan = plan
      plan.keepsParameters = true
      return try trainInTurn(plan).networks[0].records.flatMap { record in
        (0..<2).map {
          DistinctUnits.count(
            weights: record.parameters[2 * $0], biases: record.parameters[2 * $0 + 1])
        }
      }
    }
    for (rule, activation) in [
      (Constant(0.1), Tanh()), (Constant(0), Sigmoid()), (Constant(0), ReLU()),
    ] as [(Constant, any Activation)] {
      let counts = try distinct(plan(task, [8, 8], activation, rule: rule, steps: 100))
      #expect(counts == Array(repeating: 1, count: 6))
    }
    #expect(try distinct(plan(task, [8, 8], steps: 1)) == [8, 8, 8, 8])
  }

  @Test func divergenceIsAnOutcome() throws {
    let wild = plan(
      teacher, [16], Identity(), steps: 500, optimizer: .gradientDescent(rate: 100),
      recordEvery: 1)
    let network = try trainInTurn(wild).networks[0]
    #expect(network.divergedAt != nil)
    for record in network.records { #expect(record.testLoss.isFinite) }
  }

  @Test func deadAndSaturatedUnitsAreCounted() throws {
    let large = try trainInTurn(
      plan(teacher, [50], Tanh(), rule: Normal(standardDeviation: 100), steps: 1))
    let place = try #require(large.stages.firstIndex { $0.kind == ActivationStage.kind })
    #expect(large.networks[0].records[0].saturated[place] > 0.9)
    var zero = plan(teacher, [50], ReLU(), rule: Constant(0), steps: 1)
    zero.watchesUnits = true
    let silent = try trainInTurn(zero).networks[0].records[0].silentUnits
    #expect(silent[place] == Array(0..<50))
    // Layers without activation have no units to be silent.
    #expect(silent[place + 1].isEmpty)
  }

  @Test func impossiblePlansAreRefused() throws {
    let task = teacher
    func refuses(_ plan: TrainingPlan) -> Bool {
      do {
        _ = try trainInTurn(plan)
        return false
      } catch {
        return error is NetworkError
      }
    }
    #expect(refuses(plan(task, [0])))
    for optimizer in [
      .adam(rate: .nan), .adam(rate: 0.1, epsilon: 0), .adam(rate: 0.1, decay1: 1),
      .momentum(rate: 0.1, decay: -1), .gradientDescent(rate: -1),
    ] as [Optimizer] {
      #expect(refuses(plan(task, [3], optimizer: optimizer)))
    }
    var bad = plan(task, [3])
    #expect(!refuses(bad))
    bad.batch = 21
    #expect(refuses(bad))
    bad.batch = 20
    bad.clipping = .norm(0)
    #expect(refuses(bad))
    bad.clipping = nil
    bad.warmUp = -1
    #expect(refuses(bad))
  }
}
