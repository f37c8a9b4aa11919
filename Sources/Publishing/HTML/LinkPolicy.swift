/// Which links a page may hold.
enum LinkPolicy {
  /// Whether an address leads somewhere, rather than running a program or reading a file.
  static func allows(_ address: String) -> Bool {
    // Browsers skip white space and control characters in a scheme.
    let plain = address.lowercased().filter {
      $0.isASCII && !$0.isWhitespace && !$0.isNewline && ($0.asciiValue ?? 0) > 0x20
    }
    let scheme = plain.prefix { $0 != ":" && $0 != "/" && $0 != "#" && $0 != "?" }
    guard plain.dropFirst(scheme.count).first == ":" else { return true }
    return ["http", "https", "mailto"].contains(String(scheme))
  }

  /// The tag of a link as somebody wrote it, without its address when that is not allowed.
  static func safe(_ tag: String) -> String {
    for match in tag.matches(of: /(?i)\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/) {
      let written = match.output.1 ?? match.output.2 ?? match.output.3 ?? ""
      // Browsers decode references, with or without their semicolon.
      let address = String(written).replacing(/&(#?[A-Za-z0-9]+);?/) { reference in
        CharacterReference.text(of: "&\(reference.output.1);") ?? String(reference.output.0)
      }
      if !allows(address) { return "<a>" }
    }
    return tag
  }
}
