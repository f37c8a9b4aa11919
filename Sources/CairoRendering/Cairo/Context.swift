import CCairo
import Graphics

/// A Cairo drawing context and its sole owner.
///
/// Cairo's errors are sticky: after the first, every call silently does nothing. So the painter
/// calls freely and asks once, with `check()`, at the end.
struct Context: ~Copyable {
  let pointer: OpaquePointer

  /// Starts drawing on a surface.
  init(_ surface: borrowing Surface) throws(RenderingError) {
    guard let pointer = cairo_create(surface.pointer) else {
      throw RenderingError.cairo(status: 1, message: "out of memory")
    }
    if let error = RenderingError(cairo_status(pointer)) {
      cairo_destroy(pointer)
      throw error
    }
    self.pointer = pointer
  }

  deinit { cairo_destroy(pointer) }

  /// Throws the first error since the context was made.
  func check() throws(RenderingError) {
    if let error = RenderingError(cairo_status(pointer)) { throw error }
  }

  func setSource(_ color: RGBA) {
    cairo_set_source_rgba(pointer, color.red, color.green, color.blue, color.alpha)
  }

  func scale(by factor: Double) { cairo_scale(pointer, factor, factor) }

  /// Replaces the current path.
  func setPath(_ path: Path) {
    cairo_new_path(pointer)
    for element in path.elements {
      switch element {
      case .move(let p): cairo_move_to(pointer, p.x, p.y)
      case .line(let p): cairo_line_to(pointer, p.x, p.y)
      case .curve(let a, let b, let p): cairo_curve_to(pointer, a.x, a.y, b.x, b.y, p.x, p.y)
      case .close: cairo_close_path(pointer)
      }
    }
  }

  func setStroke(_ stroke: Stroke, _ appearance: Appearance) {
    setSource(stroke.color[appearance])
    cairo_set_line_width(pointer, stroke.width)
    cairo_set_dash(pointer, stroke.dash, Int32(stroke.dash.count), 0)
    let cap =
      switch stroke.cap {
      case .butt: CAIRO_LINE_CAP_BUTT
      case .round: CAIRO_LINE_CAP_ROUND
      case .square: CAIRO_LINE_CAP_SQUARE
      }
    let join =
      switch stroke.join {
      case .miter: CAIRO_LINE_JOIN_MITER
      case .round: CAIRO_LINE_JOIN_ROUND
      case .bevel: CAIRO_LINE_JOIN_BEVEL
      }
    cairo_set_line_cap(pointer, cap)
    cairo_set_line_join(pointer, join)
  }

  /// Fills the current path and forgets it.
  func fill() { cairo_fill(pointer) }

  /// Strokes the current path and forgets it.
  func stroke() { cairo_stroke(pointer) }

  /// Runs `body` and then restores clip, transform and style.
  func saved<E: Error>(_ body: (borrowing Context) throws(E) -> Void) throws(E) {
    cairo_save(pointer)
    defer { cairo_restore(pointer) }
    try body(self)
  }

  func clip(to rect: Rect) {
    cairo_new_path(pointer)
    cairo_rectangle(pointer, rect.minX, rect.minY, rect.width, rect.height)
    cairo_clip(pointer)
  }
}
