import Foundation
import Kernels
import Testing

@testable import Diagnosis
@testable import TensorStatistics

/// What `Tests/References/diagnosis_tests.py` computed with numpy and scipy.
private struct Reference: Decodable {
  var kurtoses: [String: Double]
  var cases: [Case]

  struct Case: Decodable {
    var law: String
    var scale: Double
    var rows: Int
    var columns: Int
    var values: [Double]
    var tests: [String: Double]
    var statistics: Statistics
  }
  struct Statistics: Decodable {
    var rowMeans: Double
    var columnMeans: Double
    var rowNorms: Double
    var columnNorms: Double
    var largestSingularValue: Double
  }

  static let all: Reference? = {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    return try? JSONDecoder().decode(
      Reference.self,
      from: Data(contentsOf: tests.appendingPathComponent("References/diagnosis_tests.json")))
  }()
}

@Suite("Tests of a start against scipy")
struct GuaranteedTestsTests {
  private let reference: Reference

  init() throws { reference = try #require(Reference.all) }

  private func family(_ name: String) throws -> any LawFamily {
    try #require(FamilyPosterior.families.first { $0.name == name })
  }

  @Test("kurtoses")
  func kurtoses() throws {
    for (name, kurtosis) in reference.kurtoses {
      #expect((try family(name).kurtosis - kurtosis).magnitude < 1e-9, "\(name)")
    }
  }

  @Test("statistics of rows, columns and singular values")
  func statistics() throws {
    for one in reference.cases {
      let measurement = TensorMeasurement(
        one.values.map { Float($0) }, shape: [one.rows, one.columns], type: .float32,
        outputsFirst: nil, samples: 65_536)
      let found = try #require(measurement.structure)
      let truth = one.statistics
      for (a, b) in [
        (found.rowMeans, truth.rowMeans), (found.columnMeans, truth.columnMeans),
        (found.rowNorms, truth.rowNorms), (found.columnNorms, truth.columnNorms),
      ] { #expect((a - b).magnitude < 1e-9 * max(1, b), "\(a) \(b)") }
      // Power iteration comes from below. How near it ends is no claim of the tests, which only rely on its not
      // being above; a twentieth would show a wrong start or a wrong product.
      let largest = try #require(found.largestSingularValue)
      #expect(largest <= truth.largestSingularValue * (1 + 1e-5))
      #expect(largest >= truth.largestSingularValue * 0.95)
    }
  }

  @Test("probabilities of the tests, from 1 to 10⁻⁴⁰ and zero")
  func probabilities() throws {
    #expect(reference.cases.count == 8)
    for one in reference.cases {
      let family = try family(one.law)
      let check = StartCheck(
        one.values.map { Float($0) }, shape: [one.rows, one.columns], family: family,
        deviation: one.scale * family.deviationOfUnitScale)
      for test in check.tests where test.name != "largest singular value" {
        let truth = try #require(one.tests[test.name])
        // Storage is given half a step, which moves ln p by its share of N.
        let (a, b) = (Double.log(max(test.p, 1e-300)), Double.log(max(truth, 1e-300)))
        #expect(
          (a - b).magnitude < 0.02 + 1e-3 * b.magnitude,
          "\(one.law) \(test.name): \(test.p) \(truth)")
      }
      let smallest = one.tests.values.min() ?? 1
      #expect(check.fails == (smallest < 1e-6 / Double(StartCheck.testsPerTensor)))
    }
  }
}
