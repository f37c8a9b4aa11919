import Networks
import Numerics
import Testing

@testable import Engine

/// What befalls weights, how curved the loss is, and which units are silent.
@Suite struct DisturbanceTests {
  /// Inputs along the axes, so that XᵀX/n is diagonal: of (3, 0), (0, 1), (3, 0), (0, 1) it is (4.5, 0.5).
  static let axes = LearningTask(
    name: "axes", shape: Shape(channels: 2),
    training: .init(inputs: [3, 0, 0, 1, 3, 0, 0, 1], answers: .numbers([1, 2, 3, 4])),
    test: .init(inputs: [3, 0, 0, 1, 3, 0, 0, 1], answers: .numbers([1, 2, 3, 4])))

  func plan(
    _ rate: Double, steps: Int = 1, rule: any WeightInitializer = Normal(standardDeviation: 1)
  ) -> TrainingPlan {
    TrainingPlan(
      Network(
        input: NetworkInput(Self.axes.shape),
        stages: [
          NamedStage(Dense(1, rule: rule, learnsBias: false)), NamedStage(ReadOut(.squared)),
        ]), task: Self.axes, optimizer: .gradientDescent(rate: rate), steps: steps, batch: 4,
      networks: 2, arithmetic: .float64)
  }

  /// The Hessian of ½ mean (xw − t)² is XᵀX/n, whatever the weights.
  @Test(arguments: [Arithmetic.float64, .float32])
  func curvatureOfALinearModelIsThatOfItsInputs(_ arithmetic: Arithmetic) async throws {
    var plan = plan(0.1)
    plan.curvatureIterations = 4
    plan.arithmetic = arithmetic
    for network in try await train(plan).networks {
      for record in network.records { #expect(abs(record.curvature - 4.5) < 0.001) }
    }
  }

  /// Along the direction of curvature 4.5 a step of rate η multiplies the error by 1 − 4.5 η.
  ///
  /// Between 0 and 2/4.5 it shrinks, beyond it grows.
  @Test func ratesBeyondTwoOverTheCurvatureGrow() async throws {
    func loss(_ rate: Double) async throws -> [Double] {
      var plan = plan(rate, steps: 60)
      plan.curvatureIterations = 2
      return try await train(plan).networks.compactMap { $0.records.last?.testLoss }
    }
    // What no weights can mend: ½ · mean((1 − 2)², (2 − 3)², …) = ½.
    for loss in try await loss(0.42) { #expect(abs(loss - 0.5) < 0.01) }
    for loss in try await loss(0.47) { #expect(loss > 100) }
  }

  @Test func measuringCurvatureLeavesTheTrainingAsItIs() async throws {
    let bare = plan(0.05, steps: 5)
    var measured = bare
    measured.records = [2, 3]
    measured.curvatureIterations = 3
    let (a, b) = (try await train(bare), try await train(measured))
    #expect(a.networks.map(\.losses) == b.networks.map(\.losses))
  }

  /// With a rate of zero only the disturbance moves: descent by its very length, noise by about that.
  @Test func disturbancesHaveTheirLength() async throws {
    var plan = plan(0)
    plan.disturbances = [Disturbance(step: 0, kind: .descent, size: 0.25)]
    for network in try await train(plan).networks {
      #expect(abs((network.records.last?.movement.first ?? 0) - 0.25) < 1e-12)
    }
    plan.disturbances = [Disturbance(step: 0, kind: .noise, size: 0)]
    for network in try await train(plan).networks {
      #expect(network.records.last?.movement.first == 0)
    }
    plan.disturbances = [Disturbance(step: 0, kind: .stretch, size: 1000)]
    for network in try await train(plan).networks {
      #expect(network.records.last?.movement.first == 0)
    }
  }

  @Test func stretchedStepsAreSoManyTimesAsLong() async throws {
    var stretched = plan(0.01)
    stretched.disturbances = [Disturbance(step: 0, kind: .stretch, size: 7)]
    let (a, b) = (try await train(stretched), try await train(plan(0.07)))
    for (one, other) in zip(a.networks, b.networks) {
      let (x, y) = (one.records.last?.movement.first, other.records.last?.movement.first)
      #expect(abs((x ?? 0) - (y ?? 1)) < 1e-12)
    }
  }

  /// Biases far below zero silence all units, far above none.
  @Test(arguments: [(-100.0, 6), (100.0, 0)]) func silentUnits(
    _ bias: Double, _ expected: Int
  ) async throws {
    var plan = plan(0)
    plan.network.stages.insert(
      contentsOf: [
        NamedStage(
          Dense(6, rule: Normal(standardDeviation: 1), bias: BiasLaw(mean: bias))),
        NamedStage(ActivationStage(ReLU())),
      ], at: 0)
    plan.watchesUnits = true
    let outcome = try await train(plan)
    let place = try #require(outcome.stages.firstIndex { $0.kind == "activation" })
    for network in outcome.networks {
      for record in network.records {
        #expect(record.silentUnits[place] == Array(0..<expected))
        #expect(record.silentUnits.map(\.count).reduce(0, +) == expected)
      }
    }
  }

  @Test func disturbancesOutOfRangeAreRefused() async throws {
    var plan = plan(0.1)
    plan.disturbances = [Disturbance(step: 0, kind: .noise, size: -1)]
    await #expect(throws: NetworkError.self) { _ = try await train(plan) }
    plan.disturbances = []
    plan.curvatureIterations = -1
    await #expect(throws: NetworkError.self) { _ = try await train(plan) }
  }

  @Test func inputsCanBeCentredAndHalved() throws {
    let centred = Self.axes.centred()
    #expect(centred.training.inputs == [2, -1, -1, 0, 2, -1, -1, 0])
    #expect(centred.test.inputs == centred.training.inputs)
    let picture = LearningTask(
      name: "picture", shape: Shape(positions: [2, 4], channels: 1),
      training: .init(inputs: [1, 3, 0, 0, 5, 7, 0, 8], answers: .classes([0])),
      test: .init(inputs: [0, 0, 4, 4, 0, 0, 4, 4], answers: .classes([1])))
    let half = try picture.halved()
    #expect(half.shape == Shape(positions: [1, 2], channels: 1))
    #expect(half.training.inputs == [4, 2])
    #expect(half.test.inputs == [0, 4])
    #expect(throws: NetworkError.self) { try Self.axes.halved() }
    // The same numbers, some at a time.
    let read = try picture.inSteps(picture.shape.count / 2)
    #expect(read.shape == Shape(positions: [picture.shape.count / 2], channels: 2))
    #expect(read.training.inputs == picture.training.inputs)
    #expect(throws: NetworkError.self) { try picture.inSteps(picture.shape.count + 1) }
    #expect(throws: NetworkError.self) { try picture.inSteps(0) }
  }
}
