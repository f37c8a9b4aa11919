/// The YAML between `---` lines at the top of a page.
struct FrontMatter {
  private var lines: [String] = []

  mutating func add(_ key: String, _ value: String) {
    lines.append("\(key): \(Self.quoted(value))")
  }

  /// Adds a value that is YAML already.
  mutating func add(_ key: String, yaml: String) {
    lines.append("\(key): \(yaml)")
  }

  mutating func add(_ key: String, _ values: [String]) {
    lines.append("\(key): [\(values.map(Self.quoted).joined(separator: ", "))]")
  }

  /// The block with its markers, or nothing when it is empty.
  var text: String {
    lines.isEmpty ? "" : "---\n" + lines.map { $0 + "\n" }.joined() + "---\n\n"
  }

  /// A double-quoted YAML scalar: nothing in it can end it or begin something else.
  static func quoted(_ text: String) -> String {
    var quoted = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      // Control characters, and those that count as line breaks in YAML.
      case _
      where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || [0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF].contains(scalar.value):
        let digits = String(scalar.value, radix: 16, uppercase: true)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return "\"\(quoted)\""
  }
}
