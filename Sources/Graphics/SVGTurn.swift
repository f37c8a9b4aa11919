extension SVGText {
  /// The attribute that turns a line of text around its origin; empty for a level one.
  ///
  /// - Parameters:
  ///   - unitsPerPixel: how many units of the document's coordinates make a pixel.
  static func turn(_ line: TextLine, unitsPerPixel: Double = 1) -> String {
    guard line.direction != .level else { return "" }
    let (c, s) = (line.direction.cosine, line.direction.sine)
    let (x, y) = (line.origin.x * unitsPerPixel, line.origin.y * unitsPerPixel)
    let turning = [c, s, -s, c].map { DecimalText.short($0, decimals: 4) }
    let place = [x - c * x + s * y, y - s * x - c * y].map(number)
    return " transform=\"matrix(\((turning + place).joined(separator: " ")))\""
  }
}
