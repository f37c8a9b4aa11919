/// The colours of a picture and the stretches of pixels that show them.
struct ColorHistogram {
  /// A colour and how many pixels show it.
  struct Entry {
    var color: UInt32
    var count = 0
    /// How many of the pixels lie in long stretches of the colour.
    var flat = 0
  }

  /// The colours in the order of their first pixel.
  private(set) var entries: [Entry] = []
  /// Stretches of equal pixels in order; none crosses the end of a row.
  private(set) var runs: [(entry: Int32, length: Int32)] = []

  /// A stretch of this many pixels is flat.
  private static let flatRun = 6
  /// The most colours that a drawing can be expected to have.
  private static let limit = 1 << 15
  /// Slots of the hash table; at most half full.
  private static let slots = 1 << 16

  /// Whether no pixel lets anything shine through.
  private(set) var isOpaque = true

  /// Reads pixels row by row; nil when the colours are too many to be a drawing's.
  init?(_ pixels: UnsafeBufferPointer<UInt32>, width: Int) {
    guard width > 0 else { return nil }
    // A chart has a run for every thirty pixels; memory that is never touched costs nothing.
    runs.reserveCapacity(pixels.count / 8)
    // Open addressing: dictionaries spend most of their time on hashing.
    var table = [Int32](repeating: -1, count: Self.slots)
    var start = 0
    while start < pixels.count {
      let color = pixels[start]
      let end = Self.end(of: start, in: pixels, rowEnd: start - start % width + width)
      // Fibonacci hashing: the golden ratio spreads neighbouring colours.
      var slot = Int(truncatingIfNeeded: (color &* 0x9E37_79B9) >> 16)
      while table[slot] >= 0, entries[Int(table[slot])].color != color {
        slot = (slot + 1) & (Self.slots - 1)
      }
      if table[slot] < 0 {
        guard entries.count < Self.limit else { return nil }
        table[slot] = Int32(entries.count)
        entries.append(Entry(color: color))
        if color < 0xFF00_0000 { isOpaque = false }
      }
      let index = Int(table[slot])
      let length = end - start
      entries[index].count += length
      if length >= Self.flatRun { entries[index].flat += length }
      runs.append((Int32(index), Int32(length)))
      start = end
    }
  }

  /// Where the stretch of equal pixels from `start` ends; eight at a time, because most are long.
  private static func end(
    of start: Int, in pixels: UnsafeBufferPointer<UInt32>, rowEnd: Int
  ) -> Int {
    let color = pixels[start]
    let bytes = UnsafeRawBufferPointer(pixels)
    let eight = SIMD8(repeating: color)
    var end = start + 1
    while end + 8 <= rowEnd,
      bytes.loadUnaligned(fromByteOffset: 4 * end, as: SIMD8<UInt32>.self) == eight
    {
      end += 8
    }
    while end < rowEnd, pixels[end] == color { end += 1 }
    return end
  }
}

extension ColorHistogram.Entry {
  func channel(_ shift: UInt32) -> Int { Int((color >> shift) & 0xFF) }

  func distance(to other: UInt32) -> Int {
    let red = channel(16) - Int((other >> 16) & 0xFF)
    let green = channel(8) - Int((other >> 8) & 0xFF)
    let blue = channel(0) - Int(other & 0xFF)
    return red * red + green * green + blue * blue
  }
}
