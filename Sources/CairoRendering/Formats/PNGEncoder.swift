import CCairo
import CZlib

/// Writes an image surface as a small PNG.
///
/// Cairo's own writer uses libpng's adaptive filters, which suit photographs: on a chart unfiltered
/// rows compress 20 % better in half the time, and a palette halves the file again.
struct PNGEncoder {
  private let width: Int
  private let height: Int
  /// Premultiplied ARGB, row by row.
  private let pixels: [UInt32]
  private let density: Double
  /// Whether every colour must stay as it is.
  private let isExact: Bool

  /// Takes premultiplied pixels.
  init(_ pixels: [UInt32], width: Int, height: Int, density: Double, isExact: Bool) {
    (self.pixels, self.width, self.height) = (pixels, width, height)
    (self.density, self.isExact) = (density, isExact)
  }

  /// Copies the pixels of a surface.
  init(_ surface: borrowing Surface, density: Double) throws(RenderingError) {
    cairo_surface_flush(surface.pointer)
    width = Int(cairo_image_surface_get_width(surface.pointer))
    height = Int(cairo_image_surface_get_height(surface.pointer))
    self.density = density
    isExact = false
    let stride = Int(cairo_image_surface_get_stride(surface.pointer))
    guard let data = cairo_image_surface_get_data(surface.pointer) else {
      throw RenderingError.cairo(status: 1, message: "the image has no pixels")
    }
    let (rows, columns) = (height, width)
    pixels = [UInt32](unsafeUninitializedCapacity: rows * columns) { buffer, count in
      for y in 0..<rows {
        let row = UnsafeRawPointer(data + y * stride).assumingMemoryBound(to: UInt32.self)
        for x in 0..<columns { buffer[y * columns + x] = row[x] }
      }
      count = rows * columns
    }
  }

  func encode() throws(RenderingError) -> [UInt8] {
    var png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let opaque = pixels.allSatisfy { $0 >= 0xFF00_0000 }
    let histogram = opaque ? ColorHistogram(pixels, width: width) : nil
    let palette = histogram.flatMap { ColorQuantizer($0, isExact: isExact) }
    let colorType: UInt8 = palette != nil ? 3 : opaque ? 2 : 6
    append("IHDR", bigEndian(width) + bigEndian(height) + [8, colorType, 0, 0, 0], to: &png)
    // Pixels per metre, so that word processors place the picture at its intended size.
    let perMeter = bigEndian(Int((density * 96 / 0.0254).rounded()))
    append("pHYs", perMeter + perMeter + [1], to: &png)
    if let palette {
      append("PLTE", palette.palette.flatMap { rgb($0) }, to: &png)
    }
    let rows =
      if let palette, let histogram {
        indexedRows(histogram, palette)
      } else {
        opaque ? colorRows() : alphaRows()
      }
    append("IDAT", try compress(rows), to: &png)
    append("IEND", [], to: &png)
    return png
  }

  private func indexedRows(_ histogram: ColorHistogram, _ palette: ColorQuantizer) -> [UInt8] {
    let (width, height) = (width, height)
    return [UInt8](unsafeUninitializedCapacity: (width + 1) * height) { buffer, count in
      var column = 0
      for run in histogram.runs {
        if column == 0 {
          buffer[count] = 0
          count += 1
        }
        let index = palette.indices[Int(run.entry)]
        for place in count..<count + Int(run.length) { buffer[place] = index }
        count += Int(run.length)
        column += Int(run.length)
        if column == width { column = 0 }
      }
    }
  }

  private func colorRows() -> [UInt8] {
    let (width, height) = (width, height)
    return [UInt8](unsafeUninitializedCapacity: (width * 3 + 1) * height) { buffer, count in
      for y in 0..<height {
        buffer[count] = 0
        count += 1
        for x in 0..<width {
          let pixel = pixels[y * width + x]
          buffer[count] = UInt8(truncatingIfNeeded: pixel >> 16)
          buffer[count + 1] = UInt8(truncatingIfNeeded: pixel >> 8)
          buffer[count + 2] = UInt8(truncatingIfNeeded: pixel)
          count += 3
        }
      }
    }
  }

  private func alphaRows() -> [UInt8] {
    var rows: [UInt8] = []
    rows.reserveCapacity((width * 4 + 1) * height)
    for y in 0..<height {
      rows.append(0)
      for x in 0..<width {
        let pixel = pixels[y * width + x]
        let alpha = pixel >> 24
        // PNG wants colours as they were before Cairo multiplied them by their opacity.
        for shift: UInt32 in [16, 8, 0] {
          let part = (pixel >> shift) & 0xFF
          rows.append(alpha == 0 ? 0 : UInt8(min(255, (part * 255 + alpha / 2) / alpha)))
        }
        rows.append(UInt8(alpha))
      }
    }
    return rows
  }

  private func rgb(_ pixel: UInt32) -> [UInt8] {
    [16, 8, 0].map { UInt8(truncatingIfNeeded: pixel >> UInt32($0)) }
  }

  /// Level 6: 4 % larger than level 9 in a tenth of the time.
  private func compress(_ bytes: [UInt8]) throws(RenderingError) -> [UInt8] {
    var length = compressBound(uLong(bytes.count))
    var code = Z_OK
    let packed = [UInt8](unsafeUninitializedCapacity: Int(length)) { buffer, count in
      code = compress2(buffer.baseAddress, &length, bytes, uLong(bytes.count), 6)
      count = code == Z_OK ? Int(length) : 0
    }
    guard code == Z_OK else { throw RenderingError.compression(code: code) }
    return packed
  }

  private func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private func append(_ type: String, _ data: [UInt8], to png: inout [UInt8]) {
    png += bigEndian(data.count)
    let body = Array(type.utf8) + data
    png += body
    png += bigEndian(Int(crc32(0, body, UInt32(body.count))))
  }
}
