import Graphics

/// The words of a drawing with the rectangles they fill, for properties of layouts.
struct DrawnText {
  var text: String
  var box: Rect
  /// The roles of the groups around it, outermost first.
  var roles: [String]

  static func all(in drawing: Drawing) -> [DrawnText] {
    drawing.commands.flatMap { collect($0, roles: []) }
  }

  private static func collect(_ command: DrawCommand, roles: [String]) -> [DrawnText] {
    switch command {
    case .text(let line):
      guard let first = line.runs.first else { return [] }
      // From the height of capitals to the baseline, which is what can be seen to touch.
      let height = 0.73 * first.style.size
      let left = line.origin.x - line.anchor.fraction * line.width
      return [
        DrawnText(
          text: line.runs.map(\.text).joined(),
          box: Rect(x: left, y: line.origin.y - height, width: line.width, height: height),
          roles: roles)
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
