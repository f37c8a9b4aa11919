import Graphics

/// Measures text with the very glyphs the renderer paints.
public struct CairoTextMeasurer: TextMeasuring {
  /// The typefaces it measures.
  public let fonts: FontLibrary

  /// Makes a measurer; give it the renderer's fonts, so that each face is loaded once.
  public init(fonts: FontLibrary = FontLibrary()) {
    self.fonts = fonts
  }

  public func width(of text: String, style: TextStyle) -> Double {
    fonts.shape(text, style).width * style.size
  }

  public func metrics(of style: TextStyle) -> FontMetrics {
    let em = fonts.face(style).metrics
    return FontMetrics(
      ascent: em.ascent * style.size, descent: em.descent * style.size,
      capHeight: em.capHeight * style.size, xHeight: em.xHeight * style.size)
  }
}
