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
