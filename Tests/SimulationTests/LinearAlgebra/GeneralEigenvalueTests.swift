import Testing

@testable import Simulation

@Suite struct GeneralEigenvalueTests {
  @Test func agreesWithLapack() throws {
    for item in try Reference.load(SpectraReference.self, "spectra").general {
      let values = try GeneralEigenvalues.of(item.matrix)
      #expect(values.count == item.rows)
      let scale = Swift.max(1e-300, item.matrix.frobeniusNorm)
      // The orders may differ in the last bits: match each expected value with the nearest left.
      // [1 1; 0 1] is defective: its double eigenvalue is exact here, being triangular already.
      var left = values
      for (real, imaginary) in zip(item.real, item.imaginary) {
        func distance(_ v: GeneralEigenvalues.Complex) -> Double {
          SymmetricEigenvalues.hypotenuse(v.real - real, v.imaginary - imaginary)
        }
        let nearest = try #require(left.indices.min { distance(left[$0]) < distance(left[$1]) })
        #expect(distance(left[nearest]) <= 1e-12 * scale, "\(item.rows) × \(item.rows)")
        left.remove(at: nearest)
      }
    }
  }

  @Test func traceAndConjugates() throws {
    var source = SeedTree(seed: 8).source()
    for n in [2, 3, 10, 77] {
      let matrix = Matrix(
        rows: n, columns: n, elements: (0..<(n * n)).map { _ in source.normal() })
      let values = try GeneralEigenvalues.of(matrix)
      let trace = (0..<n).reduce(0.0) { $0 + matrix[$1, $1] }
      let sum = values.reduce(0.0) { $0 + $1.real }
      #expect((sum - trace).magnitude < 1e-12 * matrix.frobeniusNorm)
      let imaginary = values.reduce(0.0) { $0 + $1.imaginary }
      #expect(imaginary.magnitude < 1e-12)
    }
  }

  @Test func gaussianEigenvaluesFillTheDisc() throws {
    // Circular law (Girko, Ginibre): |λ|/√n has distribution function r² on the unit disc.
    let n = 200
    var source = SeedTree(seed: 21).source()
    let matrix = Matrix(
      rows: n, columns: n, elements: (0..<(n * n)).map { _ in source.normal() })
    let radii = try GeneralEigenvalues.of(matrix).map { $0.magnitude / Double(n).squareRoot() }
    let distance = try KolmogorovSmirnov(radii, against: { Swift.min(1, $0 * $0) }).distance
    // Eigenvalues repel, so the distance is far below that of independent points, 1.36/√n.
    #expect(distance < 1.36 / Double(n).squareRoot())
    #expect((radii.max() ?? 0) < 1.15)
  }
}
