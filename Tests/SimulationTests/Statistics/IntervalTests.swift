import TestSupport
import Testing

@testable import Networks
@testable import Numerics

@Suite struct IntervalTests {
  struct Sample: Decodable {
    let values: [Double]
    let mean: [Double]
    let variance: [Double]
    let normalVariance: [Double]
    let median: [Double]
    let geometricMean: [Double]?
    let quantiles: [[Double]]
  }

  struct Distances: Decodable {
    let a: [Double]
    let b: [Double]
    let twoSample: Double
    let twoSamplePValue: Double
    let oneSample: Double
    let oneSamplePValue: Double
  }

  struct File: Decodable {
    let normal: Sample
    let lognormal: Sample
    let small: Sample
    let proportions: [[Double]]
    let kolmogorovSmirnov: Distances
  }

  let file: File

  init() throws { file = try Reference.load(File.self, "intervals") }

  private func expectEqual(
    _ estimate: Estimate, _ expected: [Double], samples: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let actual = [estimate.value, estimate.low, estimate.high]
    for (a, e) in zip(actual, expected) {
      #expect(relativeError(a, e, floor: 1e-12) < 1e-10, sourceLocation: sourceLocation)
    }
    #expect(estimate.samples == samples, sourceLocation: sourceLocation)
  }

  @Test func intervalsAgreeWithScipy() throws {
    for sample in [file.normal, file.lognormal, file.small] {
      let (x, n) = (sample.values, sample.values.count)
      expectEqual(try .mean(of: x), sample.mean, samples: n)
      expectEqual(try .variance(of: x), sample.variance, samples: n)
      expectEqual(try .normalVariance(of: x), sample.normalVariance, samples: n)
      expectEqual(try .median(of: x), sample.median, samples: n)
      if let expected = sample.geometricMean {
        expectEqual(try .geometricMean(of: x), expected, samples: n)
      }
      let quantiles = try Quantiles(of: x)
      for row in sample.quantiles {
        #expect(relativeError(quantiles.value(at: row[0]), row[1], floor: 1e-12) < 1e-13)
      }
    }
  }

  @Test func proportionsAgreeWithScipy() throws {
    for row in file.proportions {
      let estimate = try Estimate.proportion(successes: Int(row[0]), trials: Int(row[1]))
      expectEqual(estimate, Array(row[2...]), samples: Int(row[1]))
    }
  }

  @Test func geometricMeanSurvivesOverflow() throws {
    let logs = [1000.0, 1001, 999]
    let estimate = try Estimate.geometricMean(ofLogarithms: logs)
    #expect(estimate.value == .infinity)
    #expect(try Estimate.mean(of: logs).value == 1000)
  }

  @Test func badSamplesAreRefused() {
    #expect(throws: StatisticsError.tooFewSamples(needed: 2, got: 1)) {
      try Estimate.mean(of: [1])
    }
    #expect(throws: StatisticsError.tooFewSamples(needed: 6, got: 5)) {
      try Estimate.median(of: [1, 2, 3, 4, 5])
    }
    #expect(throws: StatisticsError.notFinite(index: 1)) {
      try Estimate.mean(of: [1, .nan, 2])
    }
    #expect(throws: StatisticsError.notPositive(index: 2, value: 0)) {
      try Estimate.geometricMean(of: [1, 2, 0])
    }
    #expect(throws: StatisticsError.impossibleCount(successes: 3, trials: 2)) {
      try Estimate.proportion(successes: 3, trials: 2)
    }
    #expect(throws: StatisticsError.levelOutOfRange(1)) {
      try Estimate.mean(of: [1, 2], confidence: 1)
    }
    #expect(throws: StatisticsError.tooFewSamples(needed: 1, got: 0)) { try Quantiles(of: []) }
    #expect(throws: StatisticsError.badBins(low: 1, high: 1, count: 3)) {
      try Histogram(of: [1], low: 1, high: 1, bins: 3)
    }
  }

  @Test func medianIntervalCoversNinetyFivePercentExactly() {
    // The coverage is a binomial sum: check it, and that a narrower pair would not do.
    for n in [6, 7, 10, 31, 100, 1000] {
      let (r, s) = Estimate.ranks(quantile: 0.5, samples: n, confidence: 0.95)
      let law = Binomial(trials: n, probability: 0.5)
      #expect(law.cumulative(s - 1) - law.cumulative(r - 1) >= 0.95)
      #expect(law.cumulative(r) > 0.025)
      #expect(r + s == n + 1)
    }
  }

  @Test func histogramsCountEverythingOnce() throws {
    let histogram = try Histogram(of: [-1, 0, 0.5, 1, 1.5, 2, 3], low: 0, high: 2, bins: 2)
    #expect(histogram.counts == [2, 3])
    #expect(histogram.below == 1)
    #expect(histogram.above == 1)
    #expect(histogram.edges == [0, 1, 2])
    let densities: [Double] = [2.0 / 7, 3.0 / 7]
    #expect(histogram.densities == densities)
    #expect(try Histogram(of: [4, 4, 4]).counts == [3])
    let automatic = try Histogram(of: file.lognormal.values)
    #expect(automatic.total == 200)
    #expect(automatic.below + automatic.above == 0)
  }

  @Test func kolmogorovSmirnovAgreesWithScipy() throws {
    let expected = file.kolmogorovSmirnov
    let two = try KolmogorovSmirnov(expected.a, expected.b)
    #expect(relativeError(two.distance, expected.twoSample) < 1e-13)
    // Ours carries Stephens' correction, scipy's asymptotic value does not: they agree in size.
    #expect(two.pValue / expected.twoSamplePValue > 0.5)
    #expect(two.pValue / expected.twoSamplePValue < 1.5)
    let one = try KolmogorovSmirnov(expected.a, against: NormalDistribution.cumulative)
    #expect(relativeError(one.distance, expected.oneSample) < 1e-12)
    #expect((one.pValue - expected.oneSamplePValue).magnitude < 0.01)
  }

  @Test func tiesAreOneStep() throws {
    #expect(try KolmogorovSmirnov([1, 1, 2, 2], [1, 1, 2, 2]).distance == 0)
    #expect(try KolmogorovSmirnov([1, 1, 1, 2], [1, 2, 2, 2]).distance == 0.5)
    #expect(try KolmogorovSmirnov([1, 2], [3, 4]).distance == 1)
  }
}
