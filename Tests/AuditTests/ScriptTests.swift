import Simulation
import TestSupport
import Testing

@testable import Audit

/// The re-enacted scripts against runs of the originals (`Tests/References/audit_scripts.py`).
///
/// Two-sample Kolmogorov–Smirnov tests at fixed seeds; p below 0.001 in one of fourteen would happen
/// by chance in 1.4 % of the seeds.
@Suite struct ScriptTests {
  private struct Runs: Decodable {
    let compare: [String: [[Double]]]
    let square: [[Double]]
    let experiment: [String: [[Double]]]
    let experimentSquare: [[Double]]
    let product: [Double]

    enum CodingKeys: String, CodingKey {
      case compare, experiment
      case square = "compare square"
      case experimentSquare = "experiment square"
      case product = "matrix product"
    }
  }

  private static let runs = Result { try Reference.load(Runs.self, "audit_scripts") }
  private let seeds = SeedTree(seed: 14)

  private func sameLaw(_ a: [Double], _ b: [Double]) throws -> Bool {
    try KolmogorovSmirnov(a, b).pValue > 0.001
  }

  @Test(arguments: [
    ("geometric", Geometric() as any WeightInitializer), ("arithmetic", XavierNormal()),
    ("quadratic", Quadratic()),
  ])
  func compareScriptHasTheOriginalsLaw(name: String, rule: any WeightInitializer) throws {
    let original = try #require(try Self.runs.get().compare[name])
    let script = CompareScript(m: 64, n: 256, variance: rule.variance(fanIn: 64, fanOut: 256))
    let drawn = script.run(400, seeds.child(name))
    #expect(try sameLaw(drawn.map(\.mean), original.map { $0[0] }))
    #expect(try sameLaw(drawn.map(\.deviation), original.map { $0[1] }))
  }

  @Test func compareScriptScattersAsPredicted() throws {
    let script = CompareScript(m: 128, n: 128, variance: 1.0 / 128)
    let original = try Self.runs.get().square.map { $0[0] }
    let drawn = script.run(400, seeds.child("square")).map(\.mean)
    #expect(try sameLaw(drawn, original))
    let scatter = try Estimate.normalVariance(of: drawn, confidence: 0.999)
    #expect(scatter.contains(script.scatterOfMean * script.scatterOfMean))
  }

  @Test(arguments: [
    ("geometric", Geometric() as any WeightInitializer), ("arithmetic", XavierNormal()),
    ("quadratic", Quadratic()),
  ])
  func experimentScriptHasTheOriginalsLaw(name: String, rule: any WeightInitializer) throws {
    let original = try #require(try Self.runs.get().experiment[name])
    let script = ExperimentScript(m: 64, n: 256, variance: rule.variance(fanIn: 64, fanOut: 256))
    let drawn = script.run(30, seeds.child(name))
    #expect(try sameLaw(drawn.map(\.forward.mean), original.map { $0[0] }))
    #expect(try sameLaw(drawn.map(\.backward.mean), original.map { $0[2] }))
    #expect(drawn.allSatisfy { $0.forward.deviation == 0 && $0.backward.deviation == 0 })
    // numpy's own rounding leaves 10⁻¹⁶, which prints as 0.0000.
    #expect(original.allSatisfy { $0[1] < 1e-12 && $0[3] < 1e-12 })
  }

  @Test func experimentScriptScattersAsPredicted() throws {
    let script = ExperimentScript(m: 128, n: 128, variance: 1.0 / 128)
    let original = try Self.runs.get().experimentSquare.flatMap { [$0[0]] }
    let scatter = try Estimate.normalVariance(of: original, confidence: 0.999)
    #expect(scatter.contains(script.scatterOfMean * script.scatterOfMean))
  }

  @Test func matrixProductHasTheOriginalsLaw() throws {
    let drawn = MatrixProductScript.runs(2000, seeds.child("product")).map {
      Double.log10($0.product.frobeniusNorm)
    }
    #expect(try sameLaw(drawn, Self.runs.get().product))
  }
}
