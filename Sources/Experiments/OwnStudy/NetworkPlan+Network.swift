import Engine
import NetworkFiles
import Study

extension NetworkPlan {
  /// The network of stages that the plan describes; nil for a chain of layers.
  public var network: Network? { (try? stack?.file())?.network }

  /// log₁₀ of the inputs' mean square, for a chain of layers; 0 where they are zero, of which there is no share.
  var logInput: Double {
    let square = inputs?.secondMoment ?? 1
    return square > 0 ? Elementary.log10(square) : 0
  }

  /// Whether the inputs have a mean square of 1, or none, as tokens have.
  var hasUnitInputs: Bool {
    guard stack != nil else { return logInput == 0 }
    return switch network?.input.law {
    case .normal(_, let secondMoment, _): secondMoment == 1
    case .tokens, nil: true
    case .uniform, .given: false
    }
  }

  /// Whether the inputs are standard normal.
  package var hasStandardInputs: Bool {
    guard stack != nil else { return (inputs?.secondMoment ?? 1) == 1 }
    guard case .normal(0, 1, _) = network?.input.law else { return false }
    return true
  }
}
