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

  func validate() throws(TrainingError) {
    func check(
      _ value: Double, _ name: String, _ range: Range<Double>, _ allowed: String
    ) throws(TrainingError) {
      guard range.contains(value) else {
        throw .outOfRange(name: name, value: value, allowed: allowed)
      }
    }
    try check(rate, "learning rate", 0..<1e12, "from 0 to below 1e12")
    switch self {
    case .gradientDescent: break
    case .momentum(_, let decay):
      try check(decay, "momentum's decay", 0..<1, "from 0 to below 1")
    case .adam(_, let decay1, let decay2, let epsilon):
      try check(decay1, "first decay of Adam", 0..<1, "from 0 to below 1")
      try check(decay2, "second decay of Adam", 0..<1, "from 0 to below 1")
      try check(epsilon, "ε of Adam", Double.leastNonzeroMagnitude..<1e12, "positive")
    }
  }
}

/// An optimiser at work on one vector of parameters.
struct OptimizerState {
  let optimizer: Optimizer
  private var first: [Double]
  private var second: [Double]
  private var power1 = 1.0
  private var power2 = 1.0

  init(_ optimizer: Optimizer, count: Int) {
    self.optimizer = optimizer
    switch optimizer {
    case .gradientDescent: (first, second) = ([], [])
    case .momentum: (first, second) = ([Double](repeating: 0, count: count), [])
    case .adam:
      first = [Double](repeating: 0, count: count)
      second = first
    }
  }

  /// One step.
  mutating func step(_ parameters: inout [Double], gradient: [Double]) {
    switch optimizer {
    case .gradientDescent(let rate):
      for i in parameters.indices { parameters[i] -= rate * gradient[i] }
    case .momentum(let rate, let decay):
      for i in parameters.indices {
        first[i] = decay * first[i] + gradient[i]
        parameters[i] -= rate * first[i]
      }
    case .adam(let rate, let decay1, let decay2, let epsilon):
      power1 *= decay1
      power2 *= decay2
      let (correction1, correction2) = (1 / (1 - power1), 1 / (1 - power2))
      for i in parameters.indices {
        first[i] = decay1 * first[i] + (1 - decay1) * gradient[i]
        second[i] = decay2 * second[i] + (1 - decay2) * gradient[i] * gradient[i]
        parameters[i] -=
          rate * (first[i] * correction1) / ((second[i] * correction2).squareRoot() + epsilon)
      }
    }
  }
}

/// Bounds on a gradient before the step.
public enum Clipping: Equatable, Sendable, Codable {
  /// Scales the whole gradient to at most this norm; the direction stays (Pascanu et al. 2013).
  case norm(Double)
  /// Bounds each component; the direction changes.
  case value(Double)

  func validate() throws(TrainingError) {
    let bound: Double
    switch self {
    case .norm(let value), .value(let value): bound = value
    }
    guard bound > 0, bound.isFinite else {
      throw .outOfRange(name: "clipping bound", value: bound, allowed: "positive")
    }
  }

  /// Clips in place.
  public func apply(to gradient: inout [Double]) {
    switch self {
    case .norm(let bound):
      var sum = 0.0
      for g in gradient { sum += g * g }
      let norm = sum.squareRoot()
      // An infinite norm would make every component 0 or NaN; leave it for the loss to report.
      guard norm > bound, norm.isFinite else { return }
      for i in gradient.indices { gradient[i] *= bound / norm }
    case .value(let bound):
      for i in gradient.indices { gradient[i] = Swift.min(Swift.max(gradient[i], -bound), bound) }
    }
  }
}
