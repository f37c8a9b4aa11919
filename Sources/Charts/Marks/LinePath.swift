import Graphics

/// Points in pixels to paths.
enum LinePath {
  /// The runs of points that have a place; `.omit` makes one run of all.
  static func segments(_ points: [Point], _ policy: InvalidValues) -> [[Point]] {
    var segments: [[Point]] = []
    var current: [Point] = []
    for point in points {
      if point.x.isNaN || point.y.isNaN {
        if policy != .omit, !current.isEmpty {
          segments.append(current)
          current = []
        }
      } else {
        current.append(point)
      }
    }
    if !current.isEmpty { segments.append(current) }
    return segments
  }

  /// A path through points of one segment.
  static func path(_ points: [Point], _ method: InterpolationMethod) -> Path {
    guard points.count > 1 else { return Path(points: points) }
    switch method {
    case .linear: return Path(points: thinned(points))
    case .monotone: return points.count > 2 ? monotone(points) : Path(points: points)
    case .stepStart, .stepEnd, .stepCenter: return Path(points: steps(points, method))
    }
  }

  /// The corners of a staircase.
  static func steps(_ points: [Point], _ method: InterpolationMethod) -> [Point] {
    var corners: [Point] = []
    for (index, point) in points.enumerated() {
      if index > 0 {
        let previous = points[index - 1]
        switch method {
        case .stepStart: corners.append(Point(previous.x, point.y))
        case .stepEnd: corners.append(Point(point.x, previous.y))
        default:
          let middle = (previous.x + point.x) / 2
          corners += [Point(middle, previous.y), Point(middle, point.y)]
        }
      }
      corners.append(point)
    }
    return corners
  }

  /// At most two points per pixel column, the highest and the lowest, in their order; first and
  /// last always stay.
  ///
  /// Only for lines that run one way; others are returned as they are.
  static func thinned(_ points: [Point]) -> [Point] {
    guard let first = points.first, let last = points.last, points.count > 400 else {
      return points
    }
    let isRising = last.x >= first.x
    for (a, b) in zip(points, points.dropFirst()) where isRising ? b.x < a.x : b.x > a.x {
      return points
    }
    guard Double(points.count) > 2 * abs(last.x - first.x) else { return points }
    var kept: [Point] = [first]
    var start = 0
    while start < points.count {
      let column = points[start].x.rounded(.down)
      var end = start
      var low = start
      var high = start
      while end < points.count, points[end].x.rounded(.down) == column {
        if points[end].y > points[low].y { low = end }
        if points[end].y < points[high].y { high = end }
        end += 1
      }
      kept.append(points[min(low, high)])
      if low != high { kept.append(points[max(low, high)]) }
      start = end
    }
    kept.append(last)
    return kept
  }

  /// A cubic through all points whose slopes are limited so that it is monotone wherever the data
  /// is (Fritsch and Carlson 1980), with harmonic-mean slopes.
  private static func monotone(_ points: [Point]) -> Path {
    let count = points.count
    let secants = (0..<count - 1).map { index -> Double in
      let dx = points[index + 1].x - points[index].x
      return dx == 0 ? 0 : (points[index + 1].y - points[index].y) / dx
    }
    var slopes = [Double](repeating: 0, count: count)
    slopes[0] = secants[0]
    slopes[count - 1] = secants[count - 2]
    for index in 1..<count - 1 where secants[index - 1] * secants[index] > 0 {
      slopes[index] =
        2 * secants[index - 1] * secants[index] / (secants[index - 1] + secants[index])
    }
    var elements: [PathElement] = [.move(points[0])]
    for index in 0..<count - 1 {
      let (a, b) = (points[index], points[index + 1])
      let third = (b.x - a.x) / 3
      elements.append(
        .curve(
          Point(a.x + third, a.y + third * slopes[index]),
          Point(b.x - third, b.y - third * slopes[index + 1]), b))
    }
    return Path(elements)
  }
}
