import Charts
import Graphics
import Simulation
import Study

/// Shows how far from zero Taylor polynomials describe an activation.
struct TaylorError: Experiment {
  /// One function; errors are at x = `TaylorError.probe`.
  struct Case: Codable, Equatable, Sendable {
    var activation: String
    var coefficients: [Double]
    /// Where the series stops converging: the distance of the nearest complex pole.
    var radius: Double
    /// |f − polynomial| at the probe, for each of `orders`.
    var errors: [Double]
  }

  struct Outcome: Codable, Equatable, Sendable {
    var cases: [Case]
  }

  static let orders = [1, 3, 5, 9, 15]
  static let probe = 1.0
  static let pi = 3.14159265358979323846

  private struct Function {
    var f: any Activation
    var series: (Int) -> TaylorSeries
    var radius: Double
  }

  /// The poles: e^x = −1 for σ at ±iπ, cosh x = 0 for tanh at ±iπ/2.
  private static var functions: [Function] {
    [
      Function(f: Sigmoid(), series: TaylorSeries.sigmoid, radius: pi),
      Function(f: Tanh(), series: TaylorSeries.tanh, radius: pi / 2),
      Function(f: ScaledSigmoid(), series: TaylorSeries.scaledSigmoid, radius: pi),
    ]
  }

  let id = "taylor-error"
  let question = "How far from zero do Taylor polynomials describe an activation?"
  let chartIDs = ["taylor-error"]

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
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

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    func error(_ index: Int, order: Int) -> Double {
      outcome.cases[index].errors[Self.orders.firstIndex(of: order) ?? 0]
    }
    return [
      Fact("taylor-sigmoid-cubic", error(0, order: 3), .significant(2)),
      Fact("taylor-tanh-linear", error(1, order: 1), .significant(2)),
      Fact("taylor-tanh-cubic", error(1, order: 3), .significant(2)),
      Fact("taylor-scaled-linear", error(2, order: 1), .significant(2)),
      Fact("taylor-tanh-radius", outcome.cases[1].radius, .fixed(2)),
      Fact("taylor-sigmoid-radius", outcome.cases[0].radius, .fixed(2)),
    ]
  }

  func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
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
        header: ["function", "1", "*x*", "*x*³", "*x*⁵", "radius of convergence"],
        numeric: [false, true, true, true, true, true],
        rows: zip(Self.functions, outcome.cases).map { function, one in
          [function.f.displayName] + [0, 1, 3, 5].map { fraction(one.coefficients[$0]) }
            + [NumberFormat.fixed(2).text(one.radius)]
        })
    ]
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let xs = (1...240).map { 4 * Double($0) / 240 }
    return [
      Chart("taylor-error") {
        for (function, one) in zip(Self.functions, outcome.cases) {
          Panel(
            function.f.displayName,
            detail: "converges for |*x*| < \(NumberFormat.fixed(2).text(one.radius))"
          ) {
            RectangleMark(xStart: .value("x", one.radius), xEnd: .value("x", 4))
            for order in Self.orders {
              let series = function.series(order)
              LineMark(
                x: .value("x", xs),
                y: .value("Error", xs.map { abs(function.f.value(at: $0) - series.value(at: $0)) }),
                series: .value("Order", "order \(order)")
              )
              .lineStyle(width: 1.7).endLabel(showsSymbol: false)
            }
          }
        }
      }
      .chartForegroundStyleScale(Self.styles)
      .chartLegend(.top)
      .chartXScale(domain: 0...4)
      .chartXAxis(values: [0, 1, 2, 3, 4], grid: false)
      .chartXAxisLabel("*x*")
      .chartYScale(log10Domain: -8...3)
      .chartYAxisLabel("|*f*(*x*) − polynomial|, log axis")
      .chartPlotHeight(270)
      .chartTitle("More Taylor terms help only near zero: past *x* = π/2 (tanh) or π they hurt")
      .chartSubtitle(
        "Error of the Taylor polynomials at 0, by order. Shaded: where the series diverges."
      )
      .chartCaption(
        """
        **Method.** Exact functions and coefficients, 240 points; nothing is sampled, so there is \
        no interval and no seed. The radius of convergence is the distance to the nearest complex \
        pole, iπ for *σ* and 4*σ* − 2, iπ/2 for tanh. Even orders add nothing.
        """
      )
      .chartAltText(
        """
        Three panels, sigmoid, tanh and 4 sigma minus 2, of the error of Taylor polynomials of order \
        1, 3, 5, 9 and 15 for x from 0 to 4 on a log axis. Near 0 higher orders have smaller errors; \
        the curves cross at the radius of convergence, 1.57 for tanh and 3.14 for the others, beyond \
        which higher orders are worse.
        """)
    ]
  }

  private static let styles: KeyValuePairs<String, SeriesStyle> = [
    "order 1": SeriesStyle(line: Color(0x7FB2C4, 0x3F7786), text: Color(0x3F7786, 0x7FB2C4)),
    "order 3": SeriesStyle(line: Color(0x3C8DA6, 0x5CA9BC), text: Color(0x2B7288, 0x5CA9BC)),
    "order 5": SeriesStyle(line: Color(0x0B6477, 0x7FCBDC)),
    "order 9": SeriesStyle(line: Color(0x4B4FB0, 0xA9ACF5)),
    "order 15": SeriesStyle(line: Color(0x2B2F66, 0xD3D5FF)),
  ]
}
