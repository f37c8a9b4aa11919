import Engine
import Simulation

/// A step of a network of convolutions and matrices, as a graph of ONNX or a configuration of Keras tells it.
indirect enum PlainStep: Sendable {
  /// A kernel of a file, the bias beside it, and how its window moves.
  case convolution(
    weight: String, bias: String?, stride: [Int], dilation: [Int], padding: Window.Padding)
  /// A matrix of a file and the bias beside it.
  case dense(weight: String, bias: String?)
  /// Batch normalisation with the gains and shifts of a file.
  case norm(gains: String?, shifts: String?)
  case activation(any Activation)
  /// The average or the largest in a window; without one, of all positions.
  case pool(Pooling.Kind, window: Window?)
  /// All positions as one vector; whether channels are the outer axis of it, as in PyTorch and ONNX.
  case flatten(channelsFirst: Bool)
  /// x + branch(x), or shortcut(x) + branch(x).
  case residual(branch: [PlainStep], shortcut: [PlainStep])
}

extension [PlainStep] {
  /// The steps with those inside of branches, in order.
  var all: [PlainStep] {
    flatMap { step -> [PlainStep] in
      if case .residual(let branch, let shortcut) = step {
        branch.all + shortcut.all
      } else {
        [step]
      }
    }
  }

  /// The name of the first kernel.
  var firstKernel: String? {
    for step in all { if case .convolution(let weight, _, _, _, _) = step { return weight } }
    return nil
  }

  /// The first activation's name.
  var activationName: String? {
    for step in all { if case .activation(let f) = step { return f.name } }
    return nil
  }
}

extension [PlainStep] {
  /// Whether there are positions at the beginning: the first weight is a kernel.
  var takesPositions: Bool {
    for step in all {
      switch step {
      case .convolution: return true
      case .dense: return false
      default: continue
      }
    }
    return false
  }

  /// The name of the last weight.
  var lastWeight: String? {
    for step in all.reversed() {
      switch step {
      case .convolution(let weight, _, _, _, _), .dense(let weight, _): return weight
      default: continue
      }
    }
    return nil
  }
}
