import Graphics

/// Names at the ends of lines, pushed apart until none touch.
struct EndLabels {
  /// A name, its second line, and the end it belongs to.
  struct Item {
    var name: MeasuredLine
    var detail: MeasuredLine?
    var end: Point
    var symbol: Symbol?
    var isHollow: Bool
    var color: Color

    var height: Double { detail == nil ? 15 : 29 }
    var width: Double { max(name.width, detail?.width ?? 0) }
  }

  /// From the panel's edge to the words.
  static let gap = 11.0

  /// The middles of labels of given heights, as near to the wanted ones as possible without
  /// touching, inside a range if they fit into it.
  ///
  /// Least squares under order constraints: labels are pooled into blocks of neighbours that touch
  /// (pool-adjacent-violators; Best and Chakravarti, Math. Program. 47, 1990).
  static func spread(
    _ wanted: [Double], heights: [Double], in range: ClosedRange<Double>
  ) -> [Double] {
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    guard let first = order.first, let last = order.last else { return [] }
    // The place of each label within a stack without gaps, relative to its first.
    var stacked = [0.0]
    for (a, b) in zip(order, order.dropFirst()) {
      stacked.append(stacked[stacked.count - 1] + (heights[a] + heights[b]) / 2)
    }
    var blocks: [(sum: Double, count: Int)] = []
    for (index, label) in order.enumerated() {
      blocks.append((wanted[label] - stacked[index], 1))
      while blocks.count > 1 {
        let (a, b) = (blocks[blocks.count - 2], blocks[blocks.count - 1])
        guard a.sum / Double(a.count) > b.sum / Double(b.count) else { break }
        blocks.removeLast(2)
        blocks.append((a.sum + b.sum, a.count + b.count))
      }
    }
    let low = range.lowerBound + heights[first] / 2
    let high = range.upperBound - heights[last] / 2 - stacked[stacked.count - 1]
    var result = [Double](repeating: 0, count: wanted.count)
    var index = 0
    for block in blocks {
      let mean = max(low, min(high, block.sum / Double(block.count)))
      for _ in 0..<block.count {
        result[order[index]] = mean + stacked[index]
        index += 1
      }
    }
    return result
  }

  /// Names, symbols and leaders right of a panel.
  static func draw(_ items: [Item], beside frame: Rect, theme: Theme) -> [DrawCommand] {
    // The name stands at the height of the end, its second line below.
    let middles = spread(
      items.map { $0.detail == nil ? $0.end.y : $0.end.y + 7 }, heights: items.map(\.height),
      in: (frame.minY - 12)...(frame.maxY + 8))
    var commands: [DrawCommand] = []
    let x = frame.maxX + gap
    for (item, middle) in zip(items, middles) {
      var words: [DrawCommand] = []
      let firstLine = item.detail == nil ? middle + 4 : middle - 3
      // The name is what the eye looks for: a leader goes to its height.
      let target = firstLine - 4
      let isFar = item.end.x < frame.maxX - 6
      if abs(target - item.end.y) > 5 || isFar {
        let from = Point(item.end.x + (item.symbol == nil ? 2 : 5.5), item.end.y)
        words.append(
          .stroke(
            .segment(from, Point(x - 2, target)), Stroke(item.color, width: theme.leaderWidth)))
      }
      if let symbol = item.symbol {
        let path = symbol.path(center: item.end, radius: theme.pointRadius)
        words.append(.fill(path, item.isHollow ? theme.paper : item.color))
        if item.isHollow {
          words.append(.stroke(path, Stroke(item.color, width: theme.hollowWidth)))
        }
      }
      words.append(.text(item.name.line(at: Point(x, firstLine))))
      if let detail = item.detail {
        words.append(.text(detail.line(at: Point(x, firstLine + 13.2))))
      }
      commands.append(.group(DrawGroup(role: "label", commands: words)))
    }
    return commands
  }
}
