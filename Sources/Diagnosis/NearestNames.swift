import Simulation
import WeightFiles

/// Something that was asked of a file by a name or a pattern that nothing in it has.
public struct NothingNamed: Error, Equatable, Sendable, CustomStringConvertible {
  /// The sentence.
  public let description: String

  /// Checks that each pattern finds a tensor, and that some are left: what nothing is looked at in would pass every test.
  ///
  /// - Throws: ``NothingNamed`` with the names that come nearest.
  public static func check(
    _ file: WeightFile, only: [NamePattern], except: [NamePattern]
  ) throws(NothingNamed) {
    let names = file.tensors.map(\.name)
    guard !names.isEmpty else { return }
    for pattern in only where !names.contains(where: pattern.matches) {
      throw NothingNamed(
        description:
          "\(file.name.visible): --only '\(pattern)' matches none of its \(names.count) tensors; \(NearestNames(to: pattern.text, among: names).words)"
      )
    }
    let isLeft = names.contains { name in
      (only.isEmpty || only.contains { $0.matches(name) })
        && !except.contains { $0.matches(name) }
    }
    if !isLeft {
      throw NothingNamed(
        description:
          "\(file.name.visible): --except leaves none of its \(names.count) tensors; remove a pattern"
      )
    }
  }
}

/// The names of a file that come nearest to one that it does not have.
struct NearestNames {
  let names: [String]

  /// How many are told, and among how many they are looked for.
  private static let (told, most) = (3, 4_096)

  /// Compares by edits with each name and with what it begins with, part by part; stars stand for nothing.
  init(to asked: String, among all: [String]) {
    let asked = String(asked.filter { !"*?{}".contains($0) })
      .trimmingParts
    let ranked = all.prefix(Self.most).enumerated().map { place, name in
      (
        edits: Self.beginnings(of: name).map {
          CatalogError.edits(from: asked, to: $0.lowercased())
        }
        .min() ?? Int.max, place: place, name: name
      )
    }
    names = ranked.sorted { ($0.edits, $0.place) < ($1.edits, $1.place) }.prefix(Self.told)
      .map(\.name)
  }

  /// "a", "a.b", "a.b.weight".
  private static func beginnings(of name: String) -> [String] {
    name.indices.filter { name[$0] == "." || name[$0] == "/" }.map { String(name[..<$0]) } + [name]
  }

  /// "the nearest names are 'a' and 'b'", for the end of a sentence.
  var words: String {
    let quoted = names.map { "'\($0.visible)'" }
    guard quoted.count > 1 else { return "its name is \(quoted.first ?? "none")" }
    return "the nearest names are \(quoted.dropLast().joined(separator: ", ")) and "
      + quoted[quoted.count - 1]
  }
}

extension String {
  /// Without the dots and strokes at its ends.
  fileprivate var trimmingParts: String {
    var text = Substring(self)
    while let last = text.last, last == "." || last == "/" { text.removeLast() }
    while let first = text.first, first == "." || first == "/" { text.removeFirst() }
    return String(text)
  }
}
