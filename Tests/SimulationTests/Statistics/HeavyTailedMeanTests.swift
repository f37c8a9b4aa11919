import Kernels
import Simulation
import Testing

/// Whether the mean of heavy-tailed numbers lies in its interval as often as it should.
@Suite struct HeavyTailedMeanTests {
  /// ln(|h_L|²/|h₀|²) of deep linear networks: a sum of ln χ²ₙ/n, whose exponential has mean 1.
  private func logarithms(width: Int, depth: Int, networks: Int, seed: SeedTree) async throws
    -> [Double]
  {
    let result = try await propagate(
      PropagationRequest(
        width: width, depth: depth, activation: Identity(),
        initializer: Normal(standardDeviation: (1 / Double(width)).squareRoot()),
        trials: networks, keepsTrials: true, seed: seed, jobs: 1))
    return try #require(result.networks).activation[depth - 1]
  }

  /// Of 400 intervals 5 % miss, 20 ± 4.4; Student's alone misses 40 times at this width and depth.
  @Test func coversTheMeanOfDeepNetworks() async throws {
    let root = SeedTree(seed: 3).child("coverage")
    var (misses, studentMisses) = (0, 0)
    // The input's mean square is random too: the mean of the product is still 1.
    for run in 0..<400 {
      let logs = try await logarithms(width: 32, depth: 30, networks: 100, seed: root.child(run))
      if !Estimate.meanOfExponentials(logarithms: logs).contains(1) { misses += 1 }
      if try !Estimate.mean(of: logs.map(Double.exp)).contains(1) { studentMisses += 1 }
    }
    #expect(misses <= 34, "misses \(misses)")
    #expect(studentMisses > 34, "Student's interval alone is not enough: \(studentMisses)")
  }

  /// Cox's interval with the third k-statistic, computed by numpy and scipy.
  @Test func cumulantsAreThoseOfTheSample() {
    let sample = [0.0, 3, 1, -2, 0.5, 4, -1, 2.5, 1.5, 0]
    let estimate = Estimate.meanOfExponentials(logarithms: sample)
    #expect(abs(estimate.value / 9.821808781094067 - 1) < 1e-12)
    // Student's lower end is negative; a mean of exponentials is not.
    #expect(estimate.low == 0)
    #expect(abs(estimate.high / 283.01168015079736 - 1) < 1e-4)
  }

  @Test func narrowSamplesKeepStudentsInterval() throws {
    let sample = (0..<50).map { 1e-4 * Double($0 * 37 % 50) }
    let estimate = Estimate.meanOfExponentials(logarithms: sample)
    let student = try Estimate.mean(of: sample.map(Double.exp))
    #expect(abs(estimate.halfWidth / student.halfWidth - 1) < 1e-3)
  }

  @Test func zerosAndOverflowsAreKept() {
    #expect(Estimate.meanOfExponentials(logarithms: [-.infinity, -.infinity]).value == 0)
    #expect(Estimate.meanOfExponentials(logarithms: [0, .infinity]).value == .infinity)
    let half = Estimate.meanOfExponentials(
      logarithms: Array(repeating: -.infinity, count: 50) + Array(repeating: 0, count: 50))
    #expect(abs(half.value - 0.5) < 1e-12)
    #expect(half.low < 0.45 && half.high > 0.55)
  }
}
