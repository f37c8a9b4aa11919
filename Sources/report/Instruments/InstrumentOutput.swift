import ArgumentParser
import Foundation
import Publishing
import ReportFolder

/// How an instrument prints its result.
struct InstrumentOutput: ParsableArguments {
  @Flag(help: "Print JSON, numbers in full precision.")
  var json = false

  @Flag(help: "Print CSV, numbers in full precision.")
  var csv = false

  func validate() throws {
    if json && csv { throw ValidationError("--json and --csv exclude each other; give one.") }
  }

  /// Prints a value as JSON, its table as CSV, or both for a reader.
  func print(_ value: some Encodable, _ table: InstrumentTable) throws {
    try print(value, csv: table.csv, text: table.text)
  }

  /// The same for an instrument whose readers see other columns than its CSV has.
  func print(
    _ value: some Encodable, csv: @autoclosure () -> String, text: @autoclosure () -> String
  ) throws {
    if json {
      Console.print(String(decoding: try CanonicalJSON.encode(value), as: UTF8.self))
    } else {
      Console.print(self.csv ? csv() : text())
    }
  }
}

/// A table of an instrument: columns with names, rows of cells.
struct InstrumentTable {
  /// What a cell holds.
  enum Cell {
    case text(String)
    case number(Double)
    case integer(Int)
    case missing
  }

  let columns: [String]
  let rows: [[Cell]]
  /// Whether readers see all digits, too.
  var isExact = false
  /// Sentences under the table, for readers only.
  var notes: [String] = []

  /// Comma-separated, with a line of names; numbers as the shortest text that reads back as the same.
  var csv: String {
    ([columns.map(TextTable.quoted)] + rows.map { $0.map(Self.exact) })
      .map { $0.joined(separator: ",") + "\n" }.joined()
  }

  /// Aligned columns; six significant digits unless the table is exact.
  var text: String {
    let cells = [columns] + rows.map { $0.map(isExact ? Self.exact : Self.short) }
    // The first column is a name, the others are numbers.
    let lines = TextTable.aligned(cells, names: 1)
    let below = notes.isEmpty ? "" : "\n" + notes.map { $0 + "\n" }.joined()
    return lines.map { $0 + "\n" }.joined() + below
  }

  private static func exact(_ cell: Cell) -> String {
    switch cell {
    case .text(let text): TextTable.quoted(text)
    case .number(let number): "\(number)"
    case .integer(let number): "\(number)"
    case .missing: ""
    }
  }

  private static func short(_ cell: Cell) -> String {
    switch cell {
    case .text(let text): text
    case .number(let number): short(number)
    case .integer(let number): "\(number)"
    case .missing: "–"
    }
  }

  /// A number for readers: six significant digits.
  static func short(_ number: Double) -> String {
    number.isNaN ? "–" : String(format: "%.6g", number)
  }
}

extension InstrumentTable.Cell {
  init(_ number: Double?) { self = number.map(Self.number) ?? .missing }
}

/// Seeds and threads, for instruments that sample.
struct SamplingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: "The root of all random numbers, 0 … 18446744073709551615.")
  var seed: UInt64 = 1

  @Option(
    parsing: .unconditional, help: "How many threads, 1 … 1024; the result does not depend on it.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard (1...1024).contains(jobs) else {
      throw ValidationError("--jobs \(jobs) is out of range; give a number from 1 to 1024.")
    }
  }
}

/// A number as people write it: 3, not 3.0, and 1e12, not 1000000000000.0.
private func plain(_ x: Double) -> String {
  if x.magnitude >= 1e9 {
    let text = String(format: "%.6g", x)
    if Double(text) == x { return text.replacing("e+0", with: "e").replacing("e+", with: "e") }
  }
  let text = "\(x)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// Throws wrong usage unless a number lies in a range; `example` is one that is usual.
func requireOption(
  _ name: String, _ value: Double, in range: ClosedRange<Double>, suchAs example: Double? = nil
) throws {
  guard range.contains(value) else {
    throw ValidationError(
      "--\(name) \(plain(value)) is out of range; give a number from \(plain(range.lowerBound)) to "
        + "\(plain(range.upperBound))\(example.map { ", such as \(plain($0))" } ?? "")."
    )
  }
}
