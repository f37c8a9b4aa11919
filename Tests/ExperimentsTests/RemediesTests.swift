import Simulation
import TestSupport
import Testing

@testable import Experiments
import Study

/// Chapter 10 at small size, and its theory against `Tests/References/chapter10_remedies.py`.
@Suite("Chapter 10: remedies") struct RemediesTests {
  struct File: Decodable {
    struct Transformer: Decodable {
      let stream: [Double]
      let cosine: [Double]
      let weightGradient: [Double]
    }
    struct Tied: Decodable {
      let direct: Double
      let radius: Double
      let steps: Int
      let square: [Double]
    }
    struct Cliff: Decodable {
      let weight: Double
      let bias: Double
      let values: [Double]
    }
    struct Angle: Decodable {
      let sizes: [Double]
      let threshold: Double
      let degrees: Double
    }
    /// By batch: the factor of a gradient without a mean, and of one with independent entries.
    let batchNorm: [String: [[Double]]]
    let transformers: [String: Transformer]
    let tied: [Tied]
    let cliff: [Cliff]
    let angles: [Angle]
  }

  let seed = SeedTree(seed: 10)

  private func file() throws -> File { try Reference.load("chapter10_remedies") }

  @Test(arguments: [8, 16, 64])
  func batchNormalisationMultipliesAsSampled(_ batch: Int) throws {
    let reference = try #require(try file().batchNorm[String(batch)])
    let law = try BatchNormalizedReLU(batch: batch)
    // The sample's own estimate of q − c is in its ratios: half a percent beside the standard error.
    for (value, sample) in [(law.factor, reference[0]), (law.firstFactor, reference[1])] {
      #expect(abs(value - sample[0]) < 4.5 * sample[1] + 0.005 * value)
    }
  }

  @Test func largeBatchesHaveTheirLimit() throws {
    let law = try BatchNormalizedReLU(batch: 1_000_000)
    // π/(π − 1) = 1.466942206924259….
    #expect(abs(law.factor - 1.466942206924) < 1e-5)
    #expect(abs(BatchNormalizedReLU.limit - 1.466942206924259) < 1e-14)
    #expect(throws: TheoryError.self) { try BatchNormalizedReLU(batch: 3) }
    // Two blocks: 1 + 1/(2 − 1/π), then 1 + 1/1.
    let blocks = BatchNormalizedReLU.residualGradients(blocks: 2)
    #expect(abs(blocks[1] - 1.594636) < 1e-5 && abs(blocks[2] - 2 * 1.594636) < 2e-5)
  }

  @Test func batchNormalisedNetworksFollowTheLaw() async throws {
    let outcome = try await BatchNormGrowth.simulate(
      width: 96, batch: 24, depth: 10, networks: 10, batches: [8, 32], batchWidth: 160,
      batchDepth: 5, seed: seed, jobs: 2)
    for curve in outcome.curves {
      let (end, theory) = (try #require(curve.gradient.last), try #require(curve.theory.last))
      #expect(abs(end.value - theory) < 0.1 + 2.3 * end.halfWidth, "\(curve.network)")
    }
    for point in outcome.batches {
      #expect(abs(point.factor.value - point.theory) < 0.03 + 2.3 * point.factor.halfWidth)
    }
    // Forward nothing grows: half of a normalised unit's mean square passes the ReLU.
    let batch = try #require(outcome.curves.first { $0.network == "batch" })
    #expect(abs(batch.signal.value - 0.5) < 0.02)
  }

  @Test func streamsGrowByTheirBranches() async throws {
    let outcome = try await ResidualGrowth.simulate(
      width: 48, blocks: 12, networks: 60, seed: seed, jobs: 2)
    // 2^l, 1.5^l, 1 + l, (1 + 1/L)^l and 1 (De and Smith 2020; Yang and Schoenholz 2017).
    let laws = [
      "he": 4096, "relu": 129.746337890625, "normalized": 13, "scaled": 2.6130352902246696,
      "zero": 1,
    ]
    for (branch, value) in laws.sorted(by: { $0.key < $1.key }) {
      let curve = try #require(outcome.curves.first { $0.branch == branch })
      let (signal, gradient) = (try #require(curve.signal.last), try #require(curve.gradient.last))
      #expect(abs(try #require(curve.signalTheory.last) / value - 1) < 1e-9, "\(branch)")
      #expect(abs(try #require(curve.gradientTheory.last) / value - 1) < 1e-9, "\(branch)")
      #expect(abs(signal.value / value - 1) < 0.1 + 2.3 * signal.halfWidth / value, "\(branch)")
      #expect(
        abs(gradient.value / value - 1) < 0.25 + 2.3 * gradient.halfWidth / value, "\(branch)")
    }
    let tanh = try #require(outcome.curves.first { $0.branch == "tanh" }?.signal.last)
    #expect((8..<13).contains(tanh.value))
  }

  @Test func powersOfOneMatrixAddUpAsSimulated() throws {
    for one in try file().tied {
      let log = GradientThroughTime.tiedPowers(
        direct: one.direct, radius: one.radius, steps: one.steps + 1)[one.steps]
      let square = Elementary.power10(2 * log)
      // At 400 units terms of the order k²/n are left.
      #expect(
        abs(square / one.square[0] - 1) < 4.5 * one.square[1] / one.square[0] + 0.06,
        "f = \(one.direct), k = \(one.steps)")
    }
  }

