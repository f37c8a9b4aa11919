import Foundation
import Simulation
import TestSupport
import Testing
import WeightFiles

@testable import Diagnosis
@testable import TensorStatistics

@Suite("Laws are found again")
struct RecoveryTests {
  private func sample(_ family: any LawFamily, _ scale: Double, _ count: Int, seed: UInt64)
    -> [Float]
  {
    var source = SeedTree(seed: seed).source()
    return (0..<count).map { _ in
      if family.name == "uniform" { return Float(scale * (2 * source.uniform() - 1)) }
      while true {
        let z = source.normal()
        if z.magnitude <= (family as? NormalFamily)?.cut ?? .infinity { return Float(scale * z) }
      }
    }
  }

  private func statistics(_ values: [Float]) -> ScaleStatistics {
    var moments = Moments()
    values.withUnsafeBufferPointer { moments.add($0) }
    return ScaleStatistics(
      count: moments.count, meanSquare: moments.meanSquare,
      largestMagnitude: moments.largestMagnitude, rounding: 3e-7)
  }

  @Test(
    "families with their scale left free", arguments: [(256, 0.95), (1024, 0.97), (4096, 0.99)])
  func families(count: Int, share: Double) {
    // A law cut at three deviations differs from the whole by 0.0026 nats a number: 2,000 are needed.
    for (index, family) in FamilyPosterior.families.prefix(3).enumerated() {
      let right = (0..<200).count { trial in
        let seed = UInt64(1_000 * index + trial)
        let posterior = FamilyPosterior(statistics(sample(family, 0.05, count, seed: seed)))
        return posterior.candidates.first?.family.name == family.name
      }
      // Three binomial deviations below the share that 400 draws of the design gave.
      let floor = 200 * share - 3 * (200 * share * (1 - share)).squareRoot()
      #expect(Double(right) >= floor, "\(family.name): \(right) of 200")
    }
  }

  @Test("rules by their fans")
  func rules() throws {
    let fans = Fans(input: 60, output: 90)
    for rule in StartRule.all where !rule.name.contains("-gain-5") {
      let scale = rule.deviation(fans) / rule.family.deviationOfUnitScale
      let values = sample(rule.family, scale, 5_400, seed: 5)
      let identification = Identification(statistics(values), fans: fans)
      #expect(identification.compatible.contains { $0.name == rule.name }, "\(rule.name)")
      let total = identification.candidates.reduce(0) { $0 + $1.probability }
      #expect(abs(total - 1) <= 1e-12)
    }
    let odd = Identification(
      statistics(sample(NormalFamily.whole, 0.333, 5_400, seed: 6)), fans: fans)
    #expect(odd.candidates[0].name == nil)
    #expect(odd.candidates[0].family.name == "normal")
  }

  @Test("what frameworks wrote is named")
  func frameworks() throws {
    let folder = Reference.folder.deletingLastPathComponent()
      .appendingPathComponent("WeightFilesTests/Fixtures/frameworks")
    func tensor(_ file: String, _ name: String) throws -> StoredTensor {
      let file = try WeightFile(path: folder.appendingPathComponent(file).path)
      return try #require(file.tensors.first { $0.name == name })
    }
    func name(_ tensor: StoredTensor) throws -> String? {
      let moments = try Moments(of: tensor)
      let fans = try #require(
        tensor.convention == .outputsLast
          ? Fans(outputsLast: tensor.shape) : Fans(outputsFirst: tensor.shape))
      let statistics = ScaleStatistics(
        count: moments.count, meanSquare: moments.meanSquare,
        largestMagnitude: moments.largestMagnitude, rounding: 3e-7)
      return Identification(statistics, fans: fans).candidates.first?.name
    }
    // A matrix of `kaiming_normal_`, and the layers of a Keras model with its default.
    #expect(try name(tensor("legacy.pt", "fc.weight")) == "he-normal")
    for layer in ["dense", "dense_1", "dense_2"] {
      #expect(try name(tensor("model.keras", "layers/\(layer)/vars/0")) == "xavier-uniform")
    }
  }

  @Test("numbers that are no draws")
  func exact() {
    #expect(ExactLaw([1, 1, 1], shape: [3]) == .constant(1))
    #expect(ExactLaw([0, 0, 0, 0], shape: [2, 2]) == .constant(0))
    #expect(ExactLaw([2, 0, 0, 0, 2, 0], shape: [2, 3]) == .identity(2))
    var dirac = [Float](repeating: 0, count: 2 * 2 * 9)
    (dirac[4], dirac[31]) = (1, 1)
    #expect(ExactLaw(dirac, shape: [2, 2, 3, 3]) == .identity(1))
    dirac[5] = 0.1
    #expect(ExactLaw(dirac, shape: [2, 2, 3, 3]) == nil)
    #expect(ExactLaw([1, 2], shape: [2]) == nil)
    #expect(ExactLaw([.nan, .nan], shape: [2]) == nil)
    #expect(ExactLaw([], shape: [0]) == nil)
    #expect(ExactLaw([5], shape: []) == .constant(5))
  }

  @Test("numbers that are not finite are counted and left out")
  func notFinite() {
    var values = [Double](repeating: 2, count: 100)
    (values[3], values[50], values[99]) = (.nan, .infinity, -.infinity)
    var moments = Moments()
    values.withUnsafeBufferPointer { moments.add($0) }
    #expect(moments.count == 97)
    #expect(moments.notANumber == 1 && moments.infinite == 2)
    #expect(moments.powerSums == SIMD4(194, 388, 776, 1552))
    #expect(moments.mean == 2 && moments.meanSquare == 4)
    let nothing = Moments()
    #expect(nothing.largestMagnitude == 0)
  }
}
