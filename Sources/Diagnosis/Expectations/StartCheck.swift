import Simulation
import TensorStatistics
import WeightFiles

/// Whether numbers in memory follow a law of independent draws that is given beforehand.
///
/// As `report diagnose --expect` tests one tensor: every probability is exact or an upper bound, so that a right start
/// fails with the probability that was said, or less.
public struct StartCheck: Sendable {
  /// How many tests share the chance of a false alarm.
  public static let testsPerTensor = GuaranteedTests.perTensor

  /// The tests with their probabilities; empty for numbers that are no sample at all.
  public let tests: [StructureTests.Test]
  /// Whether the numbers are another law's.
  public let fails: Bool

  /// Tests numbers in row-major order.
  ///
  /// - Parameters:
  ///   - shape: outputs, inputs, window.
  ///   - family: the family, and `deviation` its standard deviation.
  ///   - falseAlarm: the chance that a right start fails.
  public init(
    _ values: [Float], shape: [Int], family: any LawFamily, deviation: Double,
    falseAlarm: Double = 1e-6
  ) {
    precondition(values.count == shape.reduce(1, *), "values fill the shape")
    let measurement = TensorMeasurement(
      values, shape: shape, type: .float32, outputsFirst: nil, samples: 65_536)
    guard case .sample = measurement.kind, measurement.moments.count == values.count,
      measurement.zeroRows.isEmpty, measurement.sparsity == nil
    else {
      (tests, fails) = ([], true)
      return
    }
    tests = GuaranteedTests.all(measurement, family: family, deviation: deviation)
    let limit = falseAlarm / Double(Self.testsPerTensor)
    fails = tests.contains { $0.p < limit }
  }
}
