import Graphics

/// The faces a renderer has loaded and what was wrong with them.
///
/// Belongs to one task: neither FreeType nor the caches here may be used by two at a time. Make one
/// per task; finding and loading the faces of a chart takes a few milliseconds.
public final class FontLibrary {
  /// Family and Debian package of each role.
  private static let families: [FontFamily: (name: String, package: String)] = [
    .sans: ("Inter", "fonts-inter"),
    .display: ("Inter Display", "fonts-inter"),
    .mono: ("DejaVu Sans Mono", "fonts-dejavu-core"),
  ]

  /// Which face a role, a weight and a slope lead to.
  struct Key: Hashable {
    var family: FontFamily
    var weight: FontWeight
    var italic: Bool
  }

  /// What was missing so far, each once, in the order it was noticed.
  public private(set) var warnings: [FontWarning] = []

  private let finder: FontFinder
  private var faces: [Key: FontFace] = [:]
  private var fallbacks: [Key: FontFace?] = [:]
  private var stock: [FontFile: FontFace] = [:]
  private var covering: [CoverageKey: FontFace?] = [:]
  /// The language of labels: the one asked for, or "en" when no installed face has its characters.
  public private(set) var language = "en"
  private let builtIn = FontFace()
  private var shaped: [ShapingKey: ShapedText] = [:]

  private struct ShapingKey: Hashable {
    var text: String
    var face: Key
  }

  private struct CoverageKey: Hashable {
    var scalar: Unicode.Scalar
    var weight: FontWeight
  }

  /// Uses the fonts installed for this user.
  ///
  /// - Parameters:
  ///   - language: of the labels: "en", "zh", "ja", "ko". Where no face has its characters, a warning
  ///     says what to install, and `language` is "en".
  public init(language: String = "en") {
    finder = FontFinder()
    use(language)
  }

  /// Uses only the fonts below some folders.
  public init(directories: [String], language: String = "en") {
    finder = FontFinder(directories: directories)
    use(language)
  }

  private func use(_ wanted: String) {
    guard let script = CJKScript(rawValue: wanted) else {
      language = wanted
      return
    }
    language = wanted
    let missing = script.sample.unicodeScalars.contains { scalar in
      anyFace(covering: scalar, weight: .regular) == nil
    }
    if missing {
      language = "en"
      covering = [:]
      warn(.noFaceForLanguage(script))
    }
  }

  /// What is missing on this machine for the three families, found without drawing anything.
  public func check() -> [FontWarning] {
    for family in FontFamily.allCases {
      _ = face(for: Key(family: family, weight: .regular, italic: false))
    }
    return warnings
  }

  /// A line of text with every glyph in its place, per em.
  func shape(_ text: String, _ style: TextStyle) -> ShapedText {
    let key = ShapingKey(
      text: text, face: Key(family: style.family, weight: style.weight, italic: style.italic))
    if let known = shaped[key] { return known }
    let result = ShapedText(text, language: language) { self.face(for: $0, key.face) }
    // Keeps a long-lived library (a server redrawing for hours) from growing without end.
    if shaped.count > 20_000 { shaped.removeAll() }
    shaped[key] = result
    return result
  }

  /// The main face of a style.
  func face(_ style: TextStyle) -> FontFace {
    face(for: Key(family: style.family, weight: style.weight, italic: style.italic))
  }

  /// The face for one character: the style's own, DejaVu Sans, or any that has all of it.
  private func face(for character: Character, _ key: Key) -> FontFace {
    let main = face(for: key)
    let scalars = character.unicodeScalars
    // Joiners and variation selectors are for the shaper; a face need not have glyphs for them.
    func covers(_ face: FontFace) -> Bool {
      scalars.allSatisfy { $0.properties.isDefaultIgnorableCodePoint || face.covers($0) }
    }
    if covers(main) { return main }
    if let fallback = fallback(for: key), covers(fallback) { return fallback }
    for scalar in scalars where !main.covers(scalar) {
      if let found = anyFace(covering: scalar, weight: key.weight) { return found }
      warn(.missingGlyph(scalar))
    }
    return main
  }

  private func face(for key: Key) -> FontFace {
    if let known = faces[key] { return known }
    let found = find(key)
    faces[key] = found
    return found
  }

  private func find(_ key: Key) -> FontFace {
    guard let wanted = FontLibrary.families[key.family] else { return builtIn }
    if let face = load(wanted.name, key) { return face }
    let standIn =
      finder.face(family: "DejaVu Sans", weight: key.weight.rawValue, italic: key.italic)
      ?? finder.anyFace(weight: key.weight.rawValue, italic: key.italic)
    guard let standIn, let face = load(standIn) else {
      warn(.noFont)
      return builtIn
    }
    warn(.substituted(family: wanted.name, package: wanted.package, with: standIn.family))
    return face
  }

  private func fallback(for key: Key) -> FontFace? {
    if let known = fallbacks[key] { return known }
    let face = load("DejaVu Sans", key)
    fallbacks[key] = .some(face)
    return face
  }

  private func load(_ family: String, _ key: Key) -> FontFace? {
    finder.face(family: family, weight: key.weight.rawValue, italic: key.italic).flatMap(load)
  }

  private func load(_ file: FontFile) -> FontFace? {
    if let known = stock[file] { return known }
    let face = FontFace(file)
    stock[file] = face
    return face
  }

  private func anyFace(covering scalar: Unicode.Scalar, weight: FontWeight) -> FontFace? {
    let key = CoverageKey(scalar: scalar, weight: weight)
    if let known = covering[key] { return known }
    let face = finder.face(
      covering: scalar, weight: weight.rawValue,
      language: CJKScript(rawValue: language)?.fontconfigName
    ).flatMap(load)
    covering[key] = .some(face)
    return face
  }

  private func warn(_ warning: FontWarning) {
    if !warnings.contains(warning) { warnings.append(warning) }
  }
}
