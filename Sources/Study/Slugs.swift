/// Names as parts of ids, told apart by a number where letters and digits do not.
package func slugs(_ names: [String]) -> [String] {
  var taken: Set<String> = []
  return names.map { name in
    var candidate = slug(name)
    var number = 2
    while !taken.insert(candidate).inserted {
      candidate = "\(slug(name))-\(number)"
      number += 1
    }
    return candidate
  }
}

/// A name as part of ids and fact names: ASCII letters and digits in lower case, joined by hyphens.
package func slug(_ name: String) -> String {
  let parts = name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
  return parts.isEmpty ? "network" : parts.joined(separator: "-")
}

extension String {
  /// The text with its first letter in upper case.
  package var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
