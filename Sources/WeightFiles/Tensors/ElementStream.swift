/// A tensor's bytes in row-major order, from front to back.
protocol ElementStream {
  /// Fills the buffer with the next bytes, always whole elements; the caller asks for no more than
  /// there are.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(WeightFileError)
}

/// Bytes that lie one after the other.
struct SpanStream: ElementStream {
  let region: ByteRegion
  let what: String
  private var position = 0

  init(_ region: ByteRegion, _ what: String) { (self.region, self.what) = (region, what) }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(WeightFileError) {
    try region.read(at: position, into: buffer, what)
    position += buffer.count
  }
}

/// Deflated bytes that lie one after the other.
struct DeflatedStream: ElementStream {
  let stream: InflateStream

  init(_ packed: PackedBytes, skip: Int, _ what: String) throws(WeightFileError) {
    stream = try InflateStream(packed, what)
    try stream.skip(skip)
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(WeightFileError) {
    try stream.read(into: buffer)
  }
}

/// A view with strides: elements gathered one by one from the bytes between its first and last.
struct GatherStream: ElementStream {
  private let bytes: [UInt8]
  private var walk: StridedWalk

  /// The caller has checked that the view's last element is inside the storage.
  init(
    _ packed: PackedBytes, offset: Int, strides: [Int], shape: [Int], width: Int, _ what: String
  ) throws(WeightFileError) {
    var extent = shape.contains(0) ? 0 : 1
    for (size, stride) in zip(shape, strides) where extent > 0 { extent += (size - 1) * stride }
    if packed.isDeflated {
      let all = try packed.bytes(what)
      bytes = Array(all[(offset * width)..<((offset + extent) * width)])
    } else {
      bytes = try packed.region.bytes(at: offset * width, count: extent * width, what)
    }
    walk = StridedWalk(shape: shape, strides: strides, width: width)
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) {
    walk.gather(bytes, into: buffer)
  }
}
