/// Rows of cells as lines, for people and for programs.
enum TextTable {
  /// Columns side by side, a line for each row; the first `names` columns are words, the others numbers.
  static func aligned(_ rows: [[String]], names: Int) -> [String] {
    guard let first = rows.first else { return [] }
    let widths = first.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let line = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return column < names ? row[column] + padding : padding + row[column]
      }.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// A cell of comma-separated values (RFC 4180).
  static func quoted(_ cell: String) -> String {
    cell.contains { "\",\n".contains($0) }
      ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
  }
}
