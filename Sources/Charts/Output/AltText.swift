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
    let words = chart.spokenWords
    let shown = kinds.isEmpty ? words[.noData] : words.list(kinds.map(words.name))
    let names = rows.first?.panels.compactMap(\.title).map { RichText($0).plain } ?? []
    sentences.append(
      words.text(
        names.count > 1 ? .panels : .chart,
        ["marks": shown, "count": "\(names.count)", "names": words.list(names)]) + ".")
    for axis in Axis.allCases {
      if let sentence = axisSentence(axis, chart, rows, marks) { sentences.append(sentence) }
    }
    var length = sentences.map { $0.count + 1 }.reduce(0, +)
    var skipped = 0
    for panel in rows.first?.panels ?? [] {
      let series = seriesSentences(panel, words)
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
    if skipped > 0 { sentences.append(words.text(.more, ["count": "\(skipped)"])) }
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
    let scale = settings.scale?.spokenName.map { " (\(chart.spokenWords.name($0)))" } ?? ""
    if case .categories(let values) = first.value.values {
      var unique: [String] = []
      for value in values where !unique.contains(value) { unique.append(value) }
      return "\(axis): \(name), "
        + chart.spokenWords.list(unique.prefix(8).map { RichText(firstLine($0)).plain }) + "."
    }
    return "\(axis): \(name)\(scale)."
  }

  /// A sentence for each series; intervals, theory lines and single marks of emphasis are left out.
  private static func seriesSentences(_ panel: Panel, _ words: SpokenWords) -> [String] {
    var sentences: [String] = []
    var told: Set<String> = []
    for mark in panel.marks where mark.isTold {
      if let table = mark.channels.first(where: { $0.axis == nil })?.value {
        if let sentence = extremes(of: table, mark, words) { sentences.append(sentence) }
        continue
      }
      guard let x = mark.channels.first(where: { $0.axis == .x })?.value,
        let y = mark.channels.first(where: { $0.axis == .y })?.value, x.count == y.count
      else { continue }
      let name = RichText(mark.style.seriesName ?? y.label).plain
      guard told.insert(name + "|" + y.label).inserted,
        let sentence = sentence(name, x, y, words)
      else { continue }
      sentences.append(sentence)
    }
    return sentences
  }

  private static func sentence(
    _ name: String, _ x: PlottableValue, _ y: PlottableValue, _ words: SpokenWords
  ) -> String? {
    if case .categories = y.values {
      return "\(name): "
        + words.list((0..<min(8, x.count)).map { "\(value(y, $0)) \(value(x, $0))" }) + "."
    }
    let indices = (0..<y.count).filter { y.order(at: $0).isFinite }
    guard let first = indices.first, let last = indices.last, indices.count > 1 else { return nil }
    if case .categories = x.values {
      return "\(name): "
        + words.list(indices.prefix(8).map { "\(value(x, $0)) \(value(y, $0))" }) + "."
    }
    if indices.count <= 5 {
      return words.text(
        .few,
        [
          "series": name, "values": words.list(indices.map { value(y, $0) }),
          "first": value(x, first), "last": value(x, last),
        ]) + "."
    }
    let (start, end) = (y.order(at: first), y.order(at: last))
    let low = indices.min { y.order(at: $0) < y.order(at: $1) } ?? first
    let high = indices.max { y.order(at: $0) < y.order(at: $1) } ?? last
    func turn(_ key: SpokenWords.Key, _ index: Int) -> String {
      ", " + words.text(key, ["value": value(y, index), "place": value(x, index)])
    }
    var text = words.text(
      end > start ? .rises : end < start ? .falls : .goes,
      [
        "series": name, "start": value(y, first), "first": value(x, first), "end": value(y, last),
        "last": value(x, last),
      ])
    // A turn in between matters when it leaves the range of the ends by a tenth of the whole.
    let range = y.order(at: high) - y.order(at: low)
    if y.order(at: high) - max(start, end) > 0.1 * range {
      text += turn(.highest, high)
    }
    if min(start, end) - y.order(at: low) > 0.1 * range {
      text += turn(.lowest, low)
    }
    return text + "."
  }

  private static func extremes(
    of table: PlottableValue, _ mark: any Mark, _ words: SpokenWords
  ) -> String? {
    let indices = (0..<table.count).filter { table.order(at: $0).isFinite }
    guard let low = indices.min(by: { table.order(at: $0) < table.order(at: $1) }),
      let high = indices.max(by: { table.order(at: $0) < table.order(at: $1) })
    else { return nil }
    func place(_ index: Int) -> String {
      mark.channels.filter { $0.axis != nil }.map {
        firstLine(value($0.value, index))
      }.joined(separator: ", ")
    }
    return words.text(
      .extremes,
      [
        "values": RichText(table.label).plain, "lowest": value(table, low), "first": place(low),
        "highest": value(table, high), "last": place(high),
      ]) + "."
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
