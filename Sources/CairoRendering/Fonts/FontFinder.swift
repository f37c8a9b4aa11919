import CCairo

/// Asks fontconfig for faces; the sole owner of a reference to a configuration.
public struct FontFinder: ~Copyable {
  private let configuration: OpaquePointer?

  /// Looks among the fonts installed for this user.
  public init() {
    configuration = FcConfigReference(nil)
  }

  /// Looks only below the given folders; no folder means no font at all.
  public init(directories: [String]) {
    configuration = FcConfigCreate()
    for directory in directories {
      _ = FcConfigAppFontAddDir(configuration, directory)
    }
  }

  deinit {
    if let configuration { FcConfigDestroy(configuration) }
  }

  /// The face of a family closest to a CSS weight, or nil when the family is not installed.
  public func face(family: String, weight: Int = 400, italic: Bool = false) -> FontFile? {
    match(family: family, weight: weight, italic: italic, covering: nil).flatMap {
      $0.names.contains { $0.lowercased() == family.lowercased() } ? $0.file : nil
    }
  }

  /// Some face that has a glyph for a character, or nil; of several one without serifs, drawn for
  /// the language (`zh-cn`), if there is one.
  public func face(covering scalar: Unicode.Scalar, weight: Int = 400, language: String? = nil)
    -> FontFile?
  {
    match(
      family: "sans-serif", weight: weight, italic: false, covering: scalar, language: language)?
      .file
  }

  /// Any face at all, or nil when the machine has none.
  public func anyFace(weight: Int = 400, italic: Bool = false) -> FontFile? {
    match(family: nil, weight: weight, italic: italic, covering: nil)?.file
  }

  private func match(
    family: String?, weight: Int, italic: Bool, covering scalar: Unicode.Scalar?,
    language: String? = nil
  ) -> (file: FontFile, names: [String])? {
    guard let configuration, let pattern = FcPatternCreate() else { return nil }
    defer { FcPatternDestroy(pattern) }
    if let family { FcPatternAddString(pattern, FC_FAMILY, family) }
    // CSS 400, 500, 600 → fontconfig 80, 100, 180.
    FcPatternAddInteger(pattern, FC_WEIGHT, FcWeightFromOpenType(Int32(weight)))
    FcPatternAddInteger(pattern, FC_SLANT, italic ? FC_SLANT_ITALIC : FC_SLANT_ROMAN)
    FcPatternAddBool(pattern, FC_SCALABLE, FcBool(FcTrue))
    FcPatternAddBool(pattern, FC_VARIABLE, FcBool(FcFalse))
    if let scalar, let set = FcCharSetCreate() {
      FcCharSetAddChar(set, scalar.value)
      FcPatternAddCharSet(pattern, FC_CHARSET, set)
      FcCharSetDestroy(set)
    }
    if let language { FcPatternAddString(pattern, FC_LANG, language) }
    // Turns "sans-serif" into families, as the machine is configured.
    if scalar != nil { FcConfigSubstitute(configuration, pattern, FcMatchPattern) }
    FcDefaultSubstitute(pattern)
    var result = FcResultMatch
    guard let found = FcFontMatch(configuration, pattern, &result) else { return nil }
    defer { FcPatternDestroy(found) }

    if let scalar {
      var set: OpaquePointer?
      guard FcPatternGetCharSet(found, FC_CHARSET, 0, &set) == FcResultMatch,
        FcCharSetHasChar(set, scalar.value) != 0
      else { return nil }
    }
    guard let path = strings(FC_FILE, of: found).first else { return nil }
    var index: Int32 = 0
    var slant = Int32(FC_SLANT_ROMAN)
    FcPatternGetInteger(found, FC_INDEX, 0, &index)
    FcPatternGetInteger(found, FC_SLANT, 0, &slant)
    let names = strings(FC_FAMILY, of: found)
    let file = FontFile(
      path: path, index: Int(index), family: names.first ?? path,
      needsSlant: italic && slant == FC_SLANT_ROMAN)
    return (file, names)
  }

  private func strings(_ property: String, of pattern: OpaquePointer) -> [String] {
    var all: [String] = []
    var text: UnsafeMutablePointer<FcChar8>?
    while FcPatternGetString(pattern, property, Int32(all.count), &text) == FcResultMatch,
      let found = text
    {
      all.append(String(cString: found))
    }
    return all
  }
}
