import CCairo
import CairoRendering
import Graphics

/// A PNG read back by libpng, the judge of our encoder.
struct DecodedPNG {
  let width: Int
  let height: Int
  private let pixels: [UInt32]

  /// Draws on a renderer and reads the picture back.
  init(_ drawing: Drawing, appearance: Appearance = .light, density: Double = 1) throws {
    try self.init(
      CairoRenderer().render(drawing, as: .png, appearance: appearance, density: density, salt: ""))
  }

  init(_ bytes: [UInt8]) throws {
    final class Source {
      var rest: ArraySlice<UInt8>
      init(_ bytes: [UInt8]) { rest = bytes[...] }
    }
    let source = Source(bytes)
    let surface = withExtendedLifetime(source) {
      cairo_image_surface_create_from_png_stream(
        { closure, data, length in
          guard let closure, let data else { return CAIRO_STATUS_READ_ERROR }
          let source = Unmanaged<Source>.fromOpaque(closure).takeUnretainedValue()
          guard source.rest.count >= Int(length) else { return CAIRO_STATUS_READ_ERROR }
          for (i, byte) in source.rest.prefix(Int(length)).enumerated() { data[i] = byte }
          source.rest = source.rest.dropFirst(Int(length))
          return CAIRO_STATUS_SUCCESS
        }, Unmanaged.passUnretained(source).toOpaque())
    }
    defer { cairo_surface_destroy(surface) }
    struct Unreadable: Error { var status: UInt32 }
    let status = cairo_surface_status(surface)
    guard status == CAIRO_STATUS_SUCCESS else { throw Unreadable(status: status.rawValue) }
    width = Int(cairo_image_surface_get_width(surface))
    height = Int(cairo_image_surface_get_height(surface))
    let stride = Int(cairo_image_surface_get_stride(surface))
    let isOpaque = cairo_image_surface_get_format(surface) == CAIRO_FORMAT_RGB24
    var pixels: [UInt32] = []
    if let data = cairo_image_surface_get_data(surface) {
      for y in 0..<height {
        let row = UnsafeRawPointer(data + y * stride).assumingMemoryBound(to: UInt32.self)
        for x in 0..<width { pixels.append(isOpaque ? row[x] | 0xFF00_0000 : row[x]) }
      }
    }
    self.pixels = pixels
  }

  /// The pixel as `0xAARRGGBB`.
  subscript(x: Int, y: Int) -> UInt32 { pixels[y * width + x] }

  /// The share of a rectangle's area that is dark, counting grey in proportion; white is 0.
  func ink(x: Range<Int>, y: Range<Int>) -> Double {
    var sum = 0.0
    for row in y {
      for column in x {
        let pixel = self[column, row]
        let light = (pixel >> 16 & 0xFF) + (pixel >> 8 & 0xFF) + (pixel & 0xFF)
        sum += 1 - Double(light) / 765
      }
    }
    return sum / Double(x.count * y.count)
  }
}
