import Simulation
import Study
import Testing

@testable import Experiments

/// What study files say of their networks: what is left, and what became of the rest.
@Suite("Networks of study files") struct OwnMeasurementTests {
  private func measured(_ network: NetworkPlan, trials: Int = 20) async throws -> OwnMeasurement {
    try await OwnMeasurement.measure(
      network, study: StudyPlan(title: "T", trials: trials), seed: SeedTree(seed: 1), jobs: 2)
  }

  private func chain(
    _ widths: [Int], _ activation: String, _ start: String,
    change: (inout NetworkPlan) -> Void = { _ in }
  ) -> NetworkPlan {
    var plan = NetworkPlan(
      name: "n", widths: widths, activation: activation, initializer: start)
    change(&plan)
    return plan
  }

  /// 512 linear units with N(0, 1) weights leave half precision in layer four: that is no vanishing.
  @Test(arguments: ["identity", "relu", "gelu"]) func overflowIsNoLoss(activation: String)
    async throws
  {
    let network = try await measured(
      chain(Array(repeating: 512, count: 9), activation, "normal-1") { $0.precision = .float16 },
      trials: 4)
    #expect(network.signal.overflows == 4 && network.signal.zeros == 0)
    #expect(network.verdict == ["signal-overflows", "gradient-overflows"])
    #expect(!network.isKept && network.distance == .infinity)
  }

  /// Of networks 2 units wide and 40 layers deep most are dead, those that are not stay near their start.
  @Test func mostNetworksDead() async throws {
    let network = try await measured(chain(Array(repeating: 2, count: 41), "relu", "he-normal"))
    #expect(network.signal.zeros ?? 0 > 10 && network.signal.overflows == 0)
    #expect(network.verdict == ["signal-dead", "gradient-dead"])
  }

  /// He's start keeps what comes in, whatever it is: ReLU networks are homogeneous, so that shares are the same.
  @Test(arguments: [1e-4, 1e4, 1e20]) func whatIsLeftIsAShare(square: Double) async throws {
    let widths = Array(repeating: 256, count: 6)
    let usual = try await measured(chain(widths, "relu", "he-normal"))
    let other = try await measured(
      chain(widths, "relu", "he-normal") { $0.setInputs(secondMoment: square, correlation: nil) })
    #expect(other.verdict == ["kept"])
    #expect(abs(other.signal.mean.value - usual.signal.mean.value) < 1e-5)
    #expect(abs(other.signal.low - usual.signal.low) < 1e-5)
    #expect(abs((other.signal.theory ?? .nan) - (usual.signal.theory ?? .nan)) < 1e-9)
    #expect(abs(other.gradient.mean.value - usual.gradient.mean.value) < 1e-5)
  }

  /// The row of a network says what is unusual about its inputs and its arithmetic.
  @Test func tablesQuoteTheSettings() async throws {
    let plan = chain([8, 8], "relu", "he-normal") {
      $0.setInputs(secondMoment: 0.25, correlation: 0.5)
      $0.batch = 2
      $0.precision = .float64
    }
    let study = StudyConfiguration()
    let outcome = [
      try await measured(plan), try await measured(chain([8, 8], "relu", "he-normal")),
    ]
    let table = OwnNetworks().tables(of: outcome, study: study)[0]
    #expect(table.rows[0][4] == "@if.inputs, @if.mean-square, @if.correlation, @if.precision")
    #expect(table.rows[1][4] == "–")
    #expect(table.facts[0].contains(Fact("mean-square", text: "0.25")))
    #expect(table.facts[0].contains(Fact("precision", text: "float64")))
    #expect(!plan.hasStandardInputs && outcome[1].plan.hasStandardInputs)
  }
}
