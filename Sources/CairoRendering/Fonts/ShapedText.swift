import CCairo
import CHarfBuzz
import Graphics

/// A line of text as glyphs of one or several faces; positions per em.
struct ShapedText {
  /// A glyph at its place, y downward.
  struct Glyph {
    var id: UInt
    var x: Double
    var y: Double
    /// Where the glyph's text begins in the segment, as a UTF-8 offset.
    var cluster: Int
  }

  /// A stretch of text in one face.
  struct Segment {
    var text: String
    var face: FontFace
    var glyphs: [Glyph]
  }

  var segments: [Segment] = []
  /// The advance width.
  var width = 0.0
  /// Chooses between the forms that languages give a letter.
  private let language: String

  /// Shapes a line; `face` names the face for each character.
  init(_ text: String, language: String, face: (Character) -> FontFace) {
    self.language = language
    var pending = ""
    var current: FontFace?
    // A line has no line breaks; a control character in it is a space, not an empty box.
    for letter in text {
      let character = letter.isNewline || letter == "\t" ? " " : letter
      // Spaces stay in the face around them, so that kerning and runs are not cut.
      let wanted = character == " " ? current ?? face(character) : face(character)
      if let current, current !== wanted {
        append(pending, current)
        pending = ""
      }
      current = wanted
      pending.append(character)
    }
    if let current { append(pending, current) }
  }

  private mutating func append(_ text: String, _ face: FontFace) {
    guard let font = face.shaping else { return appendBuiltIn(text, face) }
    let buffer = hb_buffer_create()
    defer { hb_buffer_destroy(buffer) }
    hb_buffer_add_utf8(buffer, text, Int32(text.utf8.count), 0, Int32(text.utf8.count))
    hb_buffer_set_language(buffer, hb_language_from_string(language, -1))
    // Only what is unset is guessed; without this the language would come from the locale.
    hb_buffer_guess_segment_properties(buffer)
    var tabular = hb_feature_t(
      tag: 0x746E_756D /* tnum */, value: 1, start: 0, end: UInt32.max)
    hb_shape(font, buffer, &tabular, 1)

    let em = Double(hb_face_get_upem(hb_font_get_face(font)))
    var count: UInt32 = 0
    let infos = hb_buffer_get_glyph_infos(buffer, &count)
    let positions = hb_buffer_get_glyph_positions(buffer, &count)
    var glyphs: [Glyph] = []
    for i in 0..<Int(count) {
      guard let info = infos?[i], let position = positions?[i] else { continue }
      glyphs.append(
        Glyph(
          id: UInt(info.codepoint), x: width + Double(position.x_offset) / em,
          y: -Double(position.y_offset) / em, cluster: Int(info.cluster)))
      width += Double(position.x_advance) / em
    }
    segments.append(Segment(text: text, face: face, glyphs: glyphs))
  }

  private mutating func appendBuiltIn(_ text: String, _ face: FontFace) {
    var made: UnsafeMutablePointer<cairo_glyph_t>?
    var count: Int32 = 0
    cairo_scaled_font_text_to_glyphs(
      face.scaledFont, 0, 0, text, Int32(text.utf8.count), &made, &count, nil, nil, nil)
    var glyphs: [Glyph] = []
    for i in 0..<Int(count) {
      guard let glyph = made?[i] else { continue }
      // The built-in face knows one glyph per character and no clusters.
      glyphs.append(
        Glyph(id: UInt(glyph.index), x: width + glyph.x / 1000, y: glyph.y / 1000, cluster: i))
    }
    cairo_glyph_free(made)
    var extents = cairo_text_extents_t()
    cairo_scaled_font_text_extents(face.scaledFont, text, &extents)
    width += extents.x_advance / 1000
    segments.append(Segment(text: text, face: face, glyphs: glyphs))
  }
}
