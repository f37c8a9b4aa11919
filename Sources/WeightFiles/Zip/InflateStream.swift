import CZlib

/// Unpacks deflated bytes a block at a time.
final class InflateStream {
  private var stream = z_stream()
  private let packed: ByteRegion
  private let what: String
  private var input: [UInt8] = []
  private var position = 0

  /// Deflate of zip entries (no header) or, with `isRaw` false, zlib's with its header and checksum.
  init(
    _ packed: PackedBytes, isRaw: Bool = true, _ what: String
  ) throws(WeightFileError) {
    (self.packed, self.what) = (packed.region, what)
    // Deflate shrinks at most to 1/1032 (zlib's technical notes): more is a forged length.
    guard packed.count / 1032 <= packed.region.count + 64 else {
      throw packed.region.error(
        .bomb(part: what, declared: packed.count, stored: packed.region.count), at: 0)
    }
    let status = inflateInit2_(
      &stream, isRaw ? -MAX_WBITS : MAX_WBITS, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib could not be started: \(status)")
  }

  deinit { inflateEnd(&stream) }

  /// Fills the whole buffer.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(WeightFileError) {
    guard var place = buffer.bindMemory(to: UInt8.self).baseAddress else { return }
    var left = buffer.count
    while left > 0 {
      if position == input.count { try refill() }
      // zlib counts in 32 bits.
      let room = min(left, 1 << 30)
      let (status, taken, made) = step(place, room)
      position += taken
      place += made
      left -= made
      if status == Z_STREAM_END, left > 0 {
        throw packed.error(.damaged("\(what) unpacks to \(left) bytes less than it says"))
      }
      guard status == Z_OK || status == Z_STREAM_END || (status == Z_BUF_ERROR && taken > 0) else {
        throw packed.error(.damaged("\(what) does not unpack: its compressed bytes are damaged"))
      }
      if status == Z_OK, taken == 0, made == 0 {
        throw packed.error(.damaged("\(what) does not unpack: its compressed bytes are damaged"))
      }
    }
  }

  /// The next `count` bytes.
  func bytes(_ count: Int) throws(WeightFileError) -> [UInt8] {
    // Grows with what really comes: a forged length must not reserve memory.
    var bytes: [UInt8] = []
    while bytes.count < count {
      let size = min(count - bytes.count, 1 << 22)
      var block = [UInt8](repeating: 0, count: size)
      let result = block.withUnsafeMutableBytes { buffer -> Result<Void, WeightFileError> in
        do throws(WeightFileError) {
          try read(into: buffer)
          return .success(())
        } catch { return .failure(error) }
      }
      try result.get()
      if bytes.isEmpty { bytes = block } else { bytes += block }
    }
    return bytes
  }

  /// Passes over the next `count` bytes.
  func skip(_ count: Int) throws(WeightFileError) {
    var left = count
    while left > 0 {
      let size = min(left, 1 << 16)
      _ = try bytes(size)
      left -= size
    }
  }

  private func refill() throws(WeightFileError) {
    let start = Int(consumed)
    guard start < packed.count else {
      throw packed.error(.damaged("\(what) unpacks to less than it says"))
    }
    input = try packed.bytes(at: start, count: min(1 << 16, packed.count - start), what)
    consumed += input.count
    position = 0
  }

  /// Bytes taken from the region so far.
  private var consumed = 0

  private func step(
    _ place: UnsafeMutablePointer<UInt8>, _ room: Int
  ) -> (status: CInt, taken: Int, made: Int) {
    input.withUnsafeMutableBufferPointer { input in
      let left = input.count - position
      stream.next_in = input.baseAddress.map { $0 + position }
      stream.avail_in = UInt32(left)
      stream.next_out = place
      stream.avail_out = UInt32(room)
      let status = inflate(&stream, Z_NO_FLUSH)
      return (status, left - Int(stream.avail_in), room - Int(stream.avail_out))
    }
  }
}
