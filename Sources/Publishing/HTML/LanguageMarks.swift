/// Marks Chinese in a text of another language, so that screen readers change their voice and browsers
/// choose Chinese glyphs.
enum LanguageMarks {
  /// HTML text without tags, each run of Chinese in `<span lang="zh">`.
  static func marked(_ text: String) -> String {
    // The first Chinese scalar has three bytes that begin with E2 or more; most text is ASCII.
    guard text.utf8.contains(where: { $0 >= 0xE2 }), text.unicodeScalars.contains(where: isChinese)
    else { return text }
    var output = ""
    var run: [Unicode.Scalar] = []
    func flush() {
      guard !run.isEmpty else { return }
      let words = String(String.UnicodeScalarView(run))
      output += "<span lang=\"zh\">\(words)</span>"
      run = []
    }
    for scalar in text.unicodeScalars {
      if isChinese(scalar) {
        run.append(scalar)
      } else {
        flush()
        output.unicodeScalars.append(scalar)
      }
    }
    flush()
    return output
  }

  /// A character or a mark that only an East Asian face has.
  static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
    isIdeograph(scalar) || isPunctuation(scalar)
  }

  /// The blocks of Chinese characters in Unicode.
  private static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
    default: false
    }
  }

  /// Marks of East Asian width.
  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    (0x3000...0x303F).contains(scalar.value) || (0xFF00...0xFFEF).contains(scalar.value)
  }
}
