import Kernels
import Numerics

/// The buffers of one batch going through a `DenseNetwork`, forward and backward.
struct DensePass {
  let rows: Int
  /// The signal after each stage; element 0 is the input.
  private(set) var signals: [[Double]]
  /// The gradient of the loss at the output of each affine stage, by layer.
  private(set) var deltas: [[Double]]
  private var inverses: [[Double]]
  private let widths: [Int]

  init(_ network: DenseNetwork, rows: Int) {
    self.rows = rows
    let widths = network.signalWidths
    self.widths = widths
    signals = widths.map { [Double](repeating: 0, count: rows * $0) }
    deltas = [[Double]](repeating: [], count: network.depth)
    inverses = zip(network.stages, widths).map { stage, width in
      guard case .normalize(let kind) = stage else { return [] }
      return [Double](repeating: 0, count: kind.groups(rows: rows, columns: width))
    }
  }

  /// The network's outputs, row by row.
  var outputs: [Double] { signals[signals.count - 1] }

  mutating func forward(_ network: DenseNetwork, inputs: [Double]) {
    signals[0] = inputs
    let rows = rows
    var remembered: [Int] = []
    for (index, stage) in network.stages.enumerated() {
      let width = widths[index]
      switch stage {
      case .affine(let layer):
        let fanOut = network.widths[layer + 1]
        let (weights, biases) = network.offsets(layer)
        let input = signals[index]
        network.parameters.withUnsafeBufferPointer { p in
          input.withUnsafeBufferPointer { x in
            signals[index + 1].withUnsafeMutableBufferPointer { y in
              guard let p = p.baseAddress, let x = x.baseAddress, let y = y.baseAddress
              else { return }
              Double.matrixProduct(
                x, p + weights, into: y, rows: rows, inner: width, columns: fanOut,
                transposed: false)
              for row in 0..<rows { Double.add(p + biases, to: y + row * fanOut, count: fanOut) }
            }
          }
        }
      case .normalize(let kind):
        map(index) { x, y, inverse in
          kind.forward(x, into: y, inverse: inverse, rows: rows, columns: width)
        }
      case .activate:
        let activation = network.activation
        map(index) { x, y, _ in activation.apply(x, into: y, count: rows * width) }
      case .split:
        remembered.append(index)
        signals[index + 1] = signals[index]
      case .join(let factor):
        let start = remembered.removeLast()
        signals[index + 1] = signals[start]
        map(index) { x, y, _ in Double.add(x, times: factor, to: y, count: rows * width) }
      }
    }
  }

  /// Turns ∂loss/∂outputs into ∂loss/∂parameters; call after `forward` with the same network.
  mutating func backward(
    _ network: DenseNetwork, outputGradient: [Double], into gradient: inout [Double]
  ) {
    let rows = rows
    var current = outputGradient
    // Gradients of joined branches wait for the split they came from.
    var waiting: [[Double]] = []
    for (index, stage) in network.stages.enumerated().reversed() {
      let width = widths[index]
      switch stage {
      case .affine(let layer):
        deltas[layer] = current
        let fanOut = network.widths[layer + 1]
        let (weights, biases) = network.offsets(layer)
        let transposed = Matrix(rows: rows, columns: width, elements: signals[index]).transpose
        var previous = [Double](repeating: 0, count: rows * width)
        network.parameters.withUnsafeBufferPointer { p in
          gradient.withUnsafeMutableBufferPointer { g in
            current.withUnsafeBufferPointer { delta in
              transposed.elements.withUnsafeBufferPointer { x in
                previous.withUnsafeMutableBufferPointer { out in
                  guard let p = p.baseAddress, let g = g.baseAddress, let out = out.baseAddress,
                    let delta = delta.baseAddress, let x = x.baseAddress
                  else { return }
                  Double.matrixProduct(
                    x, delta, into: g + weights, rows: width, inner: rows, columns: fanOut,
                    transposed: false)
                  for j in 0..<fanOut { g[biases + j] = 0 }
                  for row in 0..<rows {
                    Double.add(delta + row * fanOut, to: g + biases, count: fanOut)
                  }
                  Double.matrixProduct(
                    delta, p + weights, into: out, rows: rows, inner: fanOut, columns: width,
                    transposed: true)
                }
              }
            }
          }
        }
        current = previous
      case .normalize(let kind):
        signals[index + 1].withUnsafeBufferPointer { y in
          current.withUnsafeMutableBufferPointer { g in
            inverses[index].withUnsafeBufferPointer { inverse in
              guard let y = y.baseAddress, let g = g.baseAddress, let inverse = inverse.baseAddress
              else { return }
              kind.backward(y, gradient: g, inverse: inverse, rows: rows, columns: width)
            }
          }
        }
      case .activate:
        let slopes = slopes(network, at: index)
        for i in current.indices { current[i] *= slopes[i] }
      case .join(let factor):
        waiting.append(current)
        for i in current.indices { current[i] *= factor }
      case .split:
        let skip = waiting.removeLast()
        for i in current.indices { current[i] += skip[i] }
      }
    }
  }

  /// f′ at the input of an activation stage.
  func slopes(_ network: DenseNetwork, at index: Int) -> [Double] {
    var result = [Double](repeating: 0, count: signals[index].count)
    let count = result.count
    signals[index].withUnsafeBufferPointer { x in
      result.withUnsafeMutableBufferPointer { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        network.activation.slopes(x, into: y, count: count)
      }
    }
    return result
  }

  private mutating func map(
    _ index: Int,
    _ body: (UnsafePointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) ->
      Void
  ) {
    var inverse = inverses[index]
    if inverse.isEmpty { inverse = [0] }
    let input = signals[index]
    input.withUnsafeBufferPointer { x in
      signals[index + 1].withUnsafeMutableBufferPointer { y in
        inverse.withUnsafeMutableBufferPointer { inverse in
          guard let x = x.baseAddress, let y = y.baseAddress, let inverse = inverse.baseAddress
          else { return }
          body(x, y, inverse)
        }
      }
    }
    if !inverses[index].isEmpty { inverses[index] = inverse }
  }
}
