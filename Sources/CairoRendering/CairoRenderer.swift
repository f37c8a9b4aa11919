import CCairo
import Graphics

/// Turns drawings into PNG and PDF with Cairo, and into SVG with the outlines Cairo traces.
///
/// Belongs to one task, as its fonts do. The same drawing gives the same bytes, whatever was drawn
/// before or is drawn beside it.
public struct CairoRenderer {
  /// The typefaces it draws with.
  public let fonts: FontLibrary

  /// Makes a renderer.
  public init(fonts: FontLibrary = FontLibrary()) {
    self.fonts = fonts
  }

  /// What measures text for this renderer.
  public var measurer: CairoTextMeasurer { CairoTextMeasurer(fonts: fonts) }

  /// What was missing so far: faces, glyphs.
  public var warnings: [FontWarning] { fonts.warnings }

  /// The bytes of a picture file; the same bytes for the same drawing, always.
  ///
  /// - Parameters:
  ///   - drawing: what to draw, in pixels of 1/96 inch.
  ///   - format: the kind of file.
  ///   - appearance: whether colours are those for light or for dark pages.
  ///   - density: PNG pixels per drawing pixel (2 for high-resolution screens); ignored by the
  ///     vector formats.
  ///   - salt: a prefix for every id inside an SVG, so that several fit into one page.
  /// - Throws: ``RenderingError`` for a picture that is too large, or holds what cannot be drawn.
  public func render(
    _ drawing: Drawing, as format: PictureFormat, appearance: Appearance = .light,
    density: Double = 2, salt: String = ""
  ) throws(RenderingError) -> [UInt8] {
    let size = try PictureLimits.pixels(
      of: drawing.size, density: format == .png ? density : 1)
    try DrawingCheck.check(drawing)
    let painter = DrawingPainter(
      appearance: appearance, fonts: fonts, pixelsPerUnit: format == .png ? density : nil)
    switch format {
    case .png:
      let surface = try Surface.image(width: size.width, height: size.height)
      let context = try Context(surface)
      context.scale(by: density)
      try painter.paint(drawing, on: context)
      return try PNGEncoder.encode(surface, density: density)

    case .svg:
      // Corners a tenth of a pixel off the line cost bytes and show nothing.
      return try PortableSVG.write(
        drawing.simplified(tolerance: 0.1), appearance: appearance, salt: salt, fonts: fonts)

    case .pdf:
      let sink = ByteSink()
      // A CSS pixel is 1/96 inch, a point 1/72: type keeps its size on paper.
      let scale = 0.75
      let surface = try Surface.pdf(
        size: Size(drawing.size.width * scale, drawing.size.height * scale), sink: sink)
      // Without fixed dates every file would differ from the one before.
      for (key, value) in [
        (CAIRO_PDF_METADATA_TITLE, drawing.title),
        (CAIRO_PDF_METADATA_SUBJECT, drawing.description),
        (CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z"),
        (CAIRO_PDF_METADATA_MOD_DATE, "2000-01-01T00:00:00Z"),
      ] {
        cairo_pdf_surface_set_metadata(surface.pointer, key, value)
      }
      let context = try Context(surface)
      context.scale(by: scale)
      try painter.paint(drawing, on: context)
      try surface.finish()
      return sink.bytes
    }
  }
}
