import Foundation
import Simulation
import TestSupport
import Testing

@Suite("Eigenvalues without symmetry") struct EigenvalueTests {
  private struct File: Decodable {
    struct Case: Decodable {
      let kind: String
      let size: Int
      let elements: [Double]
      let real: [Double]
      let imaginary: [Double]
    }
    struct Law: Decodable {
      let factors: Int
      let levels: [Double]
      let logQuantiles: [Double]
    }
    let eigenvalues: [Case]
    let fussCatalan: [Law]
  }

  @Test func agreesWithNumPy() throws {
    for reference in try Reference.load(File.self, "chapter07_spectra").eigenvalues {
      let matrix = Matrix(
        rows: reference.size, columns: reference.size, elements: reference.elements)
      var values = try Eigenvalues.of(matrix)
      // Defective eigenvalues move by the square root of rounding.
      let tolerance = reference.kind == "defective" ? 1e-6 : 1e-11
      for (x, y) in zip(reference.real, reference.imaginary) {
        let distances = values.map { ComplexNumber($0.real - x, $0.imaginary - y).magnitude }
        let nearest = try #require(distances.indices.min { distances[$0] < distances[$1] })
        #expect(distances[nearest] < tolerance, "\(reference.kind) \(reference.size)")
        values.remove(at: nearest)
      }
      #expect(values.isEmpty)
    }
  }

  @Test func agreesWithLapack() throws {
    for item in try Reference.load(SpectraReference.self, "spectra").general {
      var left = try Eigenvalues.of(item.matrix)
      #expect(left.count == item.rows)
      let scale = Swift.max(1e-300, item.matrix.frobeniusNorm)
      // The orders may differ in the last bits: match each expected value with the nearest left.
      for (real, imaginary) in zip(item.real, item.imaginary) {
        let distances = left.map {
          ComplexNumber($0.real - real, $0.imaginary - imaginary).magnitude
        }
        let nearest = try #require(distances.indices.min { distances[$0] < distances[$1] })
        #expect(distances[nearest] <= 1e-12 * scale, "\(item.rows) × \(item.rows)")
        left.remove(at: nearest)
      }
    }
  }

  @Test func gaussianEigenvaluesFillTheDisc() throws {
    // Circular law (Girko, Ginibre): |λ|/√n has distribution function r² on the unit disc.
    let n = 200
    var source = SeedTree(seed: 21).source()
    let matrix = Matrix(
      rows: n, columns: n, elements: (0..<(n * n)).map { _ in source.normal() })
    let radii = try Eigenvalues.of(matrix).map { $0.magnitude / Double(n).squareRoot() }
    let distance = try KolmogorovSmirnov(radii, against: { Swift.min(1, $0 * $0) }).distance
    // Eigenvalues repel, so the distance is far below that of independent points, 1.36/√n.
    #expect(distance < 1.36 / Double(n).squareRoot())
    #expect((radii.max() ?? 0) < 1.15)
  }

  @Test func largeMatricesOfEveryLawConverge() throws {
    for rule in [LeCun(), LeCunUniform(), Orthogonal()] as [any WeightInitializer] {
      for seed in 0..<4 {
        var random = SeedTree(seed: UInt64(seed)).source()
        var matrix = Matrix(rows: 96, columns: 96)
        matrix.elements.withUnsafeMutableBufferPointer {
          if let base = $0.baseAddress {
            rule.fill(base, fanIn: 96, fanOut: 96, random: &random)
          }
        }
        let values = try Eigenvalues.of(matrix)
        #expect(values.count == 96)
        let trace = (0..<96).reduce(0) { $0 + matrix[$1, $1] }
        #expect(abs(values.reduce(0) { $0 + $1.real } - trace) < 1e-10)
        if rule is Orthogonal {
          #expect(values.allSatisfy { abs($0.magnitude - 1) < 1e-10 })
          #expect(try SingularValues.of(matrix).allSatisfy { abs($0 - 1) < 1e-10 })
        }
      }
    }
  }

  @Test func refusesWhatIsNotSquareOrNotFinite() {
    #expect(throws: LinearAlgebraError.notSquare(rows: 2, columns: 3)) {
      try Eigenvalues.of(Matrix(rows: 2, columns: 3))
    }
    #expect(throws: LinearAlgebraError.self) { try Eigenvalues.of(Matrix([[.nan]])) }
    #expect(throws: Never.self) { try Eigenvalues.of(Matrix(rows: 0, columns: 0)) }
  }

  @Test func fussCatalanQuantiles() throws {
    for law in try Reference.load(File.self, "chapter07_spectra").fussCatalan {
      let ours = try FussCatalan(factors: law.factors)
      for (level, expected) in zip(law.levels, law.logQuantiles) {
        #expect(abs(ours.logQuantile(level) - expected) < 2e-3, "L = \(law.factors), p = \(level)")
      }
    }
    // L = 1 is Marchenko and Pastur's law of a square matrix.
    let square = try MarchenkoPastur(ratio: 1)
    let product = try FussCatalan(factors: 1)
    for level in [0.1, 0.5, 0.9] {
      #expect(abs(Foundation.exp(product.logQuantile(level)) - square.quantile(level)) < 1e-3)
    }
    #expect(abs(product.upperEdge - 4) < 1e-12)
  }
}
