import Study

extension [Double] {
  /// The numbers in a row for an alternative text, with commas.
  func commaSeparated(_ format: NumberFormat) -> String {
    map { format.text($0) }.joined(separator: ", ")
  }
}

extension [Int] {
  /// The widths of a network as the report writes them: `64-128-64`.
  var asWidths: String { map(String.init).joined(separator: "-") }
}
