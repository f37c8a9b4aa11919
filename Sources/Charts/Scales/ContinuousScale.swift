import Graphics

/// How numbers become positions: a rising function from values to coordinates.
///
/// A coordinate is whatever the scale is linear in: the value itself, its logarithm, its root. Axes
/// map an interval of coordinates to pixels. To add a scale, conform a type to this protocol, add a
/// static member as below, and an example to the gallery.
public protocol ContinuousScale: Sendable {
  /// The coordinate of a value; NaN where the scale has no place for it.
  func coordinate(of value: Double) -> Double
  /// The value at a coordinate.
  func value(at coordinate: Double) -> Double
  /// The coordinate of a number given as its decimal logarithm.
  func coordinate(ofLog10 exponent: Double) -> Double
  /// Round values inside a range of coordinates.
  ///
  /// - Parameters:
  ///   - range: the coordinates at the ends of the axis.
  ///   - count: about how many labels there is room for.
  ///   - format: how the values are written.
  func ticks(_ range: ClosedRange<Double>, count: Int, format: NumberFormat) -> [Tick]
  /// What an axis title adds in the alternative text, such as "log scale"; nil for nothing.
  var spokenName: String? { get }
}

extension ContinuousScale {
  public func coordinate(ofLog10 exponent: Double) -> Double {
    coordinate(of: Elementary.power10(exponent))
  }
  public var spokenName: String? { nil }
}

/// A place on an axis: a grid line, and a label if it is a major one.
public struct Tick: Equatable, Sendable {
  /// Where on the axis, in the coordinates of its scale.
  public var coordinate: Double
  /// The label in markup; nil for minor ticks.
  public var label: String?

  /// Makes a tick.
  public init(coordinate: Double, label: String?) {
    self.coordinate = coordinate
    self.label = label
  }

  /// Whether the tick is labelled.
  public var isMajor: Bool { label != nil }
}

extension ContinuousScale where Self == LinearScale {
  /// Equal steps for equal differences.
  public static var linear: LinearScale { LinearScale() }
}

extension ContinuousScale where Self == LogScale {
  /// Equal steps for equal ratios.
  public static var log: LogScale { LogScale() }
}

extension ContinuousScale where Self == PowerScale {
  /// Equal steps for equal differences of the (signed) square root.
  public static var squareRoot: PowerScale { PowerScale(exponent: 0.5) }
  /// Equal steps for equal differences of the (signed) power.
  public static func power(exponent: Double) -> PowerScale { PowerScale(exponent: exponent) }
}

extension ContinuousScale where Self == SymmetricLogScale {
  /// Linear up to ±1, logarithmic beyond.
  public static var symmetricLog: SymmetricLogScale { SymmetricLogScale(threshold: 1) }
  /// Linear up to ±`threshold`, logarithmic beyond.
  public static func symmetricLog(threshold: Double) -> SymmetricLogScale {
    SymmetricLogScale(threshold: threshold)
  }
}
