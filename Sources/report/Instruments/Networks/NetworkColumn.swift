import Engine
import Foundation
import Networks

/// What `report propagate` shows of each block or stage of a network of stages.
enum NetworkColumn: String, ColumnChoice {
  case mean, deviation, rms, theory, saturated, zero, lost, cosine, largest, gradient
  case gradientTheory = "gradient-theory"
  case zeroGradient = "zero-gradient"
  case weightGradient = "weight-gradient"
  case relativeGradient = "relative-gradient"
  case weights, fans

  /// Without `--columns`: what says something of this network.
  static func standard(for report: NetworkReport) -> [NetworkColumn] {
    let rows = report.rows
    let optional: [(NetworkColumn, Bool)] = [
      (.mean, true), (.deviation, true), (.rms, true),
      (.theory, rows.contains { $0.name != "input" && $0.last.theory.output != nil }),
      (.saturated, rows.contains { $0.saturated != nil }), (.zero, true),
      (.lost, report.firstOverflow != nil), (.cosine, rows.contains { $0.last.cosine != nil }),
      (.gradient, true),
      (
        .gradientTheory,
        rows.contains { $0.name != "input" && $0.last.theory.gradient != nil }
      ),
      (.zeroGradient, !report.precision.hasFreeExponent), (.weightGradient, true),
    ]
    return optional.filter(\.1).map(\.0)
  }

  var aliases: [String] {
    switch self {
    case .deviation: ["standard-deviation", "sd", "std"]
    case .rms: ["root-mean-square"]
    case .lost: ["overflow"]
    case .largest: ["max"]
    case .zero: ["zeros"]
    default: []
    }
  }

  /// What help says.
  var meaning: String {
    switch self {
    case .mean: "mean of the output's entries"
    case .deviation: "their standard deviation"
    case .rms: "root mean square of the output"
    case .theory: "the same in infinitely wide networks"
    case .saturated: "share of the activations' entries whose slope is below 5 % of the steepest"
    case .zero: "share of the output's entries that are zero"
    case .lost: "share that is infinite or not a number"
    case .cosine: "cosine of two samples, of two positions if there is one sample"
    case .largest: "largest entry"
    case .gradient: "r.m.s. of ∂ℓ/∂output"
    case .gradientTheory: "the same in infinitely wide networks"
    case .zeroGradient: "share of its entries that are zero"
    case .weightGradient: "r.m.s. of ∂ℓ/∂w over the block's weights"
    case .relativeGradient: "the same over the r.m.s. of the weights"
    case .weights: "how many weights"
    case .fans: "fan-in and fan-out as the framework has them, and terms of a sum"
    }
  }

  /// The header in the table.
  var header: String {
    switch self {
    case .deviation: "sd"
    case .rms: "r.m.s."
    case .weightGradient: "weights' grad."
    case .relativeGradient: "relative grad."
    case .gradientTheory: "theory"
    case .zeroGradient: "zero grad."
    case .fans: "fans (terms)"
    default: rawValue
    }
  }

  /// The names in the CSV.
  var csvNames: [String] {
    switch self {
    case .fans: ["fan_in", "fan_out", "terms"]
    default: [rawValue.replacing("-", with: "_")]
    }
  }

  /// The number in a row; infinite where it overflowed, NaN or `nil` where there is none.
  func number(_ row: NetworkReport.Row) -> Double? {
    let stage = row.last
    switch self {
    // Networks whose mean is not finite are left out of it: with some of them, the mean says nothing.
    case .mean:
      return stage.secondMoment.log10.overflows > 0 ? .infinity : stage.mean.value
    case .deviation: return Self.root(stage.variance.log10.median.value)
    case .rms: return Self.root(stage.secondMoment.log10.median.value)
    case .theory: return stage.theory.output?.secondMoment.squareRoot()
    case .saturated: return row.saturated
    case .zero: return stage.zero.value
    case .lost: return stage.lost.value
    case .cosine: return stage.cosine?.value
    case .largest: return stage.secondMoment.log10.overflows > 0 ? .infinity : stage.largest.value
    case .gradient: return Self.root(stage.gradient.log10.median.value)
    case .gradientTheory: return stage.theory.gradient?.squareRoot()
    case .zeroGradient: return stage.zeroGradient.value
    case .weightGradient: return row.weightGradient.map { exp($0 / 2) }
    case .relativeGradient:
      guard let gradient = row.weightGradient, let weight = row.weight else { return nil }
      return exp((gradient - weight) / 2)
    case .weights: return Double(row.weights)
    case .fans: return nil
    }
  }

  private static func root(_ log10: Double) -> Double { pow(10, log10 / 2) }

  /// The decimal logarithm of a number that a double may not hold, for the table.
  private func logarithm(_ row: NetworkReport.Row) -> Double? {
    switch self {
    case .deviation: row.last.variance.log10.median.value / 2
    case .rms: row.last.secondMoment.log10.median.value / 2
    case .gradient: row.last.gradient.log10.median.value / 2
    case .weightGradient: row.weightGradient.map { $0 / 2 / .ln10 }
    default: nil
    }
  }

  /// The text in the table.
  func cell(_ row: NetworkReport.Row) -> String {
    if self == .fans {
      let tensors = row.last.info.tensors
      guard let tensor = tensors.first else { return "" }
      return "\(tensor.fanIn) → \(tensor.fanOut) (\(tensor.terms))"
        + (tensors.count > 1 ? " …" : "")
    }
    guard let number = number(row), !number.isNaN else { return "" }
    if let logarithm = logarithm(row), logarithm.isFinite, abs(logarithm) > 300 {
      return "10^" + PropagationText.decimal(logarithm, 1)
    }
    if number.isInfinite { return "overflow" }
    switch self {
    case .saturated, .zero, .lost, .zeroGradient:
      return number == 0 ? "0" : PropagationText.number(100 * number, 3) + " %"
    case .mean where abs(number) < 1e-3 * (Self.rms.number(row) ?? 0): return "0"
    case .weights: return String(Int(number))
    default: return number == 0 ? "0" : PropagationText.number(number, 3)
    }
  }

  /// The numbers in the CSV.
  func csv(_ row: NetworkReport.Row) -> [String] {
    if self == .fans {
      guard row.stages.count == 1, let tensor = row.last.info.tensors.first else {
        return ["", "", ""]
      }
      return ["\(tensor.fanIn)", "\(tensor.fanOut)", "\(tensor.terms)"]
    }
    guard let number = number(row), !number.isNaN else { return [""] }
    return ["\(number)"]
  }
}
