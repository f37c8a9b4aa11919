/// Which fan a rule for rectifiers keeps.
///
/// He, Zhang, Ren and Sun 2015, "Delving deep into rectifiers".
public enum FanMode: Sendable {
  /// σ² = 2/m keeps the forward second moment of a ReLU network (eq. 10).
  case fanIn
  /// σ² = 2/n keeps the backward one (eq. 14).
  case fanOut
}

/// He's rule for rectifiers, σ² = 2/fan, with normal entries.
public struct HeNormal: GaussianInitializer {
  /// The fan that is kept.
  public let mode: FanMode

  /// Makes the rule; fan-in unless asked otherwise.
  public init(_ mode: FanMode = .fanIn) { self.mode = mode }

  public var name: String { mode == .fanIn ? "he-normal" : "he-normal-fan-out" }

  public func variance(fanIn: Int, fanOut: Int) -> Double {
    2 / Double(mode == .fanIn ? fanIn : fanOut)
  }
}

/// He's rule for rectifiers, σ² = 2/fan, with entries from U(−a, a), a = √(6/fan).
public struct HeUniform: UniformInitializer {
  /// The fan that is kept.
  public let mode: FanMode

  /// Makes the rule; fan-in unless asked otherwise.
  public init(_ mode: FanMode = .fanIn) { self.mode = mode }

  public var name: String { mode == .fanIn ? "he-uniform" : "he-uniform-fan-out" }

  public func variance(fanIn: Int, fanOut: Int) -> Double {
    2 / Double(mode == .fanIn ? fanIn : fanOut)
  }
}
