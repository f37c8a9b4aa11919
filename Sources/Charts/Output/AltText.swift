import Graphics

/// Writes what a chart shows in words, with the numbers that matter, in at most about 900 characters.
enum AltText {
  static let limit = 900

  static func describe(_ chart: Chart, _ rows: [PanelRow]) -> String {
    let panels = rows.flatMap(\.panels)
    let marks = panels.flatMap(\.marks)
    var kinds: [String] = []
    for kind in marks.compactMap(\.spokenName) where !kinds.contains(kind) { kinds.append(kind) }
    var sentences: [String] = []
    if let title = chart.title { sentences.append(ended(RichText(title).plain)) }
    var opening = "Chart of " + (kinds.isEmpty ? "no data" : list(kinds))
    let names = rows.first?.panels.compactMap(\.title).map { RichText($0).plain } ?? []
    if names.count > 1 { opening += " in \(names.count) panels: " + list(names) }
    sentences.append(opening + ".")
    for axis in Axis.allCases {
      if let sentence = axisSentence(axis, chart, rows, marks) { sentences.append(sentence) }
    }
    var length = sentences.map { $0.count + 1 }.reduce(0, +)
    var skipped = 0
    for panel in rows.first?.panels ?? [] {
      let series = seriesSentences(panel)
      let prefix = panel.title.map { RichText($0).plain + ": " } ?? ""
      for (index, sentence) in series.enumerated() {
        let text = (index == 0 ? prefix : "") + sentence
        if length + text.count > limit {
          skipped += 1
        } else {
          sentences.append(text)
          length += text.count + 1
        }
      }
    }
    if skipped > 0 { sentences.append("\(skipped) more series are in the data table.") }
    return sentences.joined(separator: " ")
  }

  private static func axisSentence(
    _ axis: Axis, _ chart: Chart, _ rows: [PanelRow], _ marks: [any Mark]
  ) -> String? {
    let settings =
      axis == .x
      ? (rows.first?.xAxis ?? AxisSettings()).over(chart.xAxis)
      : (rows.first?.yAxis ?? AxisSettings()).over(chart.yAxis)
    let columns = marks.flatMap(\.channels).filter { $0.axis == axis && $0.extendsDomain }
    guard let first = columns.first else { return nil }
    let title = settings.title ?? first.value.label
    let name = RichText(title.isEmpty ? first.value.label : title).plain
    let scale = settings.scale?.spokenName.map { " (\($0))" } ?? ""
    if case .categories(let values) = first.value.values {
      var unique: [String] = []
      for value in values where !unique.contains(value) { unique.append(value) }
      return "\(axis): \(name), "
        + list(unique.prefix(8).map { RichText(firstLine($0)).plain }) + "."
    }
    return "\(axis): \(name)\(scale)."
  }

  /// A sentence for each series; intervals, theory lines and single marks of emphasis are left out.
  private static func seriesSentences(_ panel: Panel) -> [String] {
    var sentences: [String] = []
    var told: Set<String> = []
    for mark in panel.marks where mark.isTold {
      if let table = mark.channels.first(where: { $0.axis == nil })?.value {
        if let sentence = extremes(of: table, mark) { sentences.append(sentence) }
        continue
      }
      guard let x = mark.channels.first(where: { $0.axis == .x })?.value,
        let y = mark.channels.first(where: { $0.axis == .y })?.value, x.count == y.count
      else { continue }
      let name = RichText(mark.style.seriesName ?? y.label).plain
      guard told.insert(name + "|" + y.label).inserted,
        let sentence = sentence(name, x, y)
      else { continue }
      sentences.append(sentence)
    }
    return sentences
  }

  private static func sentence(_ name: String, _ x: PlottableValue, _ y: PlottableValue) -> String?
  {
    if case .categories = y.values {
      return "\(name): " + list((0..<min(8, x.count)).map { "\(value(y, $0)) \(value(x, $0))" })
        + "."
    }
    let indices = (0..<y.count).filter { y.order(at: $0).isFinite }
    guard let first = indices.first, let last = indices.last, indices.count > 1 else { return nil }
    if case .categories = x.values {
      return "\(name): " + list(indices.prefix(8).map { "\(value(x, $0)) \(value(y, $0))" }) + "."
    }
    if indices.count <= 5 {
      return "\(name): " + list(indices.map { value(y, $0) })
        + " from \(value(x, first)) to \(value(x, last))."
    }
    let (start, end) = (y.order(at: first), y.order(at: last))
    let low = indices.min { y.order(at: $0) < y.order(at: $1) } ?? first
    let high = indices.max { y.order(at: $0) < y.order(at: $1) } ?? last
    let verb = end > start ? "rises" : end < start ? "falls" : "goes"
    var text =
      "\(name) \(verb) from \(value(y, first)) at \(value(x, first)) to \(value(y, last)) "
      + "at \(value(x, last))"
    // A turn in between matters when it leaves the range of the ends by a tenth of the whole.
    let range = y.order(at: high) - y.order(at: low)
    if y.order(at: high) - max(start, end) > 0.1 * range {
      text += ", highest \(value(y, high)) at \(value(x, high))"
    }
    if min(start, end) - y.order(at: low) > 0.1 * range {
      text += ", lowest \(value(y, low)) at \(value(x, low))"
    }
    return text + "."
  }

  private static func extremes(of table: PlottableValue, _ mark: any Mark) -> String? {
    let indices = (0..<table.count).filter { table.order(at: $0).isFinite }
    guard let low = indices.min(by: { table.order(at: $0) < table.order(at: $1) }),
      let high = indices.max(by: { table.order(at: $0) < table.order(at: $1) })
    else { return nil }
    func place(_ index: Int) -> String {
      mark.channels.filter { $0.axis != nil }.map {
        firstLine(value($0.value, index))
      }.joined(separator: ", ")
    }
    return "\(RichText(table.label).plain) from \(value(table, low)) (\(place(low))) to "
      + "\(value(table, high)) (\(place(high)))."
  }

  private static func value(_ column: PlottableValue, _ index: Int) -> String {
    var copy = column
    copy.label = ""
    return copy.spoken(at: index)
  }

  private static func firstLine(_ text: String) -> String {
    text.split(separator: "\n").first.map(String.init) ?? text
  }

  private static func ended(_ text: String) -> String {
    text.hasSuffix(".") || text.hasSuffix("?") ? text : text + "."
  }

  private static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension PlottableValue {
  /// Something that is ordered as the values are; NaN for categories.
  func order(at index: Int) -> Double {
    switch values {
    case .numbers(let numbers), .logarithms(let numbers): numbers[index]
    case .categories: .nan
    }
  }
}

extension Mark {
  /// Whether the alternative text tells the mark's numbers: data, not intervals nor theory.
  fileprivate var isTold: Bool {
    guard spokenName != nil, tellsItsNumbers else { return false }
    return style.foreground != .theory && style.foreground != .ink && style.foreground != .muted
  }
}
