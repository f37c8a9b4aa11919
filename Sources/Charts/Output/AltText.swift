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

  private static func seriesSentences(_ panel: Panel) -> [String] {
    var sentences: [String] = []
    for mark in panel.marks where mark.carriesEndLabel && mark.style.foreground == nil {
      guard let x = mark.channels.first(where: { $0.axis == .x })?.value,
        let y = mark.channels.first(where: { $0.axis == .y })?.value,
        x.count == y.count, x.count > 0
      else { continue }
      let name = mark.style.seriesName ?? y.label
      let last = x.count - 1
      let (first, end) = (y.order(at: 0), y.order(at: last))
      let verb = end > first ? "rises" : end < first ? "falls" : "stays"
      let subject = RichText(name).plain
      if last == 0 {
        sentences.append("\(subject): \(value(y, 0)) at \(value(x, 0)).")
      } else if verb == "stays" {
        sentences.append("\(subject) is \(value(y, 0)) from \(value(x, 0)) to \(value(x, last)).")
      } else {
        sentences.append(
          "\(subject) \(verb) from \(value(y, 0)) at \(value(x, 0)) to \(value(y, last)) "
            + "at \(value(x, last)).")
      }
    }
    if sentences.isEmpty {
      for mark in panel.marks where mark.spokenName != nil {
        guard let y = mark.channels.last(where: { $0.axis == .y })?.value else { continue }
        let indices = (0..<y.count).filter { y.order(at: $0).isFinite }
        guard let low = indices.min(by: { y.order(at: $0) < y.order(at: $1) }),
          let high = indices.max(by: { y.order(at: $0) < y.order(at: $1) })
        else { continue }
        let name = mark.style.seriesName.map { RichText($0).plain } ?? RichText(y.label).plain
        sentences.append("\(name) between \(value(y, low)) and \(value(y, high)).")
      }
    }
    return sentences
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
