import Graphics

/// The data of a chart as rows and columns: for a CSV file, and for readers who cannot see it.
public struct DataTable: Equatable, Sendable {
  /// A cell.
  public enum Cell: Equatable, Hashable, Sendable {
    case empty
    case text(String)
    case number(Double)
  }

  /// The names of the columns.
  public var columns: [String]
  /// The cells row by row.
  public var rows: [[Cell]]

  /// Comma-separated values with a header (RFC 4180): numbers as Swift prints them, "\n" at the end
  /// of each line.
  public var csv: String {
    var text = columns.map(Self.quoted).joined(separator: ",") + "\n"
    // Panel and series are the same from row to row: their quoted forms are kept from the row above.
    var last = [(cell: Cell, text: String)](repeating: (.empty, ""), count: columns.count)
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column > 0 { text += "," }
        switch cell {
        case .empty: continue
        case .number(let number): text += Self.written(number)
        case .text(let name):
          if column >= last.count || last[column].cell != cell {
            let written = Self.quoted(name)
            text += written
            if column < last.count { last[column] = (cell, written) }
          } else {
            text += last[column].text
          }
        }
      }
      text += "\n"
    }
    return text
  }

  private static func written(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
  }

  private static func quoted(_ text: String) -> String {
    let special: [UInt8] = [0x2C, 0x22, 0x0A]  // comma, quotation mark, new line
    guard text.utf8.contains(where: special.contains) else { return text }
    var result = "\""
    for character in text {
      if character == "\"" { result.append("\"") }
      result.append(character)
    }
    return result + "\""
  }
}

extension Chart {
  /// What the chart shows, as a table: panel, series, x, and a column for each value; marks of one
  /// series that share an x share a row.
  public var table: DataTable { TableBuilder(rows).table }
}

private struct TableBuilder {
  /// The panel and the series of a row.
  private struct Group: Hashable {
    var panel: String
    var series: String
  }

  private struct Key: Hashable {
    var group: Int
    var place: [DataTable.Cell]
  }

  private(set) var table = DataTable(columns: [], rows: [])
  private var columnIndex: [String: Int] = [:]
  private var rowIndex: [Key: Int] = [:]
  private var groups: [Group] = []
  private var groupIndex: [Group: Int] = [:]

  init(_ rows: [PanelRow]) {
    let panels = rows.flatMap(\.panels)
    let hasPanels = panels.contains { $0.title != nil }
    let data = { (mark: any Mark) in mark.spokenName != nil }
    let hasSeries = panels.contains { $0.marks.contains { data($0) && !$0.seriesNames.isEmpty } }
    if hasPanels { _ = column("panel") }
    if hasSeries { _ = column("series") }
    // Panels of later rows carry the titles of those above them.
    for row in rows {
      for (index, panel) in row.panels.enumerated() {
        let title =
          panel.title
          ?? (index < (rows.first?.panels.count ?? 0) ? rows[0].panels[index].title : nil)
        for mark in panel.marks where data(mark) {
          add(mark, panel: RichText(title ?? "").plain)
        }
      }
    }
    for index in table.rows.indices {
      let missing = table.columns.count - table.rows[index].count
      table.rows[index] += [DataTable.Cell](repeating: .empty, count: missing)
    }
  }

  private mutating func add(_ mark: any Mark, panel: String) {
    let channels = mark.channels
    // A mark along one axis with two ends (a bar of a histogram) is placed by both.
    let places = channels.filter { $0.axis == .x }
    let values = channels.filter { $0.axis != .x }
    let placeColumns = places.map { column(name(of: $0)) }
    let valueColumns = values.map { column(name(of: $0)) }
    // Words are read once for each column, not once for each row.
    let placeCells = places.map { cells($0.value) }
    let valueCells = values.map { cells($0.value) }
    let names = mark.seriesNames.map { RichText($0).plain }
    let series = (names.isEmpty ? [""] : names).map { group(Group(panel: panel, series: $0)) }
    for index in 0..<(channels.map(\.value.count).max() ?? 0) {
      let place = placeCells.map { index < $0.count ? $0[index] : .empty }
      var key = Key(group: series[min(index, series.count - 1)], place: place)
      if places.isEmpty { key.place = [.number(Double(table.rows.count))] }
      let row = rowIndex[key] ?? append(key, placeColumns, place)
      for (cells, column) in zip(valueCells, valueColumns) {
        set(row, column, index < cells.count ? cells[index] : .empty)
      }
    }
  }

  private mutating func group(_ group: Group) -> Int {
    if let index = groupIndex[group] { return index }
    groupIndex[group] = groups.count
    groups.append(group)
    return groups.count - 1
  }

  private mutating func append(_ key: Key, _ columns: [Int], _ cells: [DataTable.Cell]) -> Int {
    let row = table.rows.count
    table.rows.append([])
    rowIndex[key] = row
    let group = groups[key.group]
    if let column = columnIndex["panel"], !group.panel.isEmpty {
      set(row, column, .text(group.panel))
    }
    if let column = columnIndex["series"], !group.series.isEmpty {
      set(row, column, .text(group.series))
    }
    for (column, cell) in zip(columns, cells) { set(row, column, cell) }
    return row
  }

  private mutating func set(_ row: Int, _ column: Int, _ cell: DataTable.Cell) {
    let missing = column + 1 - table.rows[row].count
    if missing > 0 { table.rows[row] += [DataTable.Cell](repeating: .empty, count: missing) }
    table.rows[row][column] = cell
  }

  private mutating func column(_ name: String) -> Int {
    if let index = columnIndex[name] { return index }
    columnIndex[name] = table.columns.count
    table.columns.append(name)
    return table.columns.count - 1
  }

  private func name(of channel: Channel) -> String {
    let label = RichText(channel.value.label).plain
    let log = if case .logarithms = channel.value.values { "log10 " } else { "" }
    return log + label + (channel.role.isEmpty ? "" : " " + channel.role)
  }

  private func cells(_ column: PlottableValue) -> [DataTable.Cell] {
    switch column.values {
    case .numbers(let numbers), .logarithms(let numbers): numbers.map { .number($0) }
    case .categories(let names): names.map { .text(RichText($0).plain) }
    }
  }
}
