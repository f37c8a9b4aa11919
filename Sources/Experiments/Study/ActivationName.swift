import Simulation
import Study

extension Activation {
  /// The name that charts and prose give the activation: `ReLU` for `relu`.
  var displayName: String {
    switch name {
    case "scaled-sigmoid": "4σ − 2"
    case "lecun-tanh": "LeCun tanh"
    case "relu": "ReLU"
    case "elu": "ELU"
    case "selu": "SELU"
    case "gelu": "GELU"
    case "silu": "SiLU"
    case "mish": "Mish"
    case "hard-tanh": "hard tanh"
    case "leaky-relu": "leaky ReLU"
    case "prelu": "PReLU"
    default: name.hasPrefix("leaky-relu-") ? "leaky ReLU \(name.dropFirst(11))" : name
    }
  }
}
