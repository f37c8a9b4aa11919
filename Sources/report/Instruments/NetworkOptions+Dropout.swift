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
    for (name, isGiven) in [
      ("residual", residual != nil), ("normalization", normalization != nil),
      ("expansion", expansion != nil), ("tied", tied),
    ] where isGiven {
      throw ValidationError(
        "--dropout does not go with --\(name); write both into a network file (see report stages).")
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
    for (layer, width) in plan.widths.dropFirst().enumerated() {
      text +=
        "  - sequence: {name: layer-\(layer + 1), stack: [dense: \(width), activation, dropout: \(dropout)]}\n"
    }
    return try NetworkFile.parse(text, named: "the chain")
  }
}
