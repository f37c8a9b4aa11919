import Engine
import Foundation
import Networks

extension NetworkReport {
  /// A line for each row; an empty field is a number that is not there, `inf` one that overflowed.
  func csv(_ columns: [NetworkColumn]) -> String {
    let header = ["stage", "kind", "shape"] + columns.flatMap(\.csvNames)
    let lines = rows.map { row in
      let shape = (row.shape.positions + [row.shape.channels]).map(String.init)
      return [row.name, row.kind, shape.joined(separator: "x")] + columns.flatMap { $0.csv(row) }
    }
    return ([header] + lines).map { $0.joined(separator: ",") + "\n" }.joined()
  }

  /// A table for people, and what a reader must know of it.
  func table(_ columns: [NetworkColumn]) -> String {
    let header = ["stage", "kind", "shape"] + columns.map(\.header)
    let cells =
      [header]
      + rows.map { row in
        [row.name, row.kind, row.shape.text] + columns.map { $0.cell(row) }
      }
    let lines = TextTable.aligned(cells, names: 3)
    return lines.joined(separator: "\n") + "\n\n" + sentences.map { $0 + "\n" }.joined()
  }

  /// What stands below the table.
  private var sentences: [String] {
    let seconds = (seconds * 1000).rounded() / 1000
    var result = [
      "\(network): \(Self.grouped(weights)) weights; median of \(networks) network\(networks == 1 ? "" : "s"), "
        + "\(batch) sample\(batch == 1 ? "" : "s") each, \(sampler.rawValue) sampler, \(precision.rawValue)"
        + (lossScale == 1 ? "" : ", loss scale \(PropagationText.number(lossScale, 6))")
        + ", seed \(seed), \(seconds) s"
    ]
    if let loss, let value = loss.value {
      result.append("Loss: \(PropagationText.number(value, 5)).")
    }
    if let firstOverflow {
      result.append(
        "Overflow: “\(firstOverflow)” is the first stage with entries that are infinite or not numbers"
          + "\(limit); shrink its weights or what comes into it, or take --precision extended.")
    }
    if let firstGradientOverflow {
      result.append(
        "Overflow of gradients: on its way back the gradient is first infinite or not a number at "
          + "“\(firstGradientOverflow)”.")
    }
    if let flushed {
      result.append(
        "Up to \(PropagationText.number(100 * flushed.share, 3)) % of a gradient's entries are zero (at "
          + "“\(flushed.name)”): too small for \(precision.rawValue)"
          + (lossScale == 1 ? ", which --loss-scale 1024 may mend." : "."))
    }
    result += fanNotes
    return result
  }

  private var limit: String {
    switch precision {
    case .float16: " (float16 ends at 65504)"
    case .bfloat16, .float32: " (\(precision.rawValue) ends at 3.4·10³⁸)"
    case .extended, .float64: ""
    }
  }

  /// Where low precision flushes most of a gradient to zero, though not all activations there are.
  private var flushed: (name: String, share: Double)? {
    guard !precision.hasFreeExponent else { return nil }
    let most = rows.map(\.last).max { $0.zeroGradient.value < $1.zeroGradient.value }
    guard let most, most.zeroGradient.value > 0 else { return nil }
    return (most.info.name, most.zeroGradient.value)
  }

  /// Tensors whose fans, as the framework counts, are not what a unit sums and what an input feeds.
  private var fanNotes: [String] {
    var seen: [String] = []
    // Tables of vectors sum nothing.
    for stage in rows.flatMap(\.stages) where !["embedding", "positions"].contains(stage.info.kind)
    {
      for tensor in stage.info.tensors {
        let name = stage.info.name + (tensor.name.isEmpty ? "" : "." + tensor.name)
        var facts: [String] = []
        if tensor.fanIn != tensor.terms {
          facts.append("a fan-in of \(tensor.fanIn), but a unit sums \(tensor.terms) terms")
        }
        if let reach = tensor.reach {
          facts.append("a fan-out of \(tensor.fanOut), but an input goes to \(reach) units")
        }
        if !facts.isEmpty {
          seen.append("“\(name)”: the rule is given \(facts.joined(separator: "; and ")).")
        }
      }
    }
    return seen.prefix(4) + (seen.count > 4 ? ["So in \(seen.count - 4) more tensors."] : [])
  }

  private static func grouped(_ number: Int) -> String {
    var text = String(number)
    var result = ""
    while text.count > 3 {
      result = "," + text.suffix(3) + result
      text.removeLast(3)
    }
    return text + result
  }
}

extension String {
  /// The same without spaces at its end.
  fileprivate func trimmingSuffix(_ letter: Character) -> String {
    var copy = self
    while copy.last == letter { copy.removeLast() }
    return copy
  }
}
