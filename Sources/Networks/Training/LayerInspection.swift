import Kernels

/// What each layer looks like at one moment of a training.
struct LayerInspection {
  let network: DenseNetwork
  let start: [Double]
  let gradient: [Double]
  let pass: DensePass

  /// Below this |f′| a unit counts as saturated.
  static let saturationSlope = 0.05

  var layers: [TrainingResult.Layer] {
    (0..<network.depth).map { layer in
      let (first, end) = network.offsets(layer)
      let (output, activation) = positions(of: layer)
      let slopes = activation.map { pass.slopes(network, at: $0) }
      return TrainingResult.Layer(
        index: layer + 1, width: network.widths[layer + 1],
        activationSecondMoment: Self.meanSquare(pass.signals[output]),
        gradientSecondMoment: Self.meanSquare(pass.deltas[layer]),
        weightGradientSecondMoment: Self.meanSquare(Array(gradient[first..<end])),
        weightMovement: movement(first..<end),
        saturation: slopes.map { slopes in
          Double(slopes.count { $0.magnitude < Self.saturationSlope }) / Double(slopes.count)
        },
        deadUnits: slopes.map { deadShare($0, width: network.widths[layer + 1]) },
        distinctUnits: distinctUnits(layer))
    }
  }

  /// Where the signal that leaves a layer is, and the input of the activation that follows it.
  private func positions(of layer: Int) -> (output: Int, activation: Int?) {
    guard let affine = network.stages.firstIndex(of: .affine(layer)) else { return (0, nil) }
    var output = affine + 1
    var activation: Int?
    for index in (affine + 1)..<Swift.max(affine + 1, network.stages.count) {
      switch network.stages[index] {
      case .affine, .split: return (output, activation)
      case .activate:
        activation = index
        output = index + 1
      case .join: output = index + 1
      case .normalize: continue
      }
    }
    return (output, activation)
  }

  private static func meanSquare(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
  }

  private func movement(_ range: Range<Int>) -> Double {
    var (moved, initial) = (0.0, 0.0)
    for i in range {
      let d = network.parameters[i] - start[i]
      moved += d * d
      initial += start[i] * start[i]
    }
    return initial > 0 ? (moved / initial).squareRoot() : moved.squareRoot()
  }

  private func deadShare(_ slopes: [Double], width: Int) -> Double {
    let dead = (0..<width).count { unit in
      stride(from: unit, to: slopes.count, by: width).allSatisfy { slopes[$0] == 0 }
    }
    return Double(dead) / Double(width)
  }

  /// Units are the same if incoming weights, bias and outgoing weights are, to 10⁻⁹ of the largest.
  private func distinctUnits(_ layer: Int) -> Int {
    let (width, fanIn) = (network.widths[layer + 1], network.widths[layer])
    let (weights, biases) = network.offsets(layer)
    let vectors = (0..<width).map { unit in
      var vector = (0..<fanIn).map { network.parameters[weights + $0 * width + unit] }
      vector.append(network.parameters[biases + unit])
      if layer + 1 < network.depth {
        let fanOut = network.widths[layer + 2]
        let row = network.offsets(layer + 1).weights + unit * fanOut
        vector += network.parameters[row..<(row + fanOut)]
      }
      return vector
    }
    let scale = vectors.reduce(0) { max($0, $1.reduce(0) { max($0, $1.magnitude) }) }
    var kept: [[Double]] = []
    for vector in vectors {
      let isKnown = kept.contains { other in
        zip(vector, other).allSatisfy { ($0 - $1).magnitude <= 1e-9 * scale }
      }
      if !isKnown { kept.append(vector) }
    }
    return kept.count
  }
}
