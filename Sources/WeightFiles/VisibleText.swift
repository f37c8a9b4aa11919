extension String {
  /// The text with every character that steers a terminal, a log or the order of reading as one sees it written: `\n`, `\u{1B}`.
  ///
  /// Names in a file are its maker's words. Raw, a line break in one of them starts a line that a CI service takes for a
  /// command, and an escape sequence rewrites the terminal. C0 and C1 controls, DEL, line and paragraph separators and the
  /// marks of bidirectional text (Unicode Technical Report 36, section 3) are written out; all else stays. Formats whose encoders escape,
  /// JSON and SARIF, have the exact name.
  public var visible: String {
    guard unicodeScalars.contains(where: \.steers) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.steers:
        text += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// The same for text of several lines: line breaks stay.
  public var visibleLines: String {
    unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0).visible }.joined(separator: "\n")
  }
}

extension Unicode.Scalar {
  /// Whether it moves the cursor, ends a line or turns the direction of text.
  fileprivate var steers: Bool {
    switch value {
    case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F,
      0x061C:
      true
    default: false
    }
  }
}
