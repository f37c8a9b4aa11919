import Engine
import Simulation

/// A recurrent cell as frameworks start it, with weights of variance 1/(3n).
enum FrameworkCell: Equatable, Sendable {
  case plain
  /// A plain cell whose recurrent matrix is orthogonal.
  case orthogonal
  case gru
  /// With what is added to the biases of the forget gate.
  case lstm(forgetBias: Int)

  /// Those that are trained.
  static let trained: [FrameworkCell] = [
    .plain, .gru, .lstm(forgetBias: 0), .lstm(forgetBias: 2),
  ]

  /// Its name in templates and results.
  var key: String {
    switch self {
    case .plain: "rnn"
    case .orthogonal: "orthogonal"
    case .gru: "gru"
    case .lstm(let bias): "lstm-\(bias)"
    }
  }

  /// The stage, which gives the last state.
  func stage(units: Int) -> Recurrent {
    let rule = Normal(standardDeviation: (1 / (3 * Double(units))).squareRoot())
    return switch self {
    case .plain: Recurrent(.plain(Tanh()), units: units, rule: rule, givesLast: true)
    case .orthogonal:
      Recurrent(
        .plain(Tanh()), units: units, rule: rule, recurrentRule: Orthogonal(), givesLast: true)
    case .gru: Recurrent(.gru, units: units, rule: rule, givesLast: true)
    case .lstm(let bias):
      Recurrent(.lstm, units: units, rule: rule, forgetBias: Double(bias), givesLast: true)
    }
  }
}
