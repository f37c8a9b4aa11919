import CCairo
import Graphics

/// A Cairo surface and its sole owner.
struct Surface: ~Copyable {
  let pointer: OpaquePointer

  /// A transparent image of `width` × `height` device pixels.
  static func image(width: Int, height: Int) throws(RenderingError) -> Surface {
    try Surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, Int32(width), Int32(height)))
  }

  /// A PDF page in points (1/72 inch), written to a sink that outlives the surface.
  static func pdf(size: Size, sink: ByteSink) throws(RenderingError) -> Surface {
    try Surface(
      cairo_pdf_surface_create_for_stream(ByteSink.write, sink.closure, size.width, size.height))
  }

  /// Takes over a surface that Cairo has just made.
  init(_ pointer: OpaquePointer?) throws(RenderingError) {
    // Cairo returns an inert surface in an error state rather than null.
    guard let pointer else { throw RenderingError.cairo(status: 1, message: "out of memory") }
    if let error = RenderingError(cairo_surface_status(pointer)) {
      cairo_surface_destroy(pointer)
      throw error
    }
    self.pointer = pointer
  }

  deinit { cairo_surface_destroy(pointer) }

  /// Writes what is still pending and closes the document.
  func finish() throws(RenderingError) {
    cairo_surface_finish(pointer)
    if let error = RenderingError(cairo_surface_status(pointer)) { throw error }
  }
}
