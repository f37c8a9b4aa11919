import Graphics

/// The shape of a point; shapes tell series apart where colours cannot.
public enum Symbol: String, Equatable, Hashable, Sendable, CaseIterable {
  case circle, square, triangle, triangleDown, diamond, plus, cross

  /// The outline around a centre.
  ///
  /// Radii differ by shape so that all have about the area of the circle.
  public func path(center: Point, radius: Double) -> Path {
    let (x, y, r) = (center.x, center.y, radius)
    switch self {
    case .circle: return .circle(center: center, radius: r)
    case .square:
      let h = 0.89 * r
      return .rectangle(Rect(x: x - h, y: y - h, width: 2 * h, height: 2 * h))
    case .triangle, .triangleDown:
      // An equilateral triangle about its centroid.
      let s = self == .triangle ? -1.35 * r : 1.35 * r
      let w = 0.866 * 1.35 * r
      return Path(
        points: [Point(x, y + s), Point(x + w, y - s / 2), Point(x - w, y - s / 2)], closed: true)
    case .diamond:
      let d = 1.28 * r
      return Path(
        points: [Point(x, y - d), Point(x + d, y), Point(x, y + d), Point(x - d, y)], closed: true)
    case .plus, .cross:
      let (a, t) = (1.2 * r, 0.4 * r)
      let arms: [(Double, Double)] = [
        (-t, -a), (t, -a), (t, -t), (a, -t), (a, t), (t, t), (t, a), (-t, a), (-t, t), (-a, t),
        (-a, -t), (-t, -t),
      ]
      let c = self == .cross ? 0.7071067811865476 : 1
      let s = self == .cross ? 0.7071067811865476 : 0
      return Path(
        points: arms.map { Point(x + c * $0.0 - s * $0.1, y + s * $0.0 + c * $0.1) }, closed: true)
    }
  }
}
