/// A colour in Björn Ottosson's OKLab, where equal steps look equally large.
///
/// Matrices from "A perceptual color space for image processing" (2020).
package struct OKLab: Equatable, Sendable {
  package var lightness: Double
  package var a: Double
  package var b: Double

  package init(_ color: RGBA) {
    let r = OKLab.linear(color.red)
    let g = OKLab.linear(color.green)
    let b = OKLab.linear(color.blue)
    let l = OKLab.cubeRoot(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    let m = OKLab.cubeRoot(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    let s = OKLab.cubeRoot(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
    a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
    self.b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
  }

  /// The sRGB value, clipped to the gamut.
  package func rgba(alpha: Double) -> RGBA {
    let l = lightness + 0.3963377774 * a + 0.2158037573 * b
    let m = lightness - 0.1055613458 * a - 0.0638541728 * b
    let s = lightness - 0.0894841775 * a - 1.2914855480 * b
    let (l3, m3, s3) = (l * l * l, m * m * m, s * s * s)
    return RGBA(
      red: OKLab.encoded(4.0767416621 * l3 - 3.3077115913 * m3 + 0.2309699292 * s3),
      green: OKLab.encoded(-1.2684380046 * l3 + 2.6097574011 * m3 - 0.3413193965 * s3),
      blue: OKLab.encoded(-0.0041960863 * l3 - 0.7034186147 * m3 + 1.7076147010 * s3),
      alpha: alpha)
  }

  /// The light intensity of an encoded sRGB component (IEC 61966-2-1).
  package static func linear(_ c: Double) -> Double {
    c <= 0.04045 ? c / 12.92 : Elementary.power((c + 0.055) / 1.055, 2.4)
  }

  private static func encoded(_ c: Double) -> Double {
    let value = c <= 0.0031308 ? 12.92 * c : 1.055 * Elementary.power(c, 1 / 2.4) - 0.055
    return min(1, max(0, value))
  }

  private static func cubeRoot(_ x: Double) -> Double { Elementary.power(x, 1.0 / 3) }
}

extension RGBA {
  /// The mixture of two values in OKLab: `fraction` 0 gives the first, 1 the second.
  public static func mix(_ first: RGBA, _ second: RGBA, _ fraction: Double) -> RGBA {
    if fraction <= 0 { return first }
    if fraction >= 1 { return second }
    let (p, q) = (OKLab(first), OKLab(second))
    var mixed = p
    mixed.lightness += (q.lightness - p.lightness) * fraction
    mixed.a += (q.a - p.a) * fraction
    mixed.b += (q.b - p.b) * fraction
    return mixed.rgba(alpha: first.alpha + (second.alpha - first.alpha) * fraction)
  }

  /// The opaque result of painting this value over another.
  public func over(_ paper: RGBA) -> RGBA {
    func blend(_ top: Double, _ bottom: Double) -> Double { top * alpha + bottom * (1 - alpha) }
    return RGBA(
      red: blend(red, paper.red), green: blend(green, paper.green), blue: blend(blue, paper.blue))
  }

  /// The relative luminance of WCAG 2, 0 for black, 1 for white; opacity is ignored.
  public var luminance: Double {
    0.2126 * OKLab.linear(red) + 0.7152 * OKLab.linear(green) + 0.0722 * OKLab.linear(blue)
  }

  /// The contrast ratio of WCAG 2, from 1 (equal) to 21 (black on white).
  public func contrast(with other: RGBA) -> Double {
    let (a, b) = (luminance, other.luminance)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }
}

extension Color {
  /// The mixture of two colours in OKLab, in each appearance.
  public static func mix(_ first: Color, _ second: Color, _ fraction: Double) -> Color {
    Color(
      light: .mix(first.light, second.light, fraction),
      dark: .mix(first.dark, second.dark, fraction))
  }
}
