/// What is not as it should be with the fonts of a machine; pictures are still made.
public enum FontWarning: Equatable, Hashable, Sendable {
  /// A family is not installed and another one stands in.
  case substituted(family: String, package: String, with: String)
  /// There is no font at all; Cairo's built-in strokes stand in.
  case noFont
  /// No installed font has the characters of a language; labels stay English.
  case noFaceForLanguage(CJKScript)
  /// No installed font has a glyph for a character.
  case missingGlyph(Unicode.Scalar)
}

extension FontWarning: CustomStringConvertible {
  public var description: String {
    switch self {
    case .substituted(let family, let package, let other):
      """
      the typeface \(family) is not installed, \(other) stands in and layouts differ: install \
      \(package) (Debian: apt-get install \(package))
      """
    case .noFont:
      """
      no font is installed, charts fall back to Cairo's built-in strokes: install fonts-inter \
      (Debian: apt-get install fonts-inter fonts-dejavu-core)
      """
    case .noFaceForLanguage(let script):
      """
      no installed typeface has \(script.name) characters, labels stay English: install \
      \(script.packages) (Debian: apt-get install \(script.packages.split(separator: " ")[0]))
      """
    case .missingGlyph(let scalar):
      """
      no installed font has the character \(scalar.escaped(asASCII: false)) \
      (U+\(String(scalar.value, radix: 16, uppercase: true))): install one that does, for Chinese \
      fonts-wqy-microhei
      """
    }
  }
}
