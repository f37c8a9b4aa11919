import Numerics
import Testing

@testable import Engine
@testable import Networks

/// Same request, same bits, whatever works on it.
@Suite struct ReproducibilityTests {
  private static let everything: [any Stage] = [
    Convolution(8, window: Window(kernel: [3], padding: .same), rule: HeNormal()),
    Normalize(.batch), ActivationStage(ReLU()),
    ResidualStage([
      NamedStage(Normalize(.layer)),
      NamedStage(Attention(heads: 2, isCausal: true, rule: XavierUniform())),
    ]), Dropout(0.2),
    Recurrent(.gru, units: 8, rule: UniformRange(radius: 0.3), bias: BiasLaw(variance: 0.1)),
    Dense(40, rule: LeCun()), GatedUnit(SiLU()), Dense(20, rule: Orthogonal()),
    ReadOut(.crossEntropy),
  ]

  static let network = Network(
    name: "everything", input: NetworkInput(Shape(positions: [6], channels: 8)),
    stages: everything.map { NamedStage($0) })

  /// Everything that was found, as bits: the numbers of all stages in order.
  static func bits(_ result: NetworkResult) -> [UInt64] {
    func estimate(_ e: Estimate) -> [Double] { [e.value, e.low, e.high, Double(e.samples)] }
    func summary(_ s: MomentSummary) -> [Double] {
      estimate(s.mean) + estimate(s.log10.mean) + estimate(s.log10.median)
        + [s.log10.standardDeviation, s.log10.low, s.log10.high, Double(s.log10.zeros)]
    }
    var numbers = summary(result.inputGradient)
    for stage in result.stages {
      for part in [stage.mean, stage.zero, stage.lost, stage.largest, stage.zeroGradient] {
        numbers += estimate(part)
      }
      for part in [stage.cosine, stage.saturated, stage.loss].compactMap({ $0 }) {
        numbers += estimate(part)
      }
      for part in [stage.variance, stage.secondMoment, stage.gradient] + stage.weightGradients {
        numbers += summary(part)
      }
    }
    return numbers.map { $0.isNaN ? 0 : $0.bitPattern }
  }

  static func request(
    _ arithmetic: Arithmetic, jobs: Int?, trials: Int = 9, seed: UInt64 = 3
  ) -> NetworkRequest {
    NetworkRequest(
      network, trials: trials, seed: SeedTree(seed: seed), samples: 3, arithmetic: arithmetic,
      jobs: jobs)
  }

  @Test(arguments: Arithmetic.allCases) func jobsDoNotMatter(arithmetic: Arithmetic) async throws {
    let one = Self.bits(try await propagate(Self.request(arithmetic, jobs: 1)))
    for jobs in [2, 7, nil] {
      let other = Self.bits(try await propagate(Self.request(arithmetic, jobs: jobs)))
      #expect(one == other, "\(jobs ?? 0)")
    }
    // Not because nothing depends on anything.
    #expect(
      one != Self.bits(try await propagate(Self.request(arithmetic, jobs: 1, seed: 4))))
  }

  /// What a network shows does not depend on which networks the same memory held before.
  @Test func nothingIsLeftBehind() throws {
    let request = Self.request(.extended, jobs: 1)
    func record(_ trials: [Int]) throws -> [StageRecord] {
      let run = try NetworkRun<Float>(request, isCounting: false)
      var last: [StageRecord] = []
      for trial in trials { last = run.trial(SeedTree(seed: 5).child(trial)) }
      return last
    }
    let (fresh, used) = (try record([7]), try record([1, 2, 3, 7]))
    for (a, b) in zip(fresh, used) {
      #expect(a.logSecondMoment == b.logSecondMoment)
      #expect(a.logGradient == b.logGradient)
      #expect(a.logWeightGradients == b.logWeightGradients)
    }
  }

  /// What a request says it needs is what it takes: the plan counts the bytes that the run allocates.
  @Test func memoryIsCounted() throws {
    let request = Self.request(.extended, jobs: 1)
    let plan = try NetworkRun<Float>(request, isCounting: true).builder
    let run = try NetworkRun<Float>(request, isCounting: false).builder
    #expect(plan.bytes == run.bytes)
    #expect(plan.bytes > 0)
  }
}
