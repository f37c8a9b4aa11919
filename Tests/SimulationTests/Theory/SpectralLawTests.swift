import Kernels
import TestSupport
import Testing

@testable import Networks
@testable import Numerics
@testable import Spectra

@Suite struct SpectralLawTests {
  struct TracyWidomFile: Decodable {
    let values: [[Double]]
    let mean: Double
    let variance: Double
  }

  @Test func marchenkoPasturAgreesWithQuadrature() throws {
    let reference = try Reference.load(SpectraReference.self, "spectra")
    for row in reference.marchenkoPastur {
      let law = try MarchenkoPastur(ratio: row[0])
      #expect(relativeError(law.density(row[1]), row[2]) < 1e-11)
      #expect((law.cumulative(row[1]) - row[3]).magnitude < 1e-13)
      #expect((law.cumulative(law.quantile(row[3])) - row[3]).magnitude < 1e-12)
    }
    for row in reference.meanSingular {
      let law = try MarchenkoPastur(ratio: row[0])
      #expect(relativeError(law.meanSingularValue, row[1]) < 1e-9)
    }
    let quarter = try MarchenkoPastur(ratio: 1, scale: 9)
    #expect(relativeError(quarter.meanSingularValue, 3 * 8 / (3 * Double.pi)) < 1e-9)
  }

  @Test func edgesAndAtoms() throws {
    // The note's 64 × 256 layer with σ² = 1/128.
    let law = try MarchenkoPastur(rows: 64, columns: 256, entryVariance: 1.0 / 128)
    #expect(relativeError(law.lowerEdge, 0.5) < 1e-14)
    #expect(relativeError(law.upperEdge, 4.5) < 1e-14)
    #expect(law.atomAtZero == 0)
    #expect(law.cumulative(0.49) == 0 && law.cumulative(4.51) == 1)
    let tall = try MarchenkoPastur(rows: 256, columns: 64, entryVariance: 1.0 / 128)
    #expect(relativeError(tall.atomAtZero, 0.75) < 1e-14)
    #expect(tall.cumulative(0) == 0.75 && tall.quantile(0.5) == 0)
    #expect(throws: TheoryError.self) { try MarchenkoPastur(ratio: 0) }
    #expect(throws: TheoryError.self) {
      try MarchenkoPastur(rows: 2, columns: 2, entryVariance: .nan)
    }
  }

  @Test func tracyWidomInterpolatesTheLaw() throws {
    let reference = try Reference.load(TracyWidomFile.self, "tracy_widom")
    for row in reference.values {
      #expect((TracyWidom.cumulative(row[0]) - row[1]).magnitude < 1e-7)
      #expect((TracyWidom.density(row[0]) - row[2]).magnitude < 1e-5)
      if row[1] > 1e-3 && row[1] < 0.999 {
        #expect((TracyWidom.quantile(row[1]) - row[0]).magnitude < 1e-4)
      }
    }
    #expect((TracyWidom.mean - reference.mean).magnitude < 1e-9)
    let deviation = reference.variance.squareRoot()
    #expect((TracyWidom.standardDeviation - deviation).magnitude < 1e-8)
    #expect(TracyWidom.cumulative(-100) == 0 && TracyWidom.cumulative(100) == 1)
    // Bejan 2005, table: the 95 % point is 0.9793.
    #expect((TracyWidom.quantile(0.95) - 0.9793).magnitude < 1e-4)
  }

  @Test func extremesOfTheNotesMatrices() throws {
    let wide = try ExtremeSingularValues(rows: 64, columns: 256, entryVariance: 1)
    #expect(wide.baiYinLargest == 24)
    #expect(wide.baiYinSmallest == 8)
    let square = try ExtremeSingularValues(rows: 256, columns: 256, entryVariance: 1)
    #expect(square.baiYinLargest == 32)
    // The median lies below the Bai–Yin edge, by the negative mean of Tracy and Widom.
    #expect(square.largestQuantile(0.5) < 32)
    #expect((square.largestCumulative(square.largestQuantile(0.3)) - 0.3).magnitude < 1e-9)
  }

  @Test func trigonometryAgreesWithHighPrecision() throws {
    let reference = try Reference.load(SpectraReference.self, "spectra")
    for row in reference.trigonometry {
      #expect(relativeError(.arctangent(row[0]), row[1]) < 4.4e-16)
      if row[0].magnitude < 10 {
        #expect((Double.cosine(ofTurns: row[0]) - row[2]).magnitude < 2e-15)
      }
    }
    #expect(Double.cosine(ofTurns: 0.25) == 0 && Double.cosine(ofTurns: 0.5) == -1)
  }

  @Test func jacobianOfDeepNetworks() throws {
    #expect(try relativeError(JacobianSpectrum.largestSquaredValue(depth: 1), 4) < 1e-14)
    #expect(try relativeError(JacobianSpectrum.largestSquaredValue(depth: 2), 6.75) < 1e-14)
    #expect(JacobianSpectrum.relativeVariance(.reluGaussian, depth: 8) == 16)
    #expect(JacobianSpectrum.relativeVariance(.linearOrthogonal, depth: 8) == 0)
  }
}
