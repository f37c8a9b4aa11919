import Kernels
import ArgumentParser
import NetworkFiles
import Numerics
import Study

extension NetworkOptions {
  /// The chain with dropout as a network of stages, one block a layer; nil without `--dropout`.
  func chainWithDropout() throws -> NetworkFile? {
    guard let dropout else { return nil }
    try requireOption("dropout", dropout, in: 0...0.999999)
    guard !tied else {
      throw ValidationError(
        "--dropout does not go with --tied; a recurrent cell in a network file shares its weights (see report stages)."
      )
    }
    let plan = try plan()
    var text = """
      name: chain with dropout
      init: \(plan.initializer)
      gain: \(plan.gain)
      activation: "\(plan.activation)"
      input: {channels: \(plan.widths[0]), second-moment: \(inputSecondMoment ?? 1), correlation: \(inputCorrelation ?? 0)}

      """
    if let biasVariance {
      text += "bias: normal-\(shortNumber(biasVariance.squareRoot()))\n"
    }
    text += "stack:\n"
    let norm = plan.normalization.map { ["norm: {over: \($0.rawValue), epsilon: 0}"] } ?? []
    let bent = ["activation", "dropout: \(dropout)"]
    for (layer, width) in plan.widths.dropFirst().enumerated() {
      let name = "layer-\(layer + 1)"
      func list(_ stages: [String]) -> String { "[" + stages.joined(separator: ", ") + "]" }
      guard let residual = plan.residual else {
        text +=
          "  - sequence: {name: \(name), stack: \(list(["dense: \(width)"] + norm + bent))}\n"
        continue
      }
      // The order of a chain with skip connections: the norm first, weights last.
      let wide = plan.expansion.map { ["dense: \($0 * width)"] } ?? []
      let branch = list(norm + wide + bent + ["dense: \(width)"])
      let scale = residual == .scaled ? "1/sqrt(L)" : "1"
      text += "  - residual: {name: \(name), scale: \(scale), branch: \(branch)}\n"
    }
    return try NetworkFile.parse(text, named: "the chain")
  }
}
