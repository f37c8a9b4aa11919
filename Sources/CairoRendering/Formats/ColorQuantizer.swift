/// Reduces the colours of a picture to a palette of 256, where nobody can see it.
///
/// A chart has a few dozen flat colours and thousands of shades along antialiased edges. Keeping the
/// former exactly and few of the latter makes the file a third as large. Pictures for which that is
/// not enough, such as photographs, are refused and stay as they are. Integers only: the same
/// picture gives the same palette everywhere.
struct ColorQuantizer {
  /// The most entries a PNG palette can have.
  static let limit = 256
  /// A colour is flat if it fills this many pixels in long stretches; flat colours are kept exactly,
  /// because neighbours of nearly one shade (the steps of a colour bar) show it.
  private static let flatArea = 100
  private static let flatLimit = 208
  /// How many shades stand for all others.
  ///
  /// Edges are a pixel wide: 48 shades of them look like thousands, and repeat more often, which is
  /// what makes them small.
  private static let shades = 32
  /// The largest mean squared error per channel: 1.5 of 255 levels.
  private static let meanSquare = 2.25

  /// The colours as `0xFFRRGGBB`.
  private(set) var palette: [UInt32] = []
  /// The palette entry of every colour of the histogram.
  private(set) var indices: [UInt8] = []

  private typealias Entry = ColorHistogram.Entry

  /// Finds a palette for opaque pixels, or returns nil when the loss could be seen.
  ///
  /// - Parameters:
  ///   - isExact: refuses any loss.
  init?(_ histogram: ColorHistogram, isExact: Bool = false) {
    let order = histogram.entries.indices.sorted {
      let (a, b) = (histogram.entries[$0], histogram.entries[$1])
      return a.count != b.count ? a.count > b.count : a.color < b.color
    }
    let entries = order.map { histogram.entries[$0] }
    let isSmall = entries.count <= Self.limit
    if isExact, !isSmall { return nil }
    let kept =
      isSmall ? entries : Array(entries.filter { $0.flat >= Self.flatArea }.prefix(Self.flatLimit))
    palette = kept.map(\.color)
    let exact = Set(palette)
    let rest = entries.filter { !exact.contains($0.color) }
    if !rest.isEmpty {
      palette += ColorQuantizer.medianCut(rest, boxes: min(Self.shades, Self.limit - kept.count))
    }

    var squares = 0
    indices = [UInt8](repeating: 0, count: entries.count)
    for (place, entry) in zip(order, entries) {
      var best = (index: 0, error: Int.max)
      for index in palette.indices {
        let error = entry.distance(to: palette[index])
        if error < best.error { best = (index, error) }
        if error == 0 { break }
      }
      squares += best.error * entry.count
      indices[place] = UInt8(best.index)
    }
    let pixels = entries.reduce(0) { $0 + $1.count }
    guard Double(squares) <= Self.meanSquare * 3 * Double(pixels) else { return nil }
  }

  /// Heckbert's median cut: halve the box with the largest weighted spread until there are enough.
  private static func medianCut(_ entries: [Entry], boxes limit: Int) -> [UInt32] {
    var boxes = [Box(entries)]
    while boxes.count < limit,
      let widest = boxes.indices.max(by: { boxes[$0].spread < boxes[$1].spread }),
      boxes[widest].spread > 0
    {
      let (low, high) = boxes[widest].halves()
      boxes[widest] = low
      boxes.append(high)
    }
    return boxes.map(\.mean)
  }

  private struct Box {
    var entries: [ColorHistogram.Entry]
    /// The channel with the largest range, as a shift.
    var axis: UInt32 = 0
    /// The range times the number of pixels.
    var spread = 0

    init(_ entries: [ColorHistogram.Entry]) {
      self.entries = entries
      var range = 0
      for shift: UInt32 in [16, 8, 0] {
        let values = entries.map { $0.channel(shift) }
        let extent = (values.max() ?? 0) - (values.min() ?? 0)
        if extent > range { (range, axis) = (extent, shift) }
      }
      spread = range * entries.reduce(0) { $0 + $1.count }
    }

    func halves() -> (Box, Box) {
      let sorted = entries.sorted {
        let (a, b) = ($0.channel(axis), $1.channel(axis))
        return a != b ? a < b : $0.color < $1.color
      }
      let total = sorted.reduce(0) { $0 + $1.count }
      var sum = 0
      var cut = 0
      while cut < sorted.count - 1, sum + sorted[cut].count <= total / 2 {
        sum += sorted[cut].count
        cut += 1
      }
      cut = max(cut, 1)
      return (Box(Array(sorted[..<cut])), Box(Array(sorted[cut...])))
    }

    var mean: UInt32 {
      let total = max(1, entries.reduce(0) { $0 + $1.count })
      func channel(_ shift: UInt32) -> UInt32 {
        UInt32((entries.reduce(0) { $0 + $1.channel(shift) * $1.count } + total / 2) / total)
      }
      return 0xFF00_0000 | channel(16) << 16 | channel(8) << 8 | channel(0)
    }
  }
}
