extension Path {
  /// The path with those corners of its polylines left out that lie within `tolerance` pixels of the
  /// line that remains (Douglas and Peucker 1973).
  ///
  /// A curve sampled at a thousand points keeps a few dozen; nobody can see a tenth of a pixel.
  /// Curves and closed rectangles stay as they are.
  public func simplified(tolerance: Double) -> Path {
    var result: [PathElement] = []
    result.reserveCapacity(elements.count)
    var run: [Point] = []
    func flush() {
      for (index, point) in Self.simplified(run, tolerance: tolerance).enumerated() {
        result.append(index == 0 ? .move(point) : .line(point))
      }
      run = []
    }
    for element in elements {
      switch element {
      case .move(let point):
        flush()
        run = [point]
      case .line(let point) where !run.isEmpty:
        run.append(point)
      case .line, .curve:
        // Behind a curve a run goes on without a move of its own: those lines stay.
        flush()
        result.append(element)
      case .close:
        flush()
        result.append(element)
      }
    }
    flush()
    return Path(result)
  }

  private static func simplified(_ points: [Point], tolerance: Double) -> [Point] {
    guard points.count > 4 else { return points }
    var keep = Array(repeating: false, count: points.count)
    keep[0] = true
    keep[points.count - 1] = true
    var open = [(0, points.count - 1)]
    while let (first, last) = open.popLast() {
      guard last > first + 1 else { continue }
      var farthest = (index: first, distance: 0.0)
      for index in (first + 1)..<last {
        let distance = squaredDistance(points[index], points[first], points[last])
        if distance > farthest.distance { farthest = (index, distance) }
      }
      guard farthest.distance > tolerance * tolerance else { continue }
      keep[farthest.index] = true
      open.append((first, farthest.index))
      open.append((farthest.index, last))
    }
    return points.indices.compactMap { keep[$0] ? points[$0] : nil }
  }

  /// The squared distance of a point from a segment.
  private static func squaredDistance(_ p: Point, _ a: Point, _ b: Point) -> Double {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let length = dx * dx + dy * dy
    let t = length == 0 ? 0 : min(1, max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length))
    let (x, y) = (a.x + t * dx - p.x, a.y + t * dy - p.y)
    return x * x + y * y
  }
}

extension Drawing {
  /// The drawing with all its polylines simplified.
  public func simplified(tolerance: Double) -> Drawing {
    var copy = self
    copy.commands = commands.map { $0.simplified(tolerance: tolerance) }
    return copy
  }
}

extension DrawCommand {
  fileprivate func simplified(tolerance: Double) -> DrawCommand {
    switch self {
    case .fill(let path, let color): return .fill(path.simplified(tolerance: tolerance), color)
    case .stroke(let path, let stroke):
      return .stroke(path.simplified(tolerance: tolerance), stroke)
    case .group(var group):
      group.commands = group.commands.map { $0.simplified(tolerance: tolerance) }
      return .group(group)
    case .text, .image: return self
    }
  }
}
