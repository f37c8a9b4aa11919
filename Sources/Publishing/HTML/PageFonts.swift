import CairoRendering
import Foundation

/// The typefaces of the page, embedded as subsets.
struct PageFonts {
  /// A face the page asks for.
  struct Face {
    /// The family, as fontconfig and the style sheet know it; embedded, it hides the reader's own.
    var family: String
    var package: String
    var weight = 400
    var italic = false
    var isMath = false
    /// Holds the Chinese of the page and nothing else.
    var isChinese = false
  }

  /// Every face of `theme.css`.
  static let faces = [
    Face(family: "Inter", package: "fonts-inter"),
    Face(family: "Inter", package: "fonts-inter", weight: 500),
    Face(family: "Inter", package: "fonts-inter", weight: 600),
    Face(family: "Inter", package: "fonts-inter", italic: true),
    Face(family: "Inter Display", package: "fonts-inter", weight: 600),
    Face(family: "Charis SIL", package: "fonts-sil-charis"),
    Face(
      family: "Charis SIL", package: "fonts-sil-charis", weight: 700),
    Face(
      family: "Charis SIL", package: "fonts-sil-charis", italic: true),
    Face(family: "DejaVu Sans Mono", package: "fonts-dejavu-core"),
    Face(
      family: "Latin Modern Math", package: "fonts-lmodern", isMath: true),
    Face(family: "Droid Sans Fallback", package: "fonts-droid-fallback", isChinese: true),
  ]

  /// The `@font-face` rules.
  private(set) var css = ""
  /// The rule of the math font alone.
  private(set) var mathCSS = ""
  /// Families that are not installed, each once.
  private(set) var warnings: [FontWarning] = []

  /// Embeds what is installed.
  ///
  /// - Parameters:
  ///   - text: the characters of the page.
  ///   - math: the characters of its formulas.
  init(text: Set<Unicode.Scalar>, math: Set<Unicode.Scalar>, finder: borrowing FontFinder) {
    let chinese = text.filter(LanguageMarks.isChinese)
    for face in PageFonts.faces {
      // Accents and braces stretch from the plain marks; digits and brackets come with any formula.
      let wanted =
        face.isMath
        ? math.union("()[]{}|‖√0123456789".unicodeScalars) : face.isChinese ? chinese : text
      guard !(face.isMath ? math : face.isChinese ? chinese : text).isEmpty else { continue }
      guard
        let file = finder.face(
          family: face.family, weight: face.weight, italic: face.italic),
        let subset = FontSubset.make(of: file, keeping: wanted), let bytes = WebFont.pack(subset)
      else {
        let standIn = face.isMath ? "the reader's own math font" : "the reader's own font"
        let warning = FontWarning.substituted(
          family: face.family, package: face.package, with: standIn)
        if !warnings.contains(warning) { warnings.append(warning) }
        continue
      }
      let rule = """
        @font-face{font-family:"\(face.family)";font-weight:\(face.weight);\
        font-style:\(face.italic ? "italic" : "normal");\
        src:url(data:font/woff;base64,\(Data(bytes).base64EncodedString())) format("woff")}

        """
      css += rule
      if face.isMath { mathCSS = rule }
    }
  }
}
