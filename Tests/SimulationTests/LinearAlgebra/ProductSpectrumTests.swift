import Kernels
import Testing

@testable import Networks
@testable import Numerics
@testable import Spectra

@Suite struct ProductSpectrumTests {
  let seed = SeedTree(seed: 6).child("product-spectrum")

  private func gaussian(_ n: Int, _ source: inout RandomSource) -> Matrix {
    Matrix(rows: n, columns: n, elements: (0..<(n * n)).map { _ in source.normal() })
  }

  @Test func shallowProductsAgreeWithTheDecomposition() throws {
    var source = seed.source()
    for n in [1, 2, 5, 20] {
      var product = ProductSpectrum(size: n)
      var dense = Matrix.identity(n)
      for _ in 0..<3 {
        let factor = gaussian(n, &source)
        try product.multiply(by: factor)
        dense = factor * dense
      }
      let logs = try product.logSingularValues()
      let values = try SingularValues.of(dense)
      for (log, value) in zip(logs, values) {
        // The dense decomposition is absolute to 10⁻¹⁵ of the largest.
        #expect((Double.exp(log) - value).magnitude < 1e-12 * values[0])
      }
    }
  }

  @Test func determinantIsTheSumOfLogarithms() throws {
    // |det| is multiplicative: the small singular values are right although 10⁻³⁰⁰ of the largest.
    var source = seed.child(1).source()
    var product = ProductSpectrum(size: 6)
    var logDeterminant = 0.0
    for _ in 0..<400 {
      let factor = gaussian(6, &source)
      logDeterminant += try SingularValues.of(factor).reduce(0) { $0 + Double.log($1) }
      try product.multiply(by: factor)
    }
    let logs = try product.logSingularValues()
    #expect(logs[0] - logs[5] > 300)
    #expect((logs.reduce(0, +) - logDeterminant).magnitude < 1e-9)
  }

  @Test func growthRatesAreLyapunovExponents() async throws {
    let (n, depth, trials) = (4, 300, 40)
    let result = try await sampleProductSpectra(
      ProductSpectrumRequest(
        size: n, depths: [depth], initializer: Normal(standardDeviation: 1), trials: trials,
        seed: seed))
    let exponents = try LyapunovExponents(size: n)
    let last = result.depths[0]
    // Σ of 300 independent terms of variance ψ′(k/2)/4 ≤ ψ′(½)/4 = 1.24, and an offset below 2.
    let error = 4.5 * (1.24 * Double(depth) / Double(trials)).squareRoot() + 2
    #expect((last.logLargest.value - exponents.top * Double(depth)).magnitude < error)
    #expect((last.logSmallest.value - exponents.exponents[n - 1] * Double(depth)).magnitude < error)
    #expect(last.logProductOfNorms.value > last.logLargest.value)
  }

  @Test func orthogonalProductsKeepEveryValue() async throws {
    let result = try await sampleProductSpectra(
      ProductSpectrumRequest(
        size: 12, depths: [1, 50], initializer: Orthogonal(), trials: 3, seed: seed))
    for depth in result.depths {
      for quantile in depth.logQuantiles { #expect(quantile.magnitude < 1e-11) }
    }
  }

  @Test func impossibleRequestsAreRefused() async {
    for (size, depths, trials) in [(0, [1], 2), (4, [], 2), (4, [3, 2], 2), (4, [1], 1)] {
      await #expect(throws: TheoryError.self) {
        try await sampleProductSpectra(
          ProductSpectrumRequest(
            size: size, depths: depths, initializer: Normal(standardDeviation: 1), trials: trials,
            seed: seed))
      }
    }
  }
}
