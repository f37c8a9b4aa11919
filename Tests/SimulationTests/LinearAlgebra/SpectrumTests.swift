import Testing

@testable import Networks
@testable import Numerics
@testable import Spectra

@Suite struct SpectrumTests {
  let seed = SeedTree(seed: 11).child("spectrum")

  private func sample(
    _ rows: Int, _ columns: Int, _ name: String, trials: Int,
    sampler: SpectrumRequest.Sampler? = nil, seed: SeedTree? = nil, jobs: Int? = nil
  ) async throws -> SpectrumResult {
    try await sampleSpectrum(
      SpectrumRequest(
        rows: rows, columns: columns,
        initializer: try InitializerCatalog.initializer(named: name), trials: trials,
        sampler: sampler, seed: seed ?? self.seed, jobs: jobs))
  }

  @Test func bidiagonalModelHasTheDenseLaw() async throws {
    // Both samplers, independent seeds: two-sample Kolmogorov–Smirnov on largest and smallest.
    for (rows, columns) in [(12, 5), (5, 12), (8, 8), (1, 3)] {
      func extremes(_ sampler: SpectrumRequest.Sampler) throws -> [[Double]] {
        try (0..<3000).map { trial in
          var source = seed.child(sampler.rawValue).child(rows).child(trial).source()
          if sampler == .bidiagonal {
            return try BidiagonalModel(rows: rows, columns: columns, random: &source)
              .singularValues()
          }
          let elements = (0..<(rows * columns)).map { _ in source.normal() }
          return try SingularValues.of(
            Matrix(rows: rows, columns: columns, elements: elements))
        }
      }
      let (exact, dense) = (try extremes(.bidiagonal), try extremes(.dense))
      for index in Set([0, Swift.min(rows, columns) - 1]) {
        let test = try KolmogorovSmirnov(exact.map { $0[index] }, dense.map { $0[index] })
        #expect(test.pValue > 1e-4, "\(rows) × \(columns), value \(index)")
      }
    }
  }

  @Test func wideMatricesFollowTheory() async throws {
    let result = try await sample(256, 64, "xavier-normal", trials: 200)
    let theory = try #require(result.theory)
    #expect(result.sampler == .bidiagonal)
    // Marchenko–Pastur is the limit; at 64 values the distance is of order 1/64.
    #expect(try #require(result.marchenkoPasturDistance) < 1.0 / 64)
    #expect(result.largest.value < theory.upperEdge)
    #expect(result.smallest.value > theory.lowerEdge)
    // Tracy–Widom: the mean lies near the median; Ma's centring is good to O(n^(−2/3)) of the scale.
    #expect(relativeError(result.largest.value, theory.largest[1]) < 0.01)
    #expect(relativeError(result.mean.value, theory.mean) < 0.002)
    let law = try MarchenkoPastur(rows: 64, columns: 256, entryVariance: result.entryVariance)
    for (measured, level) in zip(result.quantiles, SpectrumResult.levels) {
      #expect((law.cumulative(measured * measured) - level).magnitude < 1.0 / 64)
    }
    for (expected, level) in zip(theory.quantiles, SpectrumResult.levels) {
      #expect((law.cumulative(expected * expected) - level).magnitude < 1e-12)
    }
  }

  @Test func uniformWeightsAreUniversal() async throws {
    // The edge is the same for all laws with the same variance (Bai and Yin).
    let result = try await sample(120, 60, "xavier-uniform", trials: 20)
    #expect(result.sampler == .dense)
    let theory = try #require(result.theory)
    #expect(relativeError(result.largest.value, theory.upperEdge) < 0.03)
    #expect(try #require(result.marchenkoPasturDistance) < 0.03)
  }

  @Test func orthogonalWeightsHaveOneValue() async throws {
    let result = try await sample(40, 20, "orthogonal", trials: 3)
    #expect(relativeError(result.largest.value, result.smallest.value) < 1e-12)
    #expect(relativeError(try #require(result.conditionNumber).value, 1) < 1e-12)
  }

  /// Marchenko and Pastur's law is one of independent entries.
  @Test(arguments: [
    ("orthogonal", false), ("lsuv", false), ("sparse", false), ("lecun", true),
    ("xavier-uniform", true),
  ])
  func onlyIndependentEntriesHaveTheory(rule: String, hasTheory: Bool) async throws {
    let result = try await sample(12, 20, rule, trials: 2)
    #expect((result.theory != nil) == hasTheory)
    #expect((result.marchenkoPasturDistance != nil) == hasTheory)
  }

  @Test func zeroWeightsHaveNoTheory() async throws {
    let result = try await sample(5, 4, "zero", trials: 3)
    #expect(result.largest.value == 0)
    #expect(result.theory == nil && result.conditionNumber == nil)
  }

  @Test func jobsDoNotChangeTheResult() async throws {
    let one = try await sample(30, 20, "he-uniform", trials: 10, jobs: 1)
    let seven = try await sample(30, 20, "he-uniform", trials: 10, jobs: 7)
    #expect(one == seven)
  }

  @Test func impossibleRequestsAreRefused() async {
    await #expect(throws: TheoryError.self) { try await sample(0, 4, "lecun", trials: 3) }
    await #expect(throws: TheoryError.self) { try await sample(4, 1_000_000, "lecun", trials: 3) }
    await #expect(throws: TheoryError.self) { try await sample(4, 4, "lecun", trials: 1) }
    await #expect(throws: TheoryError.self) {
      try await sample(100_000, 100_000, "xavier-uniform", trials: 2)
    }
    await #expect(throws: TheoryError.self) {
      try await sample(4, 4, "xavier-uniform", trials: 2, sampler: .bidiagonal)
    }
  }
}
