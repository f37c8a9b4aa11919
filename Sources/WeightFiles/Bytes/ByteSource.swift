/// Bytes that can be read at any place: a file on disk, or memory.
protocol ByteSource: AnyObject, Sendable {
  /// What errors call it: the path as it was given.
  var name: String { get }

  /// How many bytes there were when it was opened.
  var count: Int { get }

  /// Fills the buffer with the bytes from `offset` on.
  ///
  /// The caller has checked the span against ``count``; a file may have shrunk since.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(WeightFileError)
}

/// Bytes in memory: what tests and fuzzers open, and what had to be unpacked.
final class MemorySource: ByteSource {
  let name: String
  private let bytes: [UInt8]

  var count: Int { bytes.count }

  init(_ bytes: [UInt8], name: String) {
    (self.bytes, self.name) = (bytes, name)
  }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) {
    bytes.withUnsafeBytes { bytes in
      buffer.copyMemory(from: .init(rebasing: bytes[offset..<offset + buffer.count]))
    }
  }
}
