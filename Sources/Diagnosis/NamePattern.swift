/// A pattern of names: "*" for any text, "?" for one character, "{a,b}" for one of several texts.
///
/// "*" crosses dots, so that `*.bias` is every bias.
public struct NamePattern: Hashable, Sendable, CustomStringConvertible {
  /// The pattern as it was written.
  public let text: String
  private let alternatives: [[Character]]

  /// Alternatives of braces are multiplied out; more than these are refused.
  private static let most = 256

  /// Reads a pattern; nil where braces do not close, nest, or ask for too much.
  public init?(_ text: String) {
    self.text = text
    var heads = [[Character]()]
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "{") {
      guard let close = rest[open...].firstIndex(of: "}") else { return nil }
      let inner = rest[rest.index(after: open)..<close]
      guard !inner.contains("{"), !rest[..<open].contains("}") else { return nil }
      let choices = inner.split(separator: ",", omittingEmptySubsequences: false)
      heads = heads.flatMap { head in choices.map { head + Array(rest[..<open]) + Array($0) } }
      guard heads.count <= Self.most else { return nil }
      rest = rest[rest.index(after: close)...]
    }
    guard !rest.contains("}"), !text.isEmpty else { return nil }
    alternatives = heads.map { $0 + Array(rest) }
  }

  public var description: String { text }

  /// Whether a name matches, in time of their lengths' product.
  public func matches(_ name: String) -> Bool {
    let name = Array(name)
    return alternatives.contains { Self.matches($0[...], name[...]) }
  }

  /// With one place to return to: the last star.
  private static func matches(_ pattern: ArraySlice<Character>, _ name: ArraySlice<Character>) -> Bool {
    var (p, n) = (pattern.startIndex, name.startIndex)
    var (star, mark): (Int?, Int) = (nil, n)
    while n < name.endIndex {
      if p < pattern.endIndex, pattern[p] == "*" {
        (star, mark) = (p, n)
        p += 1
      } else if p < pattern.endIndex, pattern[p] == "?" || pattern[p] == name[n] {
        p += 1
        n += 1
      } else if let star {
        p = star + 1
        mark += 1
        n = mark
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }
}
