import Foundation
import Simulation

extension PropagationReport {
  /// JSON in full precision, keys in alphabetical order.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  /// One line per layer; an empty field is a number that a double cannot hold.
  func csv() -> String {
    var lines = [
      "layer,width,activation,activation_low,activation_high,activation_log10_median,"
        + "activation_theory,gradient,gradient_low,gradient_high,gradient_log10_median,"
        + "gradient_theory"
    ]
    for layer in layers {
      let (h, g) = (layer.activationSecondMoment, layer.gradientSecondMoment)
      let numbers = [
        h.value, h.low, h.high, h.log10?.median, layer.theory?.activationSecondMoment, g.value,
        g.low, g.high, g.log10?.median, layer.theory?.gradientSecondMoment,
      ]
      lines.append(
        "\(layer.layer),\(layer.width),"
          + numbers.map { $0.map { "\($0)" } ?? "" }.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A table for people: means, half widths of the intervals, theory.
  func table() -> String {
    var rows = [
      [
        "layer", "width", "activation h²", "± 95 %", "theory", "gradient (∂ℓ/∂z)²", "± 95 %",
        "theory",
      ]
    ]
    for layer in layers {
      rows.append(
        ["\(layer.layer)", "\(layer.width)"]
          + Self.cells(
            layer.activationSecondMoment, layer.theory?.activationSecondMoment,
            layer.theory?.activationLog10)
          + Self.cells(
            layer.gradientSecondMoment, layer.theory?.gradientSecondMoment,
            layer.theory?.gradientLog10))
    }
    let columns = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      zip(row, columns).map { text, width in
        String(repeating: " ", count: width - text.count) + text
      }.joined(separator: "  ")
    }
    let seconds = (seconds * 1000).rounded() / 1000
    return lines.joined(separator: "\n")
      + "\n\n\(activation), \(initializer), \(trials) networks, \(sampler.rawValue) sampler, "
      + "\(precision.rawValue), seed \(seed), \(seconds) s\n"
  }

  private static func cells(_ moment: Moment, _ theory: Double?, _ theoryLog: Double?) -> [String] {
    // What a double cannot hold is shown by its median's logarithm.
    guard let value = moment.value, value > 0 else {
      let median = moment.log10.map { "median 10^" + decimal($0.median, 1) } ?? "0"
      return [median, "", theoryLog.map { "10^" + decimal($0, 1) } ?? ""]
    }
    let half = moment.high.flatMap { high in moment.low.map { (high - $0) / 2 } }
    return [number(value, 5), half.map { number($0, 2) } ?? "", theory.map { number($0, 5) } ?? ""]
  }

  private static func number(_ x: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)g", x)
  }

  private static func decimal(_ x: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", x)
  }
}
