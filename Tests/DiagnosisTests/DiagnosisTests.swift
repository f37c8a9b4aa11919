import Foundation
import Simulation
import Testing
import WeightFiles

@testable import Diagnosis
@testable import TensorStatistics

/// What `Tests/References/diagnosis.py` computed with scipy, mpmath and numpy.
private struct Reference: Decodable {
  var families: [Case]
  var cumulatives: [Cumulative]
  var deviations: [String: Double]
  var borders: [Border]
  var fits: [Fit]
  var moments: Sums
  var orthogonal: [Rows]

  struct Case: Decodable {
    var count: Int
    var meanSquare: Double
    var largest: Double
    var laws: [String: Law]
  }
  struct Law: Decodable {
    var scale: Double
    var logLikelihood: Double
    var logEvidence: Double
  }
  struct Cumulative: Decodable {
    var law: String
    var scale: Double
    var x: Double
    var p: Double
  }
  struct Border: Decodable {
    var type: String
    var x: Double
    var lower: Double
    var upper: Double
  }
  struct Fit: Decodable {
    var law: String
    var scale: Double
    var values: [Double]
    var distance: Double
    var p: Double
  }
  struct Sums: Decodable {
    var values: [Double]
    var sums: [Double]
    var smallest: Double
    var largest: Double
  }
  struct Rows: Decodable {
    var kind: String
    var rows: Int
    var columns: Int
    var values: [Double]
    var cosine: Double
    var spread: Double
    var gain: Double
  }

  static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()

  static let all: Reference? = try? JSONDecoder().decode(
    Reference.self,
    from: Data(contentsOf: tests.appendingPathComponent("References/diagnosis.json")))
}

private func family(_ name: String) throws -> any LawFamily {
  try #require(FamilyPosterior.families.first { $0.name == name })
}

private func close(_ a: Double, _ b: Double, _ relative: Double) -> Bool {
  (a - b).magnitude <= relative * max(1, b.magnitude)
}

@Suite("Laws against scipy and mpmath")
struct LawReferenceTests {
  private let reference: Reference

  init() throws { reference = try #require(Reference.all) }

  @Test("likelihoods, and evidences against quadrature over the scale")
  func evidences() throws {
    #expect(reference.families.count == 20)
    for one in reference.families {
      let sample = ScaleStatistics(
        count: one.count, meanSquare: one.meanSquare, largestMagnitude: one.largest)
      for (name, law) in one.laws {
        let family = try family(name)
        #expect(close(family.logLikelihood(sample, scale: law.scale), law.logLikelihood, 1e-11))
        #expect(
          close(family.logEvidence(sample), law.logEvidence, 1e-11), "\(name) of \(one.count)")
        let best = family.likeliestScale(sample)
        let top = family.logLikelihood(sample, scale: best)
        #expect(top >= family.logLikelihood(sample, scale: best * 1.001))
        #expect(top >= family.logLikelihood(sample, scale: best * 0.999))
      }
    }
  }

  @Test("distribution functions and deviations")
  func cumulatives() throws {
    for row in reference.cumulatives {
      #expect(close(try family(row.law).cumulative(row.x, scale: row.scale), row.p, 1e-13))
    }
    for (name, deviation) in reference.deviations {
      #expect(close(try family(name).deviationOfUnitScale, deviation, 1e-13))
    }
  }

  @Test("borders between stored numbers")
  func borders() throws {
    for row in reference.borders {
      let grid = try #require(StorageGrid(row.type == "F16" ? .float16 : .float32))
      let found = grid.borders(row.x)
      #expect(found.lower == row.lower && found.upper == row.upper, "\(row.type) \(row.x)")
    }
    #expect(StorageGrid(.bfloat16)?.rounding == 0x1p-8)
    #expect(StorageGrid(.int32) == nil)
  }

  @Test("distances and their significance for numbers stored as float16")
  func fits() throws {
    let grid = try #require(StorageGrid(.float16))
    for row in reference.fits {
      let fit = try GoodnessOfFit(
        row.values, family: try family(row.law), scale: row.scale, grid: grid)
      #expect(close(fit.distance, row.distance, 1e-12))
      #expect(close(fit.pValue, row.p, 1e-10))
    }
  }

  @Test("sums of powers and the range")
  func moments() {
    let truth = reference.moments
    var moments = Moments()
    truth.values.withUnsafeBufferPointer { moments.add($0) }
    for (index, sum) in truth.sums.enumerated() {
      #expect(close(moments.powerSums[index], sum, 1e-12))
    }
    #expect(moments.count == truth.values.count)
    #expect(moments.zeros == 1)
    #expect(moments.smallest == truth.smallest && moments.largest == truth.largest)
    #expect(moments.largestMagnitude == max(-truth.smallest, truth.largest))
  }

  @Test("orthogonal rows, wide, tall and square")
  func orthogonal() throws {
    for row in reference.orthogonal {
      let rows = try #require(
        OrthogonalRows(row.values.map { Float($0) }, rows: row.rows, columns: row.columns))
      #expect(close(rows.cosine, row.cosine, 1e-9))
      #expect(close(rows.normSpread, row.spread, 1e-9))
      #expect(close(rows.gain, row.gain, 1e-12))
      #expect(rows.isOrthogonal(rounding: 6e-8) == (row.kind == "orthogonal"))
    }
  }
}

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
      #expect(close(total, 1, 1e-12))
    }
    let odd = Identification(
      statistics(sample(NormalFamily.whole, 0.333, 5_400, seed: 6)), fans: fans)
    #expect(odd.candidates[0].name == nil)
    #expect(odd.candidates[0].family.name == "normal")
  }

  @Test("what frameworks wrote is named")
  func frameworks() throws {
    let folder = Reference.tests.appendingPathComponent("WeightFilesTests/Fixtures/frameworks")
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
