/// A span of a source: a whole file, an entry of an archive, a tensor's bytes.
///
/// Places are counted from the span's start and checked against its end; errors tell them counted
/// from the start of the file.
struct ByteRegion: Sendable {
  let source: any ByteSource
  let start: Int
  let count: Int

  /// The whole source.
  init(_ source: any ByteSource) {
    (self.source, start, count) = (source, 0, source.count)
  }

  /// Bytes in memory, under the name of the file that they come from.
  init(_ bytes: [UInt8], name: String) {
    self.init(MemorySource(bytes, name: name))
  }

  private init(_ source: any ByteSource, start: Int, count: Int) {
    (self.source, self.start, self.count) = (source, start, count)
  }

  /// An error at a place of this span.
  func error(_ fault: WeightFault, at offset: Int? = nil) -> WeightFileError {
    WeightFileError(source.name, at: offset.map { start &+ $0 }, fault)
  }

  /// Whether `count` bytes from `offset` on are inside.
  func holds(_ count: Int, at offset: Int) -> Bool {
    offset >= 0 && count >= 0 && offset <= self.count && count <= self.count - offset
  }

  /// The part of `count` bytes from `offset` on; `part` is what the error calls it.
  func part(
    at offset: Int, count: Int, _ part: @autoclosure () -> String
  ) throws(WeightFileError) -> ByteRegion {
    try check(count, at: offset, part())
    return ByteRegion(source, start: start + offset, count: count)
  }

  /// Throws unless `count` bytes from `offset` on are inside.
  func check(
    _ count: Int, at offset: Int, _ part: @autoclosure () -> String
  ) throws(WeightFileError) {
    guard offset >= 0, count >= 0 else { throw error(.damaged("\(part()) has a negative place")) }
    guard offset <= self.count else {
      throw error(.damaged("\(part()) is said to begin at byte \(offset), beyond the end"))
    }
    guard count <= self.count - offset else {
      throw error(
        .cutOff(part: part(), missing: count.subtractingReportingOverflow(self.count - offset).0),
        at: offset)
    }
  }

  /// Fills the buffer from `offset` on.
  func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer, _ what: @autoclosure () -> String
  ) throws(WeightFileError) {
    try check(buffer.count, at: offset, what())
    try source.read(at: start + offset, into: buffer)
  }

  /// A copy of `count` bytes from `offset` on.
  func bytes(
    at offset: Int, count: Int, _ what: @autoclosure () -> String
  ) throws(WeightFileError) -> [UInt8] {
    try check(count, at: offset, what())
    do {
      return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        try source.read(at: start + offset, into: UnsafeMutableRawBufferPointer(buffer))
        filled = count
      }
    } catch let error as WeightFileError {
      throw error
    } catch {
      preconditionFailure("sources throw their own errors only")
    }
  }

  /// Up to `count` bytes from the start, fewer where the span is shorter.
  func prefix(_ count: Int) throws(WeightFileError) -> [UInt8] {
    try bytes(at: 0, count: min(count, self.count), "the start")
  }
}
