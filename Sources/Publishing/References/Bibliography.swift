import ProseScanning

/// Where the works that chapters cite can be read, from `references.txt`.
struct Bibliography: Sendable {
  /// The template that holds the addresses.
  static let path = "references.txt"

  /// Addresses by the title's key.
  private let addresses: [String: String]

  /// Reads lines `Title: address`; `#` begins a remark.
  init(_ text: String) {
    var addresses: [String: String] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      guard let colon = line.lastRange(of: ": ") else { continue }
      addresses[Self.key(line[..<colon.lowerBound])] = String(line[colon.upperBound...])
    }
    self.addresses = addresses
  }

  /// The items of a chapter's list of references, each with the address of its work.
  func linked(_ body: String) -> String {
    guard !addresses.isEmpty, let start = body.firstPlace(of: "\n## References") else {
      return body
    }
    let list = body[start...].split(separator: "\n", omittingEmptySubsequences: false)
    return body[..<start]
      + list.map { line in
        guard let address = address(of: line) else { return String(line) }
        // A parenthesis would end the address.
        let safe = address.replacing("(", with: "%28").replacing(")", with: "%29")
        return "\(line) [\(Self.label(address))](\(safe))"
      }.joined(separator: "\n")
  }

  /// The address of the work that an item names, if it is known and the item has none yet.
  func address(of item: Substring) -> String? {
    guard item.hasPrefix("- "), !item.contains("](http") else { return nil }
    let titles =
      item.matches(of: /“([^”]+)”/).map(\.output.1)
      + item.matches(of: /\*([^*]+)\*/).map(\.output.1)
    return titles.lazy.compactMap { addresses[Self.key($0)] }.first
  }

  /// What a link is called: a DOI or an arXiv number by itself, another address by its host.
  private static func label(_ address: String) -> String {
    for (prefix, name) in [("https://doi.org/", "doi:"), ("https://arxiv.org/abs/", "arXiv:")]
    where address.hasPrefix(prefix) {
      return name + address.dropFirst(prefix.count)
    }
    return String(address.split(separator: "/", maxSplits: 2).dropFirst().first ?? "")
  }

  /// The letters and digits of a title.
  private static func key(_ title: Substring) -> String {
    String(title.lowercased().filter { $0.isLetter || $0.isNumber })
  }
}

extension Substring {
  /// The last place of a text.
  fileprivate func lastRange(of text: String) -> Range<Index>? {
    ranges(of: text).last
  }
}
