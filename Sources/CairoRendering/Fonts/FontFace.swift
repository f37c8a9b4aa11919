import CCairo
import CHarfBuzz
import Graphics

/// A loaded face: HarfBuzz shapes with it, Cairo paints with it.
///
/// Everything is kept per em, so one measure serves every size and pixel density.
final class FontFace {
  /// Sidewise shift per unit of height for faces without an italic, as in fontconfig's default.
  static let slant = 0.2

  let needsSlant: Bool
  /// Nil for Cairo's built-in face.
  let shaping: OpaquePointer?
  let painting: OpaquePointer
  /// Sizes per em: ascent, descent, capital and x height.
  let metrics: FontMetrics
  private let outlineFont: OpaquePointer?
  private var outlines: [UInt: [PathElement]] = [:]

  /// Loads a face from its file, or returns nil when FreeType cannot read it.
  init?(_ file: FontFile) {
    guard let loaded = FreeTypeFace(file), let blob = hb_blob_create_from_file_or_fail(file.path)
    else { return nil }
    let face = hb_face_create(blob, UInt32(file.index & 0xFFFF))
    hb_blob_destroy(blob)
    let font = hb_font_create(face)
    hb_face_destroy(face)
    if file.index >> 16 > 0 {
      hb_font_set_var_named_instance(font, UInt32((file.index >> 16) - 1))
    }
    shaping = font
    painting = loaded.makeCairoFace()
    needsSlant = file.needsSlant
    metrics = FontFace.metrics(of: font)
    outlineFont = FontFace.scaledFont(painting, size: 1000)
  }

  /// Cairo's built-in face: ASCII in plain strokes, for machines without any font.
  init() {
    shaping = nil
    painting = cairo_toy_font_face_create(
      "@cairo:", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL)
    needsSlant = false
    outlineFont = FontFace.scaledFont(painting, size: 1000)
    var extents = cairo_font_extents_t()
    cairo_scaled_font_extents(outlineFont, &extents)
    metrics = FontMetrics(
      ascent: extents.ascent / 1000, descent: extents.descent / 1000, capHeight: 0.66, xHeight: 0.46
    )
  }

  deinit {
    cairo_scaled_font_destroy(outlineFont)
    cairo_font_face_destroy(painting)
    hb_font_destroy(shaping)
  }

  /// Whether the face has a glyph for a character.
  func covers(_ scalar: Unicode.Scalar) -> Bool {
    guard let shaping else { return scalar.isASCII }
    var glyph: hb_codepoint_t = 0
    return hb_font_get_nominal_glyph(shaping, scalar.value, &glyph) != 0
  }

  /// The outline of a glyph per em, y downward, from the origin on the baseline.
  func outline(of glyph: UInt) -> [PathElement] {
    if let known = outlines[glyph] { return known }
    let elements = traceOutline(of: glyph)
    outlines[glyph] = elements
    return elements
  }

  /// The face's scaled font for cairo_scaled_font_text_to_glyphs: 1000 units per em.
  var scaledFont: OpaquePointer? { outlineFont }

  private func traceOutline(of glyph: UInt) -> [PathElement] {
    // A recording surface only lends its context: nothing is painted.
    let surface = cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, nil)
    let context = cairo_create(surface)
    defer {
      cairo_destroy(context)
      cairo_surface_destroy(surface)
    }
    cairo_set_scaled_font(context, outlineFont)
    var placed = cairo_glyph_t(index: glyph, x: 0, y: 0)
    cairo_glyph_path(context, &placed, 1)
    guard let path = cairo_copy_path(context) else { return [] }
    defer { cairo_path_destroy(path) }

    func point(_ data: cairo_path_data_t) -> Point {
      let x = data.point.x / 1000
      let y = data.point.y / 1000
      return Point(needsSlant ? x - FontFace.slant * y : x, y)
    }
    var elements: [PathElement] = []
    var i = 0
    while i < Int(path.pointee.num_data), let data = path.pointee.data {
      switch data[i].header.type {
      case CAIRO_PATH_MOVE_TO: elements.append(.move(point(data[i + 1])))
      case CAIRO_PATH_LINE_TO: elements.append(.line(point(data[i + 1])))
      case CAIRO_PATH_CURVE_TO:
        elements.append(.curve(point(data[i + 1]), point(data[i + 2]), point(data[i + 3])))
      default: elements.append(.close)
      }
      i += max(1, Int(data[i].header.length))
    }
    return elements
  }

  private static func metrics(of font: OpaquePointer?) -> FontMetrics {
    let em = Double(hb_face_get_upem(hb_font_get_face(font)))
    var extents = hb_font_extents_t()
    hb_font_get_h_extents(font, &extents)
    func metric(_ tag: hb_ot_metrics_tag_t, otherwise: Double) -> Double {
      var position: hb_position_t = 0
      guard hb_ot_metrics_get_position(font, tag, &position) != 0, position > 0 else {
        return otherwise
      }
      return Double(position) / em
    }
    return FontMetrics(
      ascent: Double(extents.ascender) / em, descent: -Double(extents.descender) / em,
      capHeight: metric(HB_OT_METRICS_TAG_CAP_HEIGHT, otherwise: 0.72),
      xHeight: metric(HB_OT_METRICS_TAG_X_HEIGHT, otherwise: 0.53))
  }

  private static func scaledFont(_ face: OpaquePointer, size: Double) -> OpaquePointer? {
    var matrix = cairo_matrix_t()
    cairo_matrix_init_scale(&matrix, size, size)
    var identity = cairo_matrix_t()
    cairo_matrix_init_identity(&identity)
    let options = FontOptions.make()
    defer { cairo_font_options_destroy(options) }
    return cairo_scaled_font_create(face, &matrix, &identity, options)
  }
}

/// The only font options ever used: with hinting off, one layout serves every format and density.
enum FontOptions {
  static func make() -> OpaquePointer? {
    let options = cairo_font_options_create()
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    return options
  }
}
