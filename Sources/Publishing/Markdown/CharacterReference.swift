/// Character references of HTML, such as `&lt;` and `&#8722;`.
enum CharacterReference {
  /// What a reference stands for; nil for the two thousand names that only browsers know, which are
  /// passed on to them.
  static func text(of reference: String) -> String? {
    let name = reference.dropFirst().dropLast()
    if name.first == "#" {
      let digits = name.dropFirst()
      let isHex = digits.first == "x" || digits.first == "X"
      guard let value = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits) else {
        return nil
      }
      // CommonMark 0.31, section 2.5: what is no character is the replacement character.
      return value == 0 ? "\u{FFFD}" : Unicode.Scalar(value).map { String($0) } ?? "\u{FFFD}"
    }
    return named[String(name)]
  }

  /// Those that people type, so that the page's fonts have their glyphs.
  private static let named = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}",
    "thinsp": "\u{2009}", "ensp": "\u{2002}", "emsp": "\u{2003}", "shy": "\u{AD}", "hellip": "…",
    "ndash": "–", "mdash": "—", "minus": "−", "times": "×", "middot": "·", "plusmn": "±",
    "deg": "°", "micro": "µ", "sect": "§", "copy": "©", "reg": "®", "trade": "™", "laquo": "«",
    "raquo": "»", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "rarr": "→",
    "colon": ":", "Tab": "\t", "NewLine": "\n", "larr": "←", "le": "≤", "ge": "≥", "ne": "≠",
    "infin": "∞", "dollar": "$",
  ]
}
