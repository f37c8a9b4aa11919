import Graphics

/// The words of a drawing with the rectangles they fill, for properties of layouts.
struct DrawnText {
  var text: String
  var box: Rect
  /// The corners of the ink, in order; those of the box for level text.
  var corners: [Point]
  /// The roles of the groups around it, outermost first.
  var roles: [String]

  /// Whether the inks of two lines of text share a point: no direction along an edge of either
  /// separates them.
  func touches(_ other: DrawnText) -> Bool {
    for quad in [corners, other.corners] {
      for (a, b) in zip(quad, quad.dropFirst()) {
        let normal = Point(b.y - a.y, a.x - b.x)
        func reach(_ corners: [Point]) -> ClosedRange<Double> {
          let places = corners.map { $0.x * normal.x + $0.y * normal.y }
          return (places.min() ?? 0)...(places.max() ?? 0)
        }
        let (mine, theirs) = (reach(corners), reach(other.corners))
        if mine.upperBound <= theirs.lowerBound + 1e-9
          || theirs.upperBound <= mine.lowerBound + 1e-9
        {
          return false
        }
      }
    }
    return true
  }

  /// The groups of a drawing, outer ones first.
  static func groups(in drawing: Drawing) -> [DrawGroup] {
    func groups(_ commands: [DrawCommand]) -> [DrawGroup] {
      commands.flatMap { command -> [DrawGroup] in
        if case .group(let group) = command { [group] + groups(group.commands) } else { [] }
      }
    }
    return groups(drawing.commands)
  }

  static func all(in drawing: Drawing) -> [DrawnText] {
    drawing.commands.flatMap { collect($0, roles: []) }
  }

  private static func collect(_ command: DrawCommand, roles: [String]) -> [DrawnText] {
    switch command {
    case .text(let line):
      guard let first = line.runs.first else { return [] }
      // From the height of capitals to the baseline, which is what can be seen to touch.
      let corners = line.corners(capHeight: 0.73 * first.style.size)
      let (xs, ys) = (corners.map(\.x), corners.map(\.y))
      let (left, top) = (xs.min() ?? 0, ys.min() ?? 0)
      return [
        DrawnText(
          text: line.runs.map(\.text).joined(),
          box: Rect(
            x: left, y: top, width: (xs.max() ?? 0) - left, height: (ys.max() ?? 0) - top),
          corners: corners, roles: roles)
      ]
    case .group(let group):
      return group.commands.flatMap { collect($0, roles: roles + [group.role]) }
    default: return []
    }
  }
}

extension Drawing {
  /// All points of all paths.
  var points: [Point] {
    func points(_ command: DrawCommand) -> [Point] {
      switch command {
      case .fill(let path, _), .stroke(let path, _):
        path.elements.flatMap { element -> [Point] in
          switch element {
          case .move(let point), .line(let point): [point]
          case .curve(let a, let b, let c): [a, b, c]
          case .close: []
          }
        }
      case .group(let group): group.commands.flatMap(points)
      case .image(_, let rect):
        [rect.origin, Point(rect.maxX, rect.maxY)]
      case .text(let line): [line.origin]
      }
    }
    return commands.flatMap(points)
  }
}
