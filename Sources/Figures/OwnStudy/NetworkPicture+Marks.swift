import Charts
import Study

/// The picture as marks.
extension NetworkPicture {
  /// A place in pixels from the left, and the height of a line's middle.
  private func at(_ x: Double, _ y: Double) -> (Double, Double) { (100 * x / width, y) }

  private func middle(_ line: Int) -> Double {
    height - 8 - (Double(line) + 0.56) * Self.lineHeight
  }

  /// The panel's marks.
  public var marks: [any Mark] {
    var marks: [any Mark] = []
    for (number, line) in lines.enumerated() {
      let y = middle(number)
      let isFirst = number == 0
      var x = Self.left + (line.begins ? 26 : isFirst ? 0 : 18)
      if !isFirst || line.begins {
        let start = line.begins ? x - 26 : x - 18
        marks.append(Sketch.arrow(at(start, y), at(x, y)))
      }
      var places: [(box: Box, middle: Double)] = []
      for (index, box) in line.boxes.enumerated() {
        if index > 0 {
          marks.append(Sketch.arrow(at(x - Self.gap, y), at(x, y), gap: (1, 1)))
        }
        places.append((box, x + box.width / 2))
        x += box.width + Self.gap
      }
      let end = x - Self.gap
      if !line.isEnd {
        marks.append(Sketch.arrow(at(end, y), at(end + 14, y)))
      }
      if let before = line.branchLines, let sum = places.first(where: \.box.isSum) {
        marks += skip(
          from: (Self.left + 8, middle(number - before)), to: (sum.middle, y), words: line.skip)
      }
      for (box, place) in places {
        var node = Sketch.node(box.text, at(place, y), box.isSum ? .circle : .box)
        node = box.isSum ? node.nodeSize(width: 22) : node.nodeSize(width: box.width)
        marks.append(
          box.isSum || box.isBlock ? node.foregroundStyle(.accent) : node)
      }
    }
    for bracket in brackets {
      marks.append(
        BracketMark(
          bracket.text, x: Sketch.x(100 * (Self.left - 8) / width),
          yStart: Sketch.y(middle(bracket.lines.lowerBound) + 22),
          yEnd: Sketch.y(middle(bracket.lines.upperBound) - 22), side: .leading
        ).bracketDistance(0))
    }
    return marks
  }

  /// The way around a branch: above it, or, where it takes several lines, beneath the last.
  private func skip(
    from start: (Double, Double), to end: (Double, Double), words: String
  ) -> [any Mark] {
    let level = start.1 == end.1 ? end.1 + 27 : end.1 - 26
    func line(_ from: (Double, Double), _ to: (Double, Double), gap: (Double, Double) = (0, 0))
      -> ArrowMark
    {
      Sketch.arrow(at(from.0, from.1), at(to.0, to.1), gap: gap).foregroundStyle(.accent)
    }
    let along = line((start.0, level), (end.0, level)).headless()
    var marks: [any Mark] = [
      line(start, (start.0, level)).headless(), along, line((end.0, level), end, gap: (0, 12)),
    ]
    if !words.isEmpty {
      let place = at(end.0 + 14, level)
      marks.append(
        TextMark(words, x: Sketch.x(place.0), y: Sketch.y(place.1)).foregroundStyle(.accent))
    }
    return marks
  }

  /// The picture as a row of a chart of its own width.
  public func row(_ title: String? = nil) -> PanelRow {
    PanelRow("", height: height) { panel(title) }
  }

  /// The picture as a panel without axes.
  public func panel(_ title: String? = nil, height full: Double? = nil) -> Panel {
    let top = full ?? height
    return Panel(title) { marks }
      .chartXScale(domain: 0...100).chartYScale(domain: (height - top)...height)
      .chartXAxis(isHidden: true).chartYAxis(grid: false, isHidden: true)
  }
}
