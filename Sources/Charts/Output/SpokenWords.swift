/// The words of the alternative texts that charts write by themselves.
///
/// English unless a chart is given others; `{blanks}` are filled in.
public struct SpokenWords: Equatable, Sendable {
  /// What there are words for.
  public enum Key: String, CaseIterable, Sendable {
    case and
    case noData = "no-data"
    case chart
    case panels
    case few
    case rises, falls, goes
    case highest, lowest
    case extremes
    case more
    // Marks and scales.
    case area, bars, curve, density, histogram, intervals, line, points, ribbon, ridges
    case heatMap = "heat map"
    case logScale = "log scale"
    case symmetricLogScale = "symmetric log scale"
    case squareRootScale = "square-root scale"
    case powerScale = "power scale"
  }

  private var texts: [Key: String]

  /// The words in English.
  public static let english = SpokenWords(
    texts: Dictionary(
      uniqueKeysWithValues: Key.allCases.map { ($0, sentences[$0] ?? $0.rawValue) }))

  private static let sentences: [Key: String] = [
    .noData: "no data", .chart: "Chart of {marks}",
    .panels: "Chart of {marks} in {count} panels: {names}",
    .few: "{series}: {values} from {first} to {last}",
    .rises: "{series} rises from {start} at {first} to {end} at {last}",
    .falls: "{series} falls from {start} at {first} to {end} at {last}",
    .goes: "{series} goes from {start} at {first} to {end} at {last}",
    .highest: "highest {value} at {place}", .lowest: "lowest {value} at {place}",
    .extremes: "{values} from {lowest} ({first}) to {highest} ({last})",
    .more: "{count} more series are in the data table.",
  ]

  /// The words for something.
  public subscript(key: Key) -> String {
    get { texts[key] ?? key.rawValue }
    set { texts[key] = newValue }
  }

  /// The words for something with their blanks filled.
  func text(_ key: Key, _ blanks: KeyValuePairs<String, String>) -> String {
    // In one pass, so that a name with braces is not taken for a blank.
    var rest = self[key][...]
    var text = ""
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = rest[rest.index(after: open)..<close]
      text += rest[..<open]
      text += blanks.first { $0.key == name }?.value ?? String(rest[open...close])
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }

  /// A mark or a scale by what it calls itself; its own word for one of somebody else's.
  func name(_ spoken: String) -> String { Key(rawValue: spoken).map { self[$0] } ?? spoken }

  /// Items as a list in a sentence.
  func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " \(self[.and]) " + last
  }
}
