import Numerics

extension Dataset {
  /// Reads comma-separated numbers; the last column is the target, or the class.
  ///
  /// A first line that is not all numbers is a header. Empty lines are skipped. For classification the
  /// last column holds any labels; classes are numbered in the order of their first appearance.
  /// Errors name the line, counted from 1.
  public init(csv text: String, task: Task) throws(TrainingError) {
    var inputs: [Double] = []
    var targets: [Double] = []
    var labels: [String] = []
    var classes: [Int] = []
    var columns: Int?
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() where line.contains(where: { !$0.isWhitespace }) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
      let numeric = task == .regression ? cells[...] : cells.dropLast()
      let numbers = numeric.map { Double($0) }
      if columns == nil && numbers.contains(where: { $0 == nil }) && inputs.isEmpty && index == 0 {
        continue
      }
      guard cells.count >= 2 else { throw .badLine(index + 1, "has fewer than two columns") }
      if let columns, columns != cells.count {
        throw .badLine(index + 1, "has \(cells.count) columns, not \(columns)")
      }
      columns = cells.count
      for (cell, number) in zip(numeric, numbers) {
        guard let number, number.isFinite else {
          throw .badLine(index + 1, "has “\(cell.prefix(40))”, which is not a finite number")
        }
        inputs.append(number)
      }
      if task == .regression {
        targets.append(inputs.removeLast())
      } else {
        let label = cells[cells.count - 1]
        if let known = labels.firstIndex(of: label) {
          classes.append(known)
        } else {
          guard labels.count < 1000 else { throw .badLine(index + 1, "begins the 1001st class") }
          classes.append(labels.count)
          labels.append(label)
        }
      }
    }
    guard let columns else { throw .noSamples }
    let features = Matrix(
      rows: inputs.count / (columns - 1), columns: columns - 1, elements: inputs)
    if task == .regression {
      try self.init(
        inputs: features, targets: Matrix(rows: targets.count, columns: 1, elements: targets),
        task: task)
      return
    }
    guard labels.count >= 2 else { throw .oneClass }
    var oneHot = Matrix(rows: classes.count, columns: labels.count)
    for (row, label) in classes.enumerated() { oneHot[row, label] = 1 }
    try self.init(inputs: features, targets: oneHot, task: task)
  }

  private static func trimmed(_ cell: Substring) -> String {
    let start = cell.drop(while: \.isWhitespace)
    let end = start.reversed().drop(while: \.isWhitespace).reversed()
    return String(Array(end))
  }
}
