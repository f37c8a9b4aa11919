import Kernels
import Numerics

/// A small fully connected network in double precision, with its backward pass.
///
/// y = xW + b in every layer, W with fan-in rows and fan-out columns; the last layer is linear.
/// Hidden layers are h = f(Norm(xW + b)); between equal widths with a residual, instead,
/// h = x + c(f(Norm(x))W + b), the form of `Residual`, and the last layer then reads f(Norm(h)).
struct DenseNetwork {
  /// One step of the computation.
  enum Stage: Equatable {
    /// xW + b for a layer.
    case affine(Int)
    case normalize(Normalization)
    case activate
    /// Remembers x.
    case split
    /// x remembered + c x.
    case join(Double)
  }

  let widths: [Int]
  let activation: any Activation
  let stages: [Stage]
  /// All weights and biases, layer after layer: W row by row, then b.
  var parameters: [Double]

  var depth: Int { widths.count - 1 }

  /// Where W of a layer (from 0) begins, and where b does.
  func offsets(_ layer: Int) -> (weights: Int, biases: Int) {
    var offset = 0
    for l in 0..<layer { offset += (widths[l] + 1) * widths[l + 1] }
    return (offset, offset + widths[layer] * widths[layer + 1])
  }

  init(
    widths: [Int], activation: any Activation, initializer: any WeightInitializer,
    biasVariance: Double = 0, normalization: Normalization?, residual: Residual?, seed: SeedTree
  ) {
    self.widths = widths
    self.activation = activation
    stages = Self.plan(widths, normalization, residual)
    let count = zip(widths, widths.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 }
    parameters = [Double](repeating: 0, count: count)
    for layer in 0..<depth {
      let start = offsets(layer).weights
      var source = seed.child(layer).source()
      let (fanIn, fanOut) = (widths[layer], widths[layer + 1])
      parameters.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        initializer.fill(base + start, fanIn: fanIn, fanOut: fanOut, random: &source)
        guard biasVariance > 0 else { return }
        var biases = seed.child(layer).child("biases").source()
        biases.fillNormals(
          base + start + fanIn * fanOut, count: fanOut,
          standardDeviation: biasVariance.squareRoot())
      }
    }
  }

  private static func plan(
    _ widths: [Int], _ normalization: Normalization?, _ residual: Residual?
  ) -> [Stage] {
    let depth = widths.count - 1
    let bend: [Stage] = (normalization.map { [.normalize($0)] } ?? []) + [.activate]
    guard let residual else {
      return (0..<depth).flatMap { $0 == depth - 1 ? [.affine($0)] : [.affine($0)] + bend }
    }
    let factor = residual.branchFactor(depth: Swift.max(1, depth - 2))
    return (0..<depth).flatMap { layer -> [Stage] in
      if layer == 0 { return [.affine(0)] }
      if layer == depth - 1 || widths[layer] != widths[layer + 1] { return bend + [.affine(layer)] }
      return [.split] + bend + [.affine(layer), .join(factor)]
    }
  }

  /// The width of the signal after each stage, beginning with the input's.
  var signalWidths: [Int] {
    var width = widths[0]
    return [width]
      + stages.map { stage in
        if case .affine(let layer) = stage { width = widths[layer + 1] }
        return width
      }
  }
}