  @Test func gatesCarryGradientsThroughTime() async throws {
    let outcome = try await GradientThroughTime.simulate(
      units: 48, steps: 21, networks: 12, seed: seed, jobs: 2)
    for curve in outcome.curves where curve.cell != "lstm-5" {
      #expect(
        abs(curve.gradient[20].value - curve.theory[20]) < 0.35 + 2.3
          * curve.gradient[20].halfWidth,
        "\(curve.cell)")
    }
    let ends = Dictionary(
      uniqueKeysWithValues: outcome.curves.map { ($0.cell, $0.gradient[20].value) })
    let order = ["rnn", "lstm-0", "lstm-1", "lstm-2"].compactMap { ends[$0] }
    #expect(zip(order, order.dropFirst()).allSatisfy { $0 < $1 } as Bool)
  }

  @Test(arguments: ["post", "pre", "scaled"])
  func transformersFollowTheRecursion(_ key: String) async throws {
    let reference = try #require(try file().transformers[key])
    let gain = key == "scaled" ? (1.0 / 8).squareRoot() : 1
    let theory = TransformerStart(
      key == "post" ? .after : .before, layers: 4, tokens: 16, branchGain: gain)
    let last = try #require(theory.layers.last)
    // Sixteen tokens are not many, 128 units not wide: some percent.
    #expect(abs(last.stream - reference.stream[0]) < 0.08 * last.stream + 4.5 * reference.stream[1])
    #expect(abs(last.cosine - reference.cosine[0]) < 0.06 + 4.5 * reference.cosine[1])
    #expect(
      abs(last.weightGradient / reference.weightGradient[0] - 1)
        < 0.1 + 4.5 * reference.weightGradient[1] / reference.weightGradient[0])
    // The engine's transformers are NumPy's.
    let outcome = try await TransformerStarts.simulate(
      width: 128, tokens: 16, depths: [4], networks: 12, seed: seed, jobs: 2)
    let one = try #require(outcome.cases.first { $0.network == key })
    let (stream, cosine) = (one.stream[3], one.cosine[3])
    #expect(
      abs(stream.value - reference.stream[0]) < 4.5 * reference.stream[1] + 2.3 * stream.halfWidth
        + 1e-4)
    #expect(
      abs(cosine.value - reference.cosine[0]) < 4.5 * reference.cosine[1] + 2.3 * cosine.halfWidth)
    let weights = one.weights[3]
    let expected = 0.5 * Elementary.log10(reference.weightGradient[0])
    #expect(abs(weights.value - expected) < 0.03 + 2.3 * weights.halfWidth)
  }

  @Test func theCliffIsWhereItIs() throws {
    for one in try file().cliff {
      let own = ClippingCliff.gradient(one.weight, one.bias)
      for (a, b) in zip([own.error, own.byWeight, own.byBias], one.values) {
        #expect(abs(a - b) < 1e-9 * max(1e-3, abs(b)))
      }
    }
    let outcome = try ClippingCliff.simulate(grid: 6, vectors: 6, seed: seed)
    let paths = Dictionary(uniqueKeysWithValues: outcome.paths.map { ($0.clipping, $0) })
    let (none, norm, value) = (
      try #require(paths["none"]), try #require(paths["norm"]), try #require(paths["value"])
    )
    #expect(norm.error < 0.2 * value.error && value.error < none.error)
    #expect(norm.turn < 1e-3 && value.turn > 20)
    #expect(try #require(none.weights.last) > 20)
  }

  @Test func anglesAreThoseOfQuadrature() throws {
    for one in try file().angles {
      let angle = ClippingCliff.angle(sizes: one.sizes, threshold: one.threshold)
      #expect(abs(angle - one.degrees) < 1e-6)
    }
    let outcome = try ClippingCliff.simulate(grid: 4, vectors: 20, seed: seed)
    for one in outcome.directions {
      for (angle, theory) in zip(one.angles, one.theory) where theory > 1 {
        #expect(abs(angle.value - theory) < 0.3 + 2.3 * angle.halfWidth)
      }
    }
  }

  @Test func remediesStandWhereTheoryPutsThem() async throws {
    let outcome = try await RemedyComparison.simulate(
      width: 32, depths: [4, 16], networks: 6, samples: 16, trainedWidth: 12, trainedDepths: [2],
      trained: 6, steps: 4, seed: seed, jobs: 2)
    func signal(_ key: String) throws -> Estimate {
      try #require(outcome.cases.first { $0.remedy == key }?.signal.last)
    }
    // Half the decimal logarithm of π/(π − 1), of 2 and of (1 + 1/16), fifteen times.
    let laws = [
      ("standardized", 1.248), ("residual", 2.258), ("scaled", 0.197), ("skipinit", 0),
      ("fixup", 0), ("he", 0), ("orthogonal", 0), ("layer", 0),
    ]
    for (key, decades) in laws {
      let one = try signal(key)
      #expect(abs(one.value - decades) < 0.25 + 2.3 * one.halfWidth, "\(key)")
    }
    #expect(try signal("none").value < -7)
    #expect(try signal("clip-norm") == signal("none"))
    #expect(outcome.cases.count == 18)
    // Along time: one matrix again and again, its gates near one half (σ(2) = 0.881 for the forget gate).
    for (key, direct) in [("gru", 0.5), ("lstm-0", 0.5), ("lstm-2", 0.881)] {
      let theory = GradientThroughTime.tiedPowers(
        direct: direct, radius: (1.0 / 48).squareRoot(), steps: 16)[15]
      let one = try signal(key)
      // Inputs of mean square one move the gates: some hundredths of a decade per step.
      #expect(abs(one.value - theory) < 0.5 + 2.3 * one.halfWidth, "\(key)")
    }
    #expect(try signal("rnn").value < signal("gru").value)
    for one in outcome.cases where ["rnn", "gru", "lstm-0", "lstm-2"].contains(one.remedy) {
      #expect(one.weights.allSatisfy { $0 == nil } as Bool)
    }
  }
}
