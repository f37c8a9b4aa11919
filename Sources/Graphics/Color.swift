/// Which of its two values a colour shows.
public enum Appearance: String, Equatable, Hashable, Sendable, Codable, CaseIterable {
  case light, dark
}

/// One sRGB value with opacity; every component in 0…1, not premultiplied.
public struct RGBA: Equatable, Hashable, Sendable, Codable {
  /// Red, 0 … 1.
  public var red: Double
  /// Green, 0 … 1.
  public var green: Double
  /// Blue, 0 … 1.
  public var blue: Double
  /// Opacity, 0 … 1.
  public var alpha: Double

  /// Makes a value from components in 0…1.
  public init(red: Double, green: Double, blue: Double, alpha: Double = 1) {
    self.red = red
    self.green = green
    self.blue = blue
    self.alpha = alpha
  }

  /// Makes a value from a hexadecimal number such as `0x0072B2`.
  public init(hex: UInt32, alpha: Double = 1) {
    self.init(
      red: Double((hex >> 16) & 0xFF) / 255, green: Double((hex >> 8) & 0xFF) / 255,
      blue: Double(hex & 0xFF) / 255, alpha: alpha)
  }
}

/// A colour of a drawing: its value on light paper and its value on dark paper.
///
/// A drawing is laid out once; the renderer picks the appearance, and the inline SVG writes both, so
/// that a page follows its reader's setting.
public struct Color: Equatable, Hashable, Sendable, Codable {
  /// The colour on light pages.
  public var light: RGBA
  /// The colour on dark pages.
  public var dark: RGBA

  /// Makes a colour from its two values.
  public init(light: RGBA, dark: RGBA) {
    self.light = light
    self.dark = dark
  }

  /// Makes a colour from two hexadecimal numbers.
  public init(_ light: UInt32, _ dark: UInt32) {
    self.init(light: RGBA(hex: light), dark: RGBA(hex: dark))
  }

  /// The value in an appearance.
  public subscript(appearance: Appearance) -> RGBA {
    appearance == .light ? light : dark
  }

  /// The colour with both opacities multiplied; dark paper often needs a stronger tint.
  public func opacity(_ onLight: Double, _ onDark: Double? = nil) -> Color {
    var copy = self
    copy.light.alpha *= onLight
    copy.dark.alpha *= onDark ?? onLight
    return copy
  }
}
