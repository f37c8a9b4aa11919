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
  private let width: Int
  private let shape: [Int]
  private let strides: [Int]
  /// Where the next element is: its index along each axis, and its byte.
  private var index: [Int]
  private var byte = 0

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
    (self.width, self.shape, self.strides) = (width, shape, strides)
    index = [Int](repeating: 0, count: shape.count)
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) {
    let count = buffer.count / width
    bytes.withUnsafeBytes { bytes in
      for i in 0..<count {
        for part in 0..<width { buffer[i * width + part] = bytes[byte + part] }
        advance()
      }
    }
  }

  private mutating func advance() {
    var axis = shape.count - 1
    while axis >= 0 {
      index[axis] += 1
      byte += strides[axis] * width
      if index[axis] < shape[axis] { return }
      byte -= shape[axis] * strides[axis] * width
      index[axis] = 0
      axis -= 1
    }
    byte = 0
  }
}
