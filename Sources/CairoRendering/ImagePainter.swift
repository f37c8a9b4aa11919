import CCairo
import Graphics

/// Paints a raster image with sharp cells.
struct ImagePainter {
  private let width: Int
  private let height: Int
  private var pixels: [UInt32]

  /// Takes the pixels of an image in one appearance.
  ///
  /// Viewers of PDF and SVG smooth small images whatever the file asks for. Every pixel is therefore
  /// repeated until the image has about as many pixels as it covers, or a cell has sixteen:
  /// smoothing then stays a hairline at the edges of cells, and compression makes repetition nearly
  /// free.
  init(_ image: RasterImage, _ appearance: Appearance) {
    let longest = max(image.width, image.height)
    let repeats = max(1, min(16, 1200 / longest), min(256, 600 / longest))
    width = image.width * repeats
    height = image.height * repeats
    pixels = []
    pixels.reserveCapacity(width * height)
    for y in 0..<image.height {
      let row = image.pixels[(y * image.width)..<((y + 1) * image.width)]
        .flatMap { repeatElement(ImagePainter.argb($0[appearance]), count: repeats) }
      for _ in 0..<repeats { pixels.append(contentsOf: row) }
    }
  }

  /// Fills a rectangle with the image.
  func paint(in rect: Rect, on context: borrowing Context) throws(RenderingError) {
    guard rect.width > 0, rect.height > 0 else { return }
    let surface = try Surface.image(width: width, height: height)
    guard let data = cairo_image_surface_get_data(surface.pointer) else { return }
    let stride = Int(cairo_image_surface_get_stride(surface.pointer))
    cairo_surface_flush(surface.pointer)
    for y in 0..<height {
      UnsafeMutableRawPointer(data + y * stride).withMemoryRebound(
        to: UInt32.self, capacity: width
      ) { row in
        for x in 0..<width { row[x] = pixels[y * width + x] }
      }
    }
    cairo_surface_mark_dirty(surface.pointer)

    try context.saved { (context: borrowing Context) throws(RenderingError) in
      let cairo = context.pointer
      cairo_translate(cairo, rect.minX, rect.minY)
      cairo_scale(cairo, rect.width / Double(width), rect.height / Double(height))
      cairo_set_source_surface(cairo, surface.pointer, 0, 0)
      let pattern = cairo_get_source(cairo)
      cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST)
      cairo_pattern_set_extend(pattern, CAIRO_EXTEND_PAD)
      cairo_new_path(cairo)
      cairo_rectangle(cairo, 0, 0, Double(width), Double(height))
      cairo_fill(cairo)
      try context.check()
    }
  }

  /// The image as a PNG file.
  func png() throws(RenderingError) -> [UInt8] {
    try PNGEncoder.encode(pixels, width: width, height: height, density: 1)
  }

  /// Cairo's pixel: premultiplied, alpha in the top byte.
  private static func argb(_ color: RGBA) -> UInt32 {
    let alpha = min(max(color.alpha, 0), 1)
    func byte(_ value: Double) -> UInt32 {
      UInt32((min(max(value, 0), 1) * 255).rounded())
    }
    return byte(alpha) << 24 | byte(color.red * alpha) << 16 | byte(color.green * alpha) << 8
      | byte(color.blue * alpha)
  }
}
