/// How gradients become steps.
public enum Optimizer: Equatable, Sendable, Codable {
  /// p ← p − ηg.
  case gradientDescent(rate: Double)
  /// v ← βv + g, p ← p − ηv (Polyak 1964, as frameworks write it).
  case momentum(rate: Double, decay: Double = 0.9)
  /// Adam (Kingma and Ba 2015, algorithm 1): m and v are averages of g and g², corrected for their start,
  /// and p ← p − η m̂/(√v̂ + ε).
  case adam(rate: Double, decay1: Double = 0.9, decay2: Double = 0.999, epsilon: Double = 1e-8)

  /// η.
  public var rate: Double {
    switch self {
    case .gradientDescent(let rate), .momentum(let rate, _), .adam(let rate, _, _, _): rate
    }
  }

  func check() throws(NetworkError) {
    func check(
      _ value: Double, _ name: String, _ range: Range<Double>, _ allowed: String
    ) throws(NetworkError) {
      guard range.contains(value) else {
        throw .run("the \(name) is \(value); it must be \(allowed)")
      }
    }
    try check(rate, "learning rate", 0..<1e12, "from 0 to below 1e12")
    switch self {
    case .gradientDescent: break
    case .momentum(_, let decay):
      try check(decay, "decay of momentum", 0..<1, "from 0 to below 1")
    case .adam(_, let decay1, let decay2, let epsilon):
      try check(decay1, "first decay of Adam", 0..<1, "from 0 to below 1")
      try check(decay2, "second decay of Adam", 0..<1, "from 0 to below 1")
      try check(epsilon, "ε of Adam", Double.leastNonzeroMagnitude..<1e12, "positive")
    }
  }
}

/// Bounds on a gradient before the step.
public enum Clipping: Equatable, Sendable, Codable {
  /// Scales the whole gradient to at most this norm; the direction stays (Pascanu et al. 2013).
  case norm(Double)
  /// Bounds each component; the direction changes.
  case value(Double)

  func check() throws(NetworkError) {
    let bound: Double
    switch self {
    case .norm(let value), .value(let value): bound = value
    }
    guard bound > 0, bound.isFinite else {
      throw .run("the bound of clipping is \(bound); it must be positive")
    }
  }
}
