import Graphics

/// Puts words beside points where they cover neither each other nor lines, as far as possible.
struct ValueLabelPlacement {
  /// Lines and symbols of the panel that words should not cover.
  var segments: [(Point, Point)] = []
  var occupied: [Rect] = []
  /// Where words should stay inside.
  var bounds: Rect

  /// Chooses the cheapest of a few places around a point; the middle of the words, and the place
  /// taken.
  mutating func place(
    width: Double, height: Double, at point: Point, radius: Double,
    preferring position: ValueLabels.Position, spacing: Double
  ) -> Rect {
    let above = Point(0, -(radius + spacing + height / 2))
    let below = Point(0, radius + spacing + height / 2)
    let left = Point(-(radius + spacing + width / 2), 0)
    let right = Point(radius + spacing + width / 2, 0)
    let shift = width * 0.5
    let farAbove = Point(0, above.y - 9)
    let farBelow = Point(0, below.y + 9)
    // A long interval leaves no place at the point, but one at its end.
    let half = Size(width / 2, height / 2)
    var candidates: [Point]
    switch position {
    case .top:
      candidates = [above, above.moved(-shift), above.moved(shift), farAbove]
      candidates += [beyond(above, point, half, -1), left, right, below]
    case .bottom:
      candidates = [below, below.moved(-shift), below.moved(shift), farBelow]
      candidates += [beyond(below, point, half, 1), left, right, above]
    case .leading:
      candidates = [left, above.moved(-shift), below.moved(-shift), above, below, right]
    case .trailing:
      candidates = [right, above.moved(shift), below.moved(shift), above, below, left]
    }
    var best: (cost: Double, box: Rect)?
    for (rank, offset) in candidates.enumerated() {
      let box = Rect(
        x: point.x + offset.x - width / 2, y: point.y + offset.y - height / 2, width: width,
        height: height)
      var cost = Double(rank)
      if box.minX < bounds.minX || box.maxX > bounds.maxX { cost += 30 }
      for rect in occupied where rect.overlaps(box) { cost += 12 }
      let core = box.inset(left: 1, top: 1.5, right: 1, bottom: 1.5)
      for (a, b) in segments where core.isCrossed(by: a, b) { cost += 3 }
      if best.map({ cost < $0.cost }) ?? true { best = (cost, box) }
    }
    let box = best?.box ?? Rect(x: point.x, y: point.y, width: width, height: height)
    occupied.append(box)
    return box
  }
}

extension ValueLabelPlacement {
  /// The offset moved up (−1) or down (1), up to 40 pixels, until nothing taken is in the way.
  fileprivate func beyond(_ offset: Point, _ point: Point, _ half: Size, _ direction: Double)
    -> Point
  {
    var offset = offset
    let furthest = abs(offset.y) + 40
    while abs(offset.y) < furthest {
      let box = Rect(
        x: point.x + offset.x - half.width, y: point.y + offset.y - half.height,
        width: 2 * half.width, height: 2 * half.height)
      guard let obstacle = occupied.first(where: { $0.overlaps(box) }) else { break }
      let edge = direction < 0 ? obstacle.minY - half.height - 2 : obstacle.maxY + half.height + 2
      offset.y = edge - point.y
    }
    return offset
  }
}

extension Point {
  fileprivate func moved(_ dx: Double) -> Point { Point(x + dx, y) }
}

extension Rect {
  /// Whether a segment has a point inside (Liang and Barsky 1984).
  func isCrossed(by a: Point, _ b: Point) -> Bool {
    var from = 0.0
    var to = 1.0
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    for (p, q) in [(-dx, a.x - minX), (dx, maxX - a.x), (-dy, a.y - minY), (dy, maxY - a.y)] {
      if p == 0 {
        if q < 0 { return false }
      } else if p < 0 {
        from = max(from, q / p)
      } else {
        to = min(to, q / p)
      }
    }
    return from <= to
  }
}
