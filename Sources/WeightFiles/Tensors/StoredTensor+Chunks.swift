extension StoredTensor {
  /// Streams the numbers in row-major order, rounded to `Float` where they are stored wider.
  ///
  /// Runs of at most `capacity` elements, all of that length but the last. Memory: one run, and for
  /// views with strides and chunked layouts what lies between their first and last byte.
  ///
  /// - Parameters:
  ///   - capacity: elements per run, at least 1.
  ///   - body: reads the run; the buffer is valid only during the call.
  /// - Throws: ``WeightFileError`` of the place where the bytes fail, and what `body` throws.
  public func withChunks(
    capacity: Int = 1 << 16, _ body: (UnsafeBufferPointer<Float>) throws(WeightFileError) -> Void
  ) throws(WeightFileError) {
    try stream(capacity: capacity, body)
  }

  /// Streams the numbers in row-major order as `Double`, exact but for integers beyond 2⁵³.
  ///
  /// As ``withChunks(capacity:_:)`` otherwise.
  public func withDoubleChunks(
    capacity: Int = 1 << 16, _ body: (UnsafeBufferPointer<Double>) throws(WeightFileError) -> Void
  ) throws(WeightFileError) {
    try stream(capacity: capacity, body)
  }

  /// All numbers at once, in row-major order.
  ///
  /// - Throws: ``WeightFileError`` of the place where the bytes fail.
  public func values() throws(WeightFileError) -> [Float] {
    var values: [Float] = []
    try read(into: &values)
    return values
  }

  /// Puts all numbers in row-major order in place of those of an array, whose memory is used again.
  ///
  /// Each run is handed to `body` as soon as it is there, while the processor still has it at hand.
  ///
  /// - Throws: ``WeightFileError`` of the place where the bytes fail.
  public func read(
    into values: inout [Float], capacity: Int = 1 << 16,
    _ body: (UnsafeBufferPointer<Float>) -> Void = { _ in }
  ) throws(WeightFileError) {
    guard case .span = storage, type == .float32, byteOrder == .littleEndian, Self.isLittleEndian,
      count > 0
    else {
      values.removeAll(keepingCapacity: true)
      // Only where the bytes are known to be there: a number in a header reserves nothing.
      if case .span = storage { values.reserveCapacity(count) }
      try withChunks(capacity: capacity) { run throws(WeightFileError) in
        values += run
        body(run)
      }
      return
    }
    // Numbers that are stored as they are wanted are read to where they are wanted.
    ByteLoops.resize(&values, to: count)
    var bytes = try elementStream(width: 4)
    var failure: WeightFileError?
    values.withUnsafeMutableBufferPointer { all in
      var done = 0
      do throws(WeightFileError) {
        while done < count {
          let run = UnsafeMutableBufferPointer(
            rebasing: all[done..<min(count, done + capacity)])
          try bytes.read(into: UnsafeMutableRawBufferPointer(run))
          body(UnsafeBufferPointer(run))
          done += run.count
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  private func stream<Element: DecodedElement>(
    capacity: Int, _ body: (UnsafeBufferPointer<Element>) throws(WeightFileError) -> Void
  ) throws(WeightFileError) {
    precondition(capacity > 0, "runs of at least one element")
    guard let width = type.width else {
      throw WeightFileError(place.file, .unreadType(tensor: name, type: type.name))
    }
    guard count > 0 else { return }
    var bytes = try elementStream(width: width)
    let length = min(capacity, count)
    let run = UnsafeMutableBufferPointer<Element>.allocate(capacity: length)
    defer { run.deallocate() }
    // Numbers that are stored as they are wanted need no second buffer.
    let isDirect = byteOrder == .littleEndian && type == Element.elementType && Self.isLittleEndian
    let raw = UnsafeMutableRawBufferPointer.allocate(
      byteCount: isDirect ? 0 : length * width, alignment: 16)
    defer { raw.deallocate() }
    var done = 0
    while done < count {
      let now = min(length, count - done)
      let part = UnsafeMutableBufferPointer(rebasing: run[..<now])
      if isDirect {
        try bytes.read(into: UnsafeMutableRawBufferPointer(part))
      } else {
        let source = UnsafeMutableRawBufferPointer(rebasing: raw[..<(now * width)])
        try bytes.read(into: source)
        if byteOrder == .bigEndian { ByteLoops.reverse(source, width: width) }
        Element.decode(UnsafeRawBufferPointer(source), as: type, into: part)
      }
      try body(UnsafeBufferPointer(part))
      done += now
    }
  }

  private func elementStream(width: Int) throws(WeightFileError) -> any ElementStream {
    switch storage {
    case .span(let region): SpanStream(region, "'\(name)'")
    case .strided(let packed, let offset, let strides):
      try GatherStream(
        packed, offset: offset, strides: strides, shape: shape, width: width, "'\(name)'")
    case .deflated(let packed, let skip): try DeflatedStream(packed, skip: skip, "'\(name)'")
    case .chunked(let layout): ChunkStream(layout, "'\(name)'")
    case .varints(let region): VarintStream(region, width: width, "'\(name)'")
    case .unread(let region):
      throw region.error(.unreadType(tensor: name, type: type.name))
    }
  }

  private static var isLittleEndian: Bool { UInt16(1).littleEndian == 1 }
}
