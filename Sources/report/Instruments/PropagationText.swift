import Foundation
import Simulation

extension PropagationReport {
  /// One line per layer; an empty field is a number that is not there, `inf` one that overflowed.
  func csv(_ columns: [PropagationColumn]) -> String {
    let header = (["layer", "width"] + columns.flatMap(\.csvNames)).joined(separator: ",")
    let lines = layers.map { layer in
      let numbers = columns.flatMap(layer.csvNumbers).map { number in
        number.map { $0.isNaN ? "" : "\($0)" } ?? ""
      }
      return (["\(layer.layer)", "\(layer.width)"] + numbers).joined(separator: ",")
    }
    return ([header] + lines).joined(separator: "\n") + "\n"
  }

  /// A table for people: means with their intervals, theory, and what a reader must know of them.
  func table(_ columns: [PropagationColumn]) -> String {
    var rows = [["layer", "width"] + columns.flatMap(\.headers)]
    for layer in layers {
      rows.append(["\(layer.layer)", "\(layer.width)"] + columns.flatMap(layer.cells))
    }
    let lines = TextTable.aligned(rows, names: 0)
    let seconds = (seconds * 1000).rounded() / 1000
    return lines.joined(separator: "\n")
      + "\n\n\(activation), \(initializer), \(trials) networks, \(sampler.rawValue) sampler, "
      + "\(precision.rawValue), seed \(seed), \(seconds) s\n" + notes(columns)
  }

  /// A sentence for each thing that the table shows with a word.
  private func notes(_ columns: [PropagationColumn]) -> String {
    let signals = columns.contains(.activation) ? layers.map(\.activationSecondMoment) : []
    let gradients =
      columns.contains(.gradient) ? layers.compactMap(\.gradientSecondMoment) : []
    let shown = signals + gradients
    func most(_ moments: [Moment], _ share: KeyPath<Moment, Double>) -> Int {
      Int((moments.map { $0[keyPath: share] }.max() ?? 0) * Double(trials) + 0.5)
    }
    var sentences: [String] = []
    if let theoryObstacle { sentences.append("No theory: \(theoryObstacle).") }
    if shown.contains(where: { $0.status == .ruledByFew }) {
      sentences.append(
        "Mean unknown: so few networks rule it that \(trials) do not tell it; take more, or the median."
      )
    }
    if shown.contains(where: { $0.status == .noMean }) {
      sentences.append(
        "No mean: with so few inputs or units in a normalised group it is infinite for every sample."
      )
    }
    let (dead, lost) = (most(signals, \.shareDead), most(shown, \.shareOverflowed))
    if dead > 0 { sentences.append("Up to \(dead) of \(trials) networks are dead in a layer.") }
    let starved = most(gradients, \.shareDead)
    if starved > dead {
      sentences.append("In up to \(starved) of \(trials) networks no gradient reaches a layer.")
    }
    if lost > 0 { sentences.append("Up to \(lost) of \(trials) networks overflow in a layer.") }
    return sentences.map { $0 + "\n" }.joined()
  }
}

/// Numbers of the table.
enum PropagationText {
  /// Half the interval where it lies around the value, both ends where it does not (by 5 % of half).
  static func interval(_ value: Double, _ low: Double?, _ high: Double?) -> String {
    guard let low, let high else { return "" }
    let half = (high - low) / 2
    let offset = abs((high + low) / 2 - value)
    return offset <= 0.05 * half
      ? "± " + number(half, 2) : number(low, 3) + " … " + number(high, 3)
  }

  /// Theory's number, or its power of ten where a double cannot hold it.
  static func theory(_ number: Double?, _ logarithm: Double?) -> String {
    if let number, number > 0 || logarithm == nil { return Self.number(number, 5) }
    return logarithm.map { "10^" + decimal($0, 1) } ?? "–"
  }

  /// A decimal logarithm; 0 and overflow where it is infinite.
  static func logarithm(_ x: Double) -> String {
    x == -.infinity ? "dead" : x == .infinity ? "overflow" : x.isNaN ? "–" : decimal(x, 2)
  }

  static func number(_ x: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)g", x)
  }

  static func decimal(_ x: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", x)
  }
}
