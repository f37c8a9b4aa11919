import Simulation
import Yams

extension YAMLFields {
  /// An entry that nothing asked for is a mistake of the author.
  ///
  /// Call it last, and, where an entry may be missing because its key is misspelt, first with all the keys.
  ///
  /// - Parameters:
  ///   - names: what else may stand here, to suggest.
  ///   - allowed: keys that another check refuses with better words.
  package func refuseUnknownKeys(known names: [String] = [], except allowed: [String] = [])
    throws(StudyFileError)
  {
    var all: [String] = []
    for name in names + known where !all.contains(name) { all.append(name) }
    let known = all
    for (key, _) in mapping {
      guard let text = key.scalar?.string else {
        throw Self.error(document, key, "a key should be a word, but is \(Self.kind(of: key))")
      }
      guard !known.contains(text), !allowed.contains(text) else { continue }
      let near = Self.nearest(text, of: known).map { "“\($0)”" }.joined(separator: " or ")
      throw Self.error(
        document, key,
        "there is no entry “\(text.prefix(60))”\(path.isEmpty ? "" : " in “\(path)”")"
          + (near.isEmpty
            ? "; the entries are \(known.joined(separator: ", "))" : "; did you mean \(near)?"))
    }
  }

  /// The keys that an unknown one may stand for: those that begin as it does or are one of its words (`init` for
  /// `initializer`, `learning-rate` for `rate`), else the one that is a few letters away.
  private static func nearest(_ text: String, of known: [String]) -> [String] {
    func isPart(_ short: String, of long: String) -> Bool {
      short.count >= 3
        && (long.hasPrefix(short) || long.split(separator: "-").contains { $0 == short })
    }
    let text = text.lowercased()
    let kin = known.filter { isPart(text, of: $0) || isPart($0, of: text) }
    if !kin.isEmpty { return Array(kin.prefix(3)) }
    return CatalogError(kind: "name", name: text, known: known).suggestion.map { [$0] } ?? []
  }
}
