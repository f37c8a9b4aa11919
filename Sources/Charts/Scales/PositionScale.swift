/// An axis with everything decided: values to pixels.
public struct PositionScale: Sendable {
  /// What lies along the axis.
  public enum Kind: Sendable {
    case continuous(any ContinuousScale)
    /// Bands of equal width; the band of category i has coordinates i … i + 1.
    case category([String])
  }

  /// Numbers or names.
  public let kind: Kind
  /// The coordinates at the two ends.
  public let domain: ClosedRange<Double>
  /// The pixels at the two ends of the domain; the first is greater on y axes.
  public let start: Double
  /// The pixel where the range ends.
  public let end: Double

  private let places: [String: Int]

  init(kind: Kind, domain: ClosedRange<Double>, start: Double, end: Double) {
    self.kind = kind
    self.domain = domain
    self.start = start
    self.end = end
    if case .category(let names) = kind {
      places = Dictionary(zip(names, 0...), uniquingKeysWith: { first, _ in first })
    } else {
      places = [:]
    }
  }

  /// The pixels of a band; 0 on a continuous axis.
  public var bandWidth: Double {
    if case .category(let names) = kind {
      abs(end - start) / Double(max(1, names.count))
    } else {
      0
    }
  }

  /// The pixel of a coordinate.
  ///
  /// Far outside the axis it stays within 10,000 pixels, because renderers lose precision with huge
  /// numbers.
  public func position(ofCoordinate coordinate: Double) -> Double {
    // Halves, because the difference of the largest numbers overflows.
    let (low, high) = (domain.lowerBound / 2, domain.upperBound / 2)
    let fraction = high > low ? (coordinate / 2 - low) / (high - low) : 0.5
    let pixel = start + fraction * (end - start)
    return pixel.isNaN ? .nan : min(10_000, max(-10_000, pixel))
  }

  /// The pixel of a number; NaN if the axis has no place for it.
  public func position(of value: Double) -> Double {
    guard case .continuous(let scale) = kind else {
      return position(ofCoordinate: value + 0.5)
    }
    return position(ofCoordinate: scale.coordinate(of: value))
  }

  /// The pixels of a column; NaN for values without a place.
  public func positions(of column: PlottableValue) -> [Double] {
    coordinates(of: column).map(position(ofCoordinate:))
  }

  /// The coordinates of a column; categories count at the middle of their band.
  func coordinates(of column: PlottableValue) -> [Double] {
    rawCoordinates(of: column).map { $0.isFinite ? $0 : .nan }
  }

  private func rawCoordinates(of column: PlottableValue) -> [Double] {
    switch (kind, column.values) {
    case (.continuous(let scale), .numbers(let numbers)):
      numbers.map(scale.coordinate(of:))
    case (.continuous(let scale), .logarithms(let exponents)):
      exponents.map(scale.coordinate(ofLog10:))
    case (.category, .categories(let names)):
      names.map { name in places[name].map { Double($0) + 0.5 } ?? .nan }
    case (.category, .numbers(let numbers)):
      // A number on a category axis is a place: 0 is the middle of the first band.
      numbers.map { $0.isFinite ? $0 + 0.5 : .nan }
    case (.continuous, .categories(let names)): names.map { _ in .nan }
    case (.category, .logarithms(let exponents)): exponents.map { _ in .nan }
    }
  }
}
