/// A picture in which everything is decided: coordinates, colours, line breaks.
///
/// Charts become drawings; renderers turn drawings into PNG, PDF and SVG. Between the two nothing
/// is measured or chosen again, so a layout can be tested as text.
public struct Drawing: Equatable, Sendable {
  /// Width and height, in pixels of 1/96 inch.
  public var size: Size
  /// A short name for assistive technology and document titles.
  public var title: String
  /// The alternative text: what the picture shows, with the numbers that matter.
  public var description: String
  /// The paper; nil leaves the background transparent.
  public var background: Color?
  /// What is drawn, the lowest first.
  public var commands: [DrawCommand]

  /// Makes a drawing.
  public init(
    size: Size, title: String, description: String = "", background: Color? = nil,
    commands: [DrawCommand] = []
  ) {
    self.size = size
    self.title = title
    self.description = description
    self.background = background
    self.commands = commands
  }
}

/// One step of a drawing; painted in order, later over earlier.
public enum DrawCommand: Equatable, Sendable {
  /// Fills a path (non-zero winding).
  case fill(Path, Color)
  case stroke(Path, Stroke)
  case text(TextLine)
  /// Paints an image into a rectangle, each pixel a sharp cell (nearest filter).
  case image(RasterImage, in: Rect)
  indirect case group(DrawGroup)
}

/// Commands that belong together: clipped together, named together.
public struct DrawGroup: Equatable, Sendable {
  /// What the group is, as a class name in SVG: `axis`, `grid`, `marks`, `legend`, ….
  public var role: String
  /// A name for assistive technology, or nil.
  public var label: String?
  /// The text of a tooltip over the group, or nil.
  public var tooltip: String?
  /// Decoration (grids, ticks) that a screen reader should skip.
  public var isDecoration: Bool
  /// What is outside is not drawn; nil for no clipping.
  public var clip: Rect?
  /// What is drawn, the lowest first.
  public var commands: [DrawCommand]

  /// Makes a group.
  public init(
    role: String, label: String? = nil, tooltip: String? = nil, isDecoration: Bool = false,
    clip: Rect? = nil, commands: [DrawCommand] = []
  ) {
    self.role = role
    self.label = label
    self.tooltip = tooltip
    self.isDecoration = isDecoration
    self.clip = clip
    self.commands = commands
  }
}

/// A rectangular array of colours, row by row from the top left.
public struct RasterImage: Equatable, Sendable {
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// The colours row by row, the top one first.
  public let pixels: [Color]

  /// Makes an image of `width` × `height` pixels.
  public init(width: Int, height: Int, pixels: [Color]) {
    precondition(width > 0 && height > 0 && pixels.count == width * height)
    self.width = width
    self.height = height
    self.pixels = pixels
  }
}

/// A picture file format.
public enum PictureFormat: String, Equatable, Hashable, Sendable, CaseIterable {
  case png, svg, pdf
}
