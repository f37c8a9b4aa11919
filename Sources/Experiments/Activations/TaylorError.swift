import Simulation
import Study

/// Shows how far from zero Taylor polynomials describe an activation.
public struct TaylorError: Experiment {
  /// One function; errors are at x = `TaylorError.probe`.
  public struct Case: Codable, Equatable, Sendable {
    /// The activation's name in the catalogue.
    public var activation: String
    /// c₀ … c₅ of the Taylor series Σ cₖ xᵏ around 0.
    public var coefficients: [Double]
    /// Where the series stops converging: the distance of the nearest complex pole.
    public var radius: Double
    /// |f − polynomial| at the probe, for each of `orders`.
    public var errors: [Double]
  }

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Sigmoid, tanh and 4σ − 2.
    public var cases: [Case]
  }

  package static let orders = [1, 3, 5, 9, 15]
  static let probe = 1.0
  static let pi = 3.14159265358979323846

  /// An activation with its series.
  package struct Function {
    package var f: any Activation
    package var series: (Int) -> TaylorSeries
    package var radius: Double
  }

  /// The poles: e^x = −1 for σ at ±iπ, cosh x = 0 for tanh at ±iπ/2.
  package static var functions: [Function] {
    [
      Function(f: Sigmoid(), series: TaylorSeries.sigmoid, radius: pi),
      Function(f: Tanh(), series: TaylorSeries.tanh, radius: pi / 2),
      Function(f: ScaledSigmoid(), series: TaylorSeries.scaledSigmoid, radius: pi),
    ]
  }

  public let id = "taylor-error"
  public let chartIDs = ["taylor-error"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    Outcome(
      cases: Self.functions.map { function in
        Case(
          activation: function.f.name, coefficients: function.series(5).coefficients,
          radius: function.radius,
          errors: Self.orders.map {
            abs(function.f.value(at: Self.probe) - function.series($0).value(at: Self.probe))
          })
      })
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    func error(_ index: Int, order: Int) -> Double {
      outcome.cases[index].errors[Self.orders.firstIndex(of: order) ?? 0]
    }
    return [
      Fact("taylor-tanh-linear", error(1, order: 1), .significant(2)),
      Fact("taylor-tanh-cubic", error(1, order: 3), .significant(2)),
      Fact("taylor-scaled-linear", error(2, order: 1), .significant(2)),
      Fact("taylor-scaled-cubic", error(2, order: 3), .significant(2)),
      Fact("taylor-tanh-radius", outcome.cases[1].radius, .fixed(2)),
      Fact("taylor-sigmoid-radius", outcome.cases[0].radius, .fixed(2)),
    ]
  }

  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    func fraction(_ c: Double) -> String {
      guard c != 0 else { return "0" }
      // Every coefficient up to x⁵ is a fraction with numerator 1 or 2.
      for numerator in [1.0, 2] {
        let denominator = (numerator / abs(c)).rounded()
        if abs(numerator / denominator - abs(c)) < 1e-12 {
          let sign = c < 0 ? "−" : ""
          return denominator == 1
            ? "\(sign)\(Int(numerator))" : "\(sign)\(Int(numerator))/\(Int(denominator))"
        }
      }
      return NumberFormat.fixed(6).text(c)
    }
    return [
      FactTable(
        name: "taylor-coefficients",
        header: ["function", "c0", "c1", "c3", "c5", "radius"],
        numeric: [false, true, true, true, true, true],
        rows: zip(Self.functions, outcome.cases).map { function, one in
          ["@" + function.f.name] + [0, 1, 3, 5].map { fraction(one.coefficients[$0]) }
            + [NumberFormat.fixed(2).text(one.radius)]
        })
    ]
  }
}
