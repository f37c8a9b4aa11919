import Graphics

/// Fonts without a font: every character is 0.56 em wide, so that layouts are the same on machines
/// with different faces.
struct FixedWidthMeasurer: TextMeasuring {
  func width(of text: String, style: TextStyle) -> Double {
    Double(text.unicodeScalars.count) * 0.56 * style.size
  }

  func metrics(of style: TextStyle) -> FontMetrics {
    FontMetrics(
      ascent: 0.97 * style.size, descent: 0.24 * style.size, capHeight: 0.73 * style.size,
      xHeight: 0.55 * style.size)
  }
}
