import Graphics

/// The data of a chart as rows and columns: for a CSV file, and for readers who cannot see it.
public struct DataTable: Equatable, Sendable {
  /// A cell.
  public enum Cell: Equatable, Hashable, Sendable {
    case empty
    case text(String)
    case number(Double)
  }

  public var columns: [String]
  public var rows: [[Cell]]

  /// Comma-separated values with a header (RFC 4180): numbers as Swift prints them, "\n" at the end
  /// of each line.
  public var csv: String {
    var text = columns.map(Self.quoted).joined(separator: ",") + "\n"
    for row in rows { text += row.map(Self.written).joined(separator: ",") + "\n" }
    return text
  }

  private static func written(_ cell: Cell) -> String {
    switch cell {
    case .empty: ""
    case .text(let text): quoted(text)
    case .number(let number):
      number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
    }
  }

  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0 == "\n" }) else { return text }
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
  private struct Key: Hashable {
    var panel: String
    var series: String
    var place: [DataTable.Cell]
  }

  private(set) var table = DataTable(columns: [], rows: [])
  private var columnIndex: [String: Int] = [:]
  private var rowIndex: [Key: Int] = [:]

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
    let series = mark.seriesNames
    for index in 0..<(channels.map(\.value.count).max() ?? 0) {
      let name = series.isEmpty ? "" : series[min(index, series.count - 1)]
      let place = places.map { cell($0.value, index) }
      var key = Key(panel: panel, series: RichText(name).plain, place: place)
      if places.isEmpty { key.place = [.number(Double(table.rows.count))] }
      let row = rowIndex[key] ?? append(key, placeColumns, place)
      for (channel, column) in zip(values, valueColumns) {
        set(row, column, cell(channel.value, index))
      }
    }
  }

  private mutating func append(_ key: Key, _ columns: [Int], _ cells: [DataTable.Cell]) -> Int {
    let row = table.rows.count
    table.rows.append([])
    rowIndex[key] = row
    if let column = columnIndex["panel"], !key.panel.isEmpty { set(row, column, .text(key.panel)) }
    if let column = columnIndex["series"], !key.series.isEmpty {
      set(row, column, .text(key.series))
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

  private func cell(_ column: PlottableValue, _ index: Int) -> DataTable.Cell {
    guard index < column.count else { return .empty }
    switch column.values {
    case .numbers(let numbers), .logarithms(let numbers): return .number(numbers[index])
    case .categories(let names): return .text(RichText(names[index]).plain)
    }
  }
}
