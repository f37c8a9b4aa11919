/// A point in a drawing: x to the right, y downward, in pixels at density 1.
public struct Point: Equatable, Hashable, Sendable, Codable {
  /// To the right, in pixels.
  public var x: Double
  /// Downwards, in pixels.
  public var y: Double

  /// Makes a point.
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// A width and a height in pixels at density 1.
public struct Size: Equatable, Hashable, Sendable, Codable {
  /// In pixels.
  public var width: Double
  /// In pixels.
  public var height: Double

  /// Makes a size.
  public init(_ width: Double, _ height: Double) {
    self.width = width
    self.height = height
  }
}

/// An axis-parallel rectangle given by its top left corner and its size.
public struct Rect: Equatable, Hashable, Sendable, Codable {
  /// The upper left corner.
  public var origin: Point
  /// Width and height.
  public var size: Size

  /// Makes a rectangle.
  public init(x: Double, y: Double, width: Double, height: Double) {
    origin = Point(x, y)
    size = Size(width, height)
  }

  /// The left edge.
  public var minX: Double { origin.x }
  /// The top edge.
  public var minY: Double { origin.y }
  /// The right edge.
  public var maxX: Double { origin.x + size.width }
  /// The bottom edge.
  public var maxY: Double { origin.y + size.height }
  /// The horizontal centre.
  public var midX: Double { origin.x + size.width / 2 }
  /// The vertical centre.
  public var midY: Double { origin.y + size.height / 2 }
  /// The horizontal extent.
  public var width: Double { size.width }
  /// The vertical extent.
  public var height: Double { size.height }

  /// Whether the interiors of the two rectangles share a point.
  public func overlaps(_ other: Rect) -> Bool {
    minX < other.maxX && other.minX < maxX && minY < other.maxY && other.minY < maxY
  }

  /// The rectangle made smaller by the given distances at its edges.
  public func inset(left: Double = 0, top: Double = 0, right: Double = 0, bottom: Double = 0)
    -> Rect
  {
    Rect(
      x: minX + left, y: minY + top, width: width - left - right, height: height - top - bottom)
  }
}
