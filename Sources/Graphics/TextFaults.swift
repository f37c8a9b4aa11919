/// What a reader would call a fault of a drawing's words: cut off, outside, or on other words.
public enum TextFault: Equatable, Hashable, Sendable, CustomStringConvertible {
  /// Words that end outside the drawing, by so many pixels.
  case sticksOut(String, by: Double)
  /// Words of which a clip cuts so many pixels off.
  case clipped(String, by: Double)
  /// Two lines of words on each other, with the depth by which they would have to move apart.
  case overlap(String, String, by: Double)

  public var description: String {
    switch self {
    case .sticksOut(let text, let by): "“\(text)” sticks out by \(Self.pixels(by))"
    case .clipped(let text, let by): "“\(text)” is cut by \(Self.pixels(by))"
    case .overlap(let a, let b, let by): "“\(a)” lies on “\(b)” by \(Self.pixels(by))"
    }
  }

  private static func pixels(_ value: Double) -> String {
    "\(DecimalText.fixed(value, decimals: 1)) px"
  }
}

extension Drawing {
  /// The faults of the words, from the boxes of their ink with measured heights.
  ///
  /// The ink of a line reaches from the height of capitals (of lower-case letters, where it has no
  /// others) to the baseline, or to the descenders where it has some; neighbours may touch.
  ///
  /// - Parameters:
  ///   - measuring: gives the vertical measures of the faces; widths are those of the layout.
  ///   - tolerance: how many pixels two boxes may share, and a box may reach outside: side bearings and
  ///     rounding.
  public func textFaults(measuring: some TextMeasuring, tolerance: Double = 1) -> [TextFault] {
    var boxes: [TextBox] = []
    Self.collect(commands, clip: nil, measuring, &boxes)
    var faults: [TextFault] = []
    let page = Rect(x: 0, y: 0, width: size.width, height: size.height)
    for box in boxes {
      let out = box.depth(outside: page)
      if out > tolerance { faults.append(.sticksOut(box.text, by: out)) }
      if let clip = box.clip {
        let cut = box.depth(outside: clip)
        if cut > tolerance { faults.append(.clipped(box.text, by: cut)) }
      }
    }
    for (index, box) in boxes.enumerated() {
      for other in boxes[(index + 1)...] {
        let depth = box.overlap(with: other)
        if depth > tolerance { faults.append(.overlap(box.text, other.text, by: depth)) }
      }
    }
    return faults
  }

  private static func collect(
    _ commands: [DrawCommand], clip: Rect?, _ measuring: some TextMeasuring,
    _ boxes: inout [TextBox]
  ) {
    for command in commands {
      switch command {
      case .text(let line):
        if let box = TextBox(line, clip: clip, measuring) { boxes.append(box) }
      case .group(let group):
        collect(group.commands, clip: group.clip ?? clip, measuring, &boxes)
      case .fill, .stroke, .image: break
      }
    }
  }
}

/// The ink of a line of text: a rectangle that may be turned.
private struct TextBox {
  let text: String
  let corners: [Point]
  let clip: Rect?

  init?(_ line: TextLine, clip: Rect?, _ measuring: some TextMeasuring) {
    text = line.runs.map(\.text).joined()
    self.clip = clip
    guard text.contains(where: { !$0.isWhitespace }), line.width > 0 else { return nil }
    var (top, bottom) = (0.0, 0.0)
    for run in line.runs where run.text.contains(where: { !$0.isWhitespace }) {
      let metrics = measuring.metrics(of: run.style)
      let isLow = run.text.allSatisfy { "acemnorsuvwxz·.,–−-: ".contains($0) }
      let descends = run.text.contains { "gjpqyQ,;()[]{}|/".contains($0) }
      top = max(top, (isLow ? metrics.xHeight : metrics.capHeight) - run.dy)
      bottom = max(bottom, run.dy + (descends ? 0.2 * run.style.size : 0))
    }
    let (c, s) = (line.direction.cosine, line.direction.sine)
    corners = [(0.0, -bottom), (1, -bottom), (1, top), (0, top)].map { share, up in
      let along = (share - line.anchor.fraction) * line.width
      return Point(line.origin.x + along * c + up * s, line.origin.y + along * s - up * c)
    }
  }

  /// By how much the box reaches over the edge of a rectangle.
  func depth(outside rect: Rect) -> Double {
    corners.map { corner in
      max(rect.minX - corner.x, corner.x - rect.maxX, rect.minY - corner.y, corner.y - rect.maxY)
    }.max() ?? 0
  }

  /// The smallest shift that would part two boxes, 0 where they are apart (separating axes; Gottschalk,
  /// Lin and Manocha 1996).
  func overlap(with other: TextBox) -> Double {
    var smallest = Double.infinity
    for box in [self, other] {
      for (a, b) in zip(box.corners, box.corners.dropFirst()) {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let length = (dx * dx + dy * dy).squareRoot()
        guard length > 0 else { continue }
        // Across the edge; two edges of each rectangle give both of its directions.
        let axis = Point(-dy / length, dx / length)
        let (low, high) = extent(along: axis)
        let (otherLow, otherHigh) = other.extent(along: axis)
        let depth = min(high, otherHigh) - max(low, otherLow)
        if depth <= 0 { return 0 }
        smallest = min(smallest, depth)
      }
    }
    return smallest
  }

  private func extent(along axis: Point) -> (Double, Double) {
    let places = corners.map { $0.x * axis.x + $0.y * axis.y }
    return (places.min() ?? 0, places.max() ?? 0)
  }
}
