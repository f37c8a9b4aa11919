import Graphics

/// The labels of an x axis, arranged so that none touch.
struct TickLabels {
  /// A label and its place along the axis.
  struct Item {
    var x: Double
    /// One line, or two where a long name was broken.
    var lines: [MeasuredLine]
    /// 0 for the row next to the axis.
    var row = 0

    var width: Double { lines.map(\.width).max() ?? 0 }
  }

  /// How far labels may reach.
  struct Room: Equatable {
    /// Numbers: from the edge of the page, or from where those of the panel before end, to the other
    /// edge.
    var numbers = -Double.infinity...Double.infinity
    /// Level names: to the edge of the page, or halfway to the neighbouring panel.
    var level = -Double.infinity...Double.infinity
    /// Tilted names, which lie side by side with those of neighbours: to the left.
    var tiltedFrom = -Double.infinity
  }

  static let leading = 13.0
  static let spacing = 6.0
  /// The steepest drop of tilted labels: longer names are for lying bars.
  static let deepest = 150.0

  var items: [Item]
  var omitted = 0
  /// Whether the words run upward, each ending below its tick.
  var isTilted = false

  /// Arranges labels, by the first way in which none touch: as they are; names broken into lines, or
  /// in two rows; every second or third of numbers; tilted names; every n-th only.
  ///
  /// - Parameters:
  ///   - room: where labels may be; at the edges of the page numbers have room, because the layout of
  ///     panels sees to it.
  init(
    _ labels: [(x: Double, text: RichText)], isCategory: Bool, room: Room = Room(),
    style: TextStyle, color: Color, typesetter: Typesetter
  ) {
    func fits(_ items: [Item]) -> Bool {
      Self.fits(items)
        && (!isCategory
          || items.allSatisfy { room.level.contains($0.x - $0.width / 2, $0.x + $0.width / 2) })
    }
    func measured(_ width: Double) -> [Item] {
      labels.map { label in
        Item(
          x: label.x,
          lines: typesetter.lines(label.text, width: width, style: style, color: color))
      }
    }
    items = measured(.infinity)
    if !isCategory {
      items.removeAll { !room.numbers.contains($0.x - $0.width / 2, $0.x + $0.width / 2) }
    }
    if fits(items) { return }
    if isCategory {
      let pitch = zip(labels, labels.dropFirst()).map { abs($1.x - $0.x) }.min() ?? 0
      let broken = measured(pitch - Self.spacing)
      if fits(broken), broken.allSatisfy({ $0.lines.count <= 3 }) {
        items = broken
        return
      }
      var staggered = items
      for index in staggered.indices { staggered[index].row = index % 2 }
      if fits(staggered) {
        items = staggered
        return
      }
    }
    let all = items
    func thinned(_ steps: ClosedRange<Int>, _ fits: ([Item]) -> Bool) -> [Item]? {
      for step in steps {
        // The last label stays where possible: axes are read at their ends.
        let kept = all.indices.filter { (all.count - 1 - $0) % step == 0 }.map { all[$0] }
        if fits(kept) { return kept }
      }
      return nil
    }
    // Numbers between two others can be guessed, names cannot.
    let areNames = isCategory && !labels.allSatisfy { $0.text.plain.first?.isNumber ?? false }
    let tilts = { (items: [Item]) in Self.fitsTilted(items, leftEdge: room.tiltedFrom) }
    if !areNames, let kept = thinned(2...3, fits) {
      items = kept
    } else if isCategory, tilts(all) {
      isTilted = true
    } else {
      let steps = 2...max(2, all.count)
      items = thinned(steps, fits) ?? (isCategory ? [] : Array(all.suffix(1)))
      if isCategory, let more = thinned(steps, tilts), more.count > items.count {
        items = more
        isTilted = true
      }
    }
    omitted = all.count - items.count
  }

  /// Whether tilted labels keep their distance across their direction, and end inside the drawing.
  static func fitsTilted(_ items: [Item], leftEdge: Double) -> Bool {
    let slope = 0.5.squareRoot()
    let xs = items.map(\.x).sorted()
    return zip(xs, xs.dropFirst()).allSatisfy { ($1 - $0) * slope >= leading - 2 }
      && items.allSatisfy {
        $0.width * slope <= deepest && $0.x - $0.width * slope >= leftEdge + spacing
      }
  }

  /// Whether neighbours in each row keep their distance.
  static func fits(_ items: [Item]) -> Bool {
    for row in 0...1 {
      let sorted = items.filter { $0.row == row }.sorted { $0.x < $1.x }
      for (a, b) in zip(sorted, sorted.dropFirst())
      where b.x - a.x < (a.width + b.width) / 2 + spacing {
        return false
      }
    }
    return true
  }

  /// The height of all rows.
  var height: Double {
    if isTilted {
      return (items.map(\.width).max() ?? 0) * 0.5.squareRoot() + Self.leading - 5
    }
    let rows = (0...1).map { row in
      items.filter { $0.row == row }.map(\.lines.count).max() ?? 0
    }
    return Double(rows[0] + rows[1]) * Self.leading
  }

  /// The words, from a given first baseline on.
  func draw(baseline: Double) -> [DrawCommand] {
    if isTilted {
      return items.flatMap { item in
        item.lines.map { line in
          // The end of the word, at half the height of its letters, lies below the tick.
          var text = line.line(at: Point(item.x + 3, baseline - 3), anchor: .end)
          text.direction = .rising
          return .text(text)
        }
      }
    }
    let firstRow = items.filter { $0.row == 0 }.map(\.lines.count).max() ?? 0
    return items.flatMap { item in
      item.lines.enumerated().map { index, line in
        let row = Double(index + (item.row == 0 ? 0 : firstRow))
        return .text(
          line.line(at: Point(item.x, baseline + row * Self.leading), anchor: .middle))
      }
    }
  }
}

extension ClosedRange<Double> {
  fileprivate func contains(_ low: Double, _ high: Double) -> Bool {
    low >= lowerBound && high <= upperBound
  }
}
