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

  static let leading = 13.0
  static let spacing = 6.0

  var items: [Item]
  var omitted = 0

  /// Arranges labels: as they are; broken into lines; in two rows; every second, third, … only.
  init(
    _ labels: [(x: Double, text: RichText)], isCategory: Bool, style: TextStyle, color: Color,
    typesetter: Typesetter
  ) {
    func measured(_ width: Double) -> [Item] {
      labels.map { label in
        Item(
          x: label.x,
          lines: typesetter.lines(label.text, width: width, style: style, color: color))
      }
    }
    items = measured(.infinity)
    if Self.fits(items) { return }
    if isCategory {
      let pitch = zip(labels, labels.dropFirst()).map { abs($1.x - $0.x) }.min() ?? 0
      let broken = measured(pitch - Self.spacing)
      if Self.fits(broken), broken.allSatisfy({ $0.lines.count <= 3 }) {
        items = broken
        return
      }
      var staggered = items
      for index in staggered.indices { staggered[index].row = index % 2 }
      if Self.fits(staggered) {
        items = staggered
        return
      }
    }
    let all = items
    for step in 2...max(2, all.count) {
      // The last label stays where possible: axes are read at their ends.
      let kept = all.indices.filter { (all.count - 1 - $0) % step == 0 }.map { all[$0] }
      if Self.fits(kept) {
        omitted = all.count - kept.count
        items = kept
        return
      }
    }
    omitted = max(0, all.count - 1)
    items = Array(all.suffix(1))
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
    let rows = (0...1).map { row in
      items.filter { $0.row == row }.map(\.lines.count).max() ?? 0
    }
    return Double(rows[0] + rows[1]) * Self.leading
  }

  /// The words, from a given first baseline on.
  func draw(baseline: Double) -> [DrawCommand] {
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
