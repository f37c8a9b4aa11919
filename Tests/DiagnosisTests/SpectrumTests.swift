import Kernels
import Simulation
import Testing

@testable import Diagnosis
@testable import TensorStatistics

@Suite("Spectra beside Marchenko and Pastur's law")
struct SpectrumTests {
  private func draw(_ rows: Int, _ columns: Int, seed: UInt64) -> [Float] {
    var source = SeedTree(seed: seed).child("spectrum").source()
    return (0..<(rows * columns)).map { _ in Float(0.3 * source.normal()) }
  }

  @Test("draws have no outliers, and end where the law ends")
  func draws() throws {
    var outliers = 0
    for seed in 0..<40 {
      for (rows, columns) in [(48, 96), (96, 48), (64, 64)] {
        let reading = try #require(
          SpectrumReading(
            draw(rows, columns, seed: UInt64(seed)),
            MatrixView([rows, columns], outputsFirst: true)))
        outliers += reading.outliers
        let end = (1 + reading.ratio.squareRoot()) * (1 + reading.ratio.squareRoot())
        // The median eigenvalue of 48 varies by some percent.
        #expect((reading.eigenvalues[0] / end - 1).magnitude < 0.35)
      }
    }
    // Each passes 10⁻³, more where the median's error moves the scale: of 120 a few at most.
    #expect(outliers <= 3, "\(outliers)")
  }

  @Test("a direction that was put in is counted, with its share")
  func planted() throws {
    let (rows, columns) = (64, 96)
    var values = draw(rows, columns, seed: 3)
    let plain = values.reduce(0.0) { $0 + Double($1) * Double($1) }
    // s u vᵀ with s² three times the squared norm of all the rest.
    let s = Float((3 * plain / Double(rows * columns)).squareRoot())
    for i in values.indices { values[i] += s * (i / columns % 2 == 0 ? 1 : -1) }
    let reading = try #require(
      SpectrumReading(values, MatrixView([rows, columns], outputsFirst: true)))
    #expect(reading.outliers == 1)
    #expect((reading.outlierShare - 0.75).magnitude < 0.03)
  }

  @Test("Tracy and Widom's tail joins its first term, and falls")
  func tail() {
    // From tables of TW₁: 0.95 at 0.9793, 0.99 at 2.0234, 0.999 at 3.2724 (Bejan 2005).
    for (s, p) in [(0.9793, 0.05), (2.0234, 0.01), (3.2724, 0.001)] {
      #expect((TracyWidomEdge.upperTail(s) / p - 1).magnitude < 0.02)
    }
    let (below, above) = (TracyWidomEdge.upperTail(4.999), TracyWidomEdge.upperTail(5.001))
    #expect((below / above - 1).magnitude < 0.25, "\(below) \(above)")
    #expect(TracyWidomEdge.upperTail(12) < 1e-12 && TracyWidomEdge.upperTail(12) > 0)
  }
}
