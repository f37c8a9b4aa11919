/// The role of a typeface; a renderer maps each to a face it found.
public enum FontFamily: String, Equatable, Hashable, Sendable, Codable, CaseIterable {
  /// Inter: labels, captions.
  case sans
  /// Inter Display: titles.
  case display
  /// DejaVu Sans Mono: code.
  case mono
}

/// The weight of a face, by its CSS number.
public enum FontWeight: Int, Equatable, Hashable, Sendable, Codable, CaseIterable {
  case regular = 400
  case medium = 500
  case semibold = 600
}

/// How text looks, apart from its colour.
public struct TextStyle: Equatable, Hashable, Sendable, Codable {
  /// The kind of typeface.
  public var family: FontFamily
  /// The em size in pixels at density 1.
  public var size: Double
  /// How heavy the strokes are.
  public var weight: FontWeight
  /// Whether it is italic.
  public var italic: Bool

  /// Makes a style.
  public init(
    _ family: FontFamily = .sans, size: Double, weight: FontWeight = .regular, italic: Bool = false
  ) {
    self.family = family
    self.size = size
    self.weight = weight
    self.italic = italic
  }
}

/// Where a line of text lies relative to its origin.
public enum TextAnchor: String, Equatable, Hashable, Sendable, Codable {
  case start, middle, end

  /// The share of the width that lies left of the origin.
  public var fraction: Double {
    switch self {
    case .start: 0
    case .middle: 0.5
    case .end: 1
    }
  }
}

/// A piece of a line in one style; its place was decided by the layout.
public struct TextRun: Equatable, Hashable, Sendable {
  /// The characters.
  public var text: String
  /// Typeface and size.
  public var style: TextStyle
  /// The colour of the glyphs.
  public var color: Color
  /// The baseline start relative to the start of the line; dy is positive downward.
  public var dx: Double
  /// How far below the baseline it stands, in pixels.
  public var dy: Double

  /// Makes a run.
  public init(_ text: String, style: TextStyle, color: Color, dx: Double = 0, dy: Double = 0) {
    self.text = text
    self.style = style
    self.color = color
    self.dx = dx
    self.dy = dy
  }
}

/// The way a line of text runs, as the unit vector of its baseline, y downward.
public struct TextDirection: Equatable, Hashable, Sendable {
  /// The cosine of the angle to the horizontal.
  public var cosine: Double
  /// The sine of the angle to the horizontal, positive downwards.
  public var sine: Double

  /// From left to right.
  public static let level = TextDirection(cosine: 1, sine: 0)
  /// Upward to the right at 45 degrees.
  public static let rising = TextDirection(cosine: 0.7071067811865476, sine: -0.7071067811865476)
}

/// One line of text, measured: the renderer only places it.
public struct TextLine: Equatable, Hashable, Sendable {
  /// The pieces from left to right.
  public var runs: [TextRun]
  /// The anchor point, on the baseline; the line turns around it.
  public var origin: Point
  /// Which point of the line stands at its position.
  public var anchor: TextAnchor
  /// Where the line runs to.
  public var direction = TextDirection.level
  /// The measured advance width of the whole line.
  public var width: Double
  /// A border in paper colour under the glyphs, where text must cross a line.
  public var halo: Stroke?

  /// Makes a line.
  public init(
    _ runs: [TextRun], at origin: Point, anchor: TextAnchor = .start, width: Double,
    halo: Stroke? = nil
  ) {
    self.runs = runs
    self.origin = origin
    self.anchor = anchor
    self.width = width
    self.halo = halo
  }

  /// Where the baseline of a run begins.
  public func start(of run: TextRun) -> Point {
    let along = run.dx - anchor.fraction * width
    return Point(
      origin.x + along * direction.cosine - run.dy * direction.sine,
      origin.y + along * direction.sine + run.dy * direction.cosine)
  }

  /// The corners of the line's ink, from the height of capitals to the baseline, given that height.
  public func corners(capHeight: Double) -> [Point] {
    let (c, s) = (direction.cosine, direction.sine)
    return [(0.0, 0.0), (1, 0), (1, 1), (0, 1)].map { share, height in
      let along = (share - anchor.fraction) * width
      let up = height * capHeight
      return Point(origin.x + along * c + up * s, origin.y + along * s - up * c)
    }
  }
}

/// The vertical measures of a style, in pixels, all positive.
public struct FontMetrics: Equatable, Hashable, Sendable {
  /// From the baseline up to the highest glyphs, in pixels.
  public var ascent: Double
  /// From the baseline down to the lowest glyphs, in pixels.
  public var descent: Double
  /// The height of capital letters, in pixels.
  public var capHeight: Double
  /// The height of small letters, in pixels.
  public var xHeight: Double

  /// Makes metrics.
  public init(ascent: Double, descent: Double, capHeight: Double, xHeight: Double) {
    self.ascent = ascent
    self.descent = descent
    self.capHeight = capHeight
    self.xHeight = xHeight
  }
}

/// What a layout needs to know of fonts; a renderer gives it.
///
/// Digits are always tabular. Measures do not depend on pixel density or output format: hinting is
/// off everywhere.
public protocol TextMeasuring {
  /// The advance width of one line of text in pixels.
  func width(of text: String, style: TextStyle) -> Double
  /// The vertical measures of a style.
  func metrics(of style: TextStyle) -> FontMetrics
}
