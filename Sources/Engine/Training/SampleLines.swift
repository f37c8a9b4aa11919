import Numerics

/// Samples as lines of comma-separated numbers, the last of which is the answer or the name of its class.
///
/// A first line that is not all numbers is a header. Empty lines are skipped. Classes are numbered in the
/// order of their first appearance.
struct SampleLines: Equatable {
  /// What is said of the samples.
  enum Answers: Equatable {
    case numbers([Double])
    case classes([Int])
  }

  /// How many inputs a sample has.
  let columns: Int
  /// The inputs, sample after sample.
  let inputs: [Double]
  /// One answer for each sample.
  let answers: Answers

  /// How many samples.
  var count: Int { inputs.count / columns }

  /// Reads lines; errors name the line, counted from 1.
  init(_ text: String, asksForNumbers: Bool) throws(SampleError) {
    var inputs: [Double] = []
    var targets: [Double] = []
    var labels: [String] = []
    var classes: [Int] = []
    var width: Int?
    let lines = text.withoutByteOrderMark.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() where line.contains(where: { !$0.isWhitespace }) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
      let numeric = asksForNumbers ? cells[...] : cells.dropLast()
      let numbers = numeric.map { Double($0) }
      if width == nil && numbers.contains(where: { $0 == nil }) && index == 0 { continue }
      guard cells.count >= 2 else { throw .badLine(index + 1, "has fewer than two columns") }
      if let width, width != cells.count {
        throw .badLine(index + 1, "has \(cells.count) columns, not \(width)")
      }
      width = cells.count
      for (cell, number) in zip(numeric, numbers) {
        guard let number, number.isFinite else {
          throw .badLine(index + 1, "has “\(cell.prefix(40))”, which is not a finite number")
        }
        inputs.append(number)
      }
      if asksForNumbers {
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
    guard let width else { throw .noSamples }
    guard asksForNumbers || labels.count >= 2 else { throw .oneClass }
    columns = width - 1
    self.inputs = inputs
    answers = asksForNumbers ? .numbers(targets) : .classes(classes)
  }

  private static func trimmed(_ cell: Substring) -> String {
    let start = cell.drop(while: \.isWhitespace)
    let end = start.reversed().drop(while: \.isWhitespace).reversed()
    return String(Array(end))
  }
}

/// Why lines are no samples.
enum SampleError: Error, Equatable {
  /// There are none.
  case noSamples
  /// A line cannot be used; counted from 1.
  case badLine(Int, String)
  /// Only one class.
  case oneClass
}

extension SampleError: CustomStringConvertible {
  var description: String {
    switch self {
    case .noSamples: "There are no samples to learn from."
    case .badLine(let line, let problem): "Line \(line) \(problem)."
    case .oneClass: "All samples have the same class; classification needs at least two."
    }
  }
}

extension String {
  /// The text without the byte order mark that spreadsheets and some editors begin it with.
  package var withoutByteOrderMark: Substring {
    Substring(unicodeScalars.drop { $0 == "\u{FEFF}" })
  }
}
