import CCairo

/// A FreeType face together with a FreeType library of its own.
///
/// FreeType is not thread-safe within one library, and Cairo keeps faces alive in caches of its own,
/// which another thread may empty. A library per face makes both harmless.
final class FreeTypeFace {
  private let library: FT_Library
  private let face: FT_Face

  init?(_ file: FontFile) {
    var library: FT_Library?
    guard FT_Init_FreeType(&library) == 0, let library else { return nil }
    var face: FT_Face?
    guard FT_New_Face(library, file.path, FT_Long(file.index), &face) == 0, let face else {
      FT_Done_FreeType(library)
      return nil
    }
    self.library = library
    self.face = face
  }

  deinit {
    FT_Done_Face(face)
    FT_Done_FreeType(library)
  }

  /// A Cairo face that keeps this object alive for as long as Cairo needs it.
  func makeCairoFace() -> OpaquePointer {
    let noHinting = Int32(1 << 1)  // FT_LOAD_NO_HINTING, a macro Swift does not see.
    guard let made = cairo_ft_font_face_create_for_ft_face(face, noHinting) else {
      preconditionFailure("Cairo returns an inert face rather than null")
    }
    let retained = Unmanaged.passRetained(self)
    let status = cairo_font_face_set_user_data(made, FreeTypeFace.key.pointer, retained.toOpaque())
    { held in
      if let held { Unmanaged<FreeTypeFace>.fromOpaque(held).release() }
    }
    if status != CAIRO_STATUS_SUCCESS { retained.release() }
    return made
  }

  /// The address under which Cairo keeps the object.
  private struct Key: @unchecked Sendable {
    let pointer = UnsafeMutablePointer<cairo_user_data_key_t>.allocate(capacity: 1)
  }
  private static let key = Key()
}
