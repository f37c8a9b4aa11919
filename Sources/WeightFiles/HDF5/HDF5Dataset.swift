/// A dataset's header turned into a tensor.
enum HDF5Dataset {
  /// The tensor of a dataset; nil if the object is none or holds nothing.
  static func tensor(
    _ name: String, _ file: HDF5File, _ object: HDF5Object, budget: inout Int
  ) throws(WeightFileError) -> StoredTensor? {
    guard let typeBody = try object.message(0x03, "the type of '\(name)'"),
      let spaceBody = try object.message(0x01, "the shape of '\(name)'"),
      let layoutBody = try object.message(0x08, "the layout of '\(name)'"),
      let shape = try HDF5Dataspace.shape(file, spaceBody)
    else { return nil }
    let datatype = try HDF5Datatype(typeBody)
    let count = try ElementCount.of(shape, tensor: name) { spaceBody.error($0, at: 0) }
    var type = datatype.type
    if datatype.isOpaque, datatype.size == 2, try isBrainFloat(file, object) { type = .bfloat16 }
    func tensor(_ storage: TensorStorage) -> StoredTensor {
      StoredTensor(
        name: name, shape: shape, count: count, type: type, byteOrder: datatype.byteOrder,
        convention: .outputsLast, storage: storage)
    }
    guard let width = type.width else { return tensor(.unread(layoutBody)) }
    let filterBody = try object.message(0x0B, "the filters of '\(name)'")
    let filters = try HDF5Filter.pipeline(filterBody, width: width)
    let layout = try HDF5Layout(file, layoutBody, isFiltered: !filters.isEmpty)
    let bytes = count * width
    switch layout {
    case .compact(let region):
      guard region.count >= bytes else {
        throw region.error(.cutOff(part: "'\(name)'", missing: bytes - region.count))
      }
      return tensor(.span(try region.part(at: 0, count: bytes, "'\(name)'")))
    case .contiguous(let address?, let stored):
      guard stored < 0 || stored >= bytes else {
        throw layoutBody.error(
          .sizeMismatch(
            tensor: name, shape: shape, type: type.name, expected: bytes, found: stored),
          at: 0)
      }
      return tensor(.span(try file.region.part(at: address, count: bytes, "'\(name)'")))
    case .contiguous(nil, _):
      // Never written: one chunk that is missing.
      let chunks = try ChunkedLayout(
        name, file, object, layoutBody, shape: shape.isEmpty ? [1] : shape, box: nil, width: width,
        filters: [], chunks: [:])
      return tensor(.chunked(chunks))
    case .chunked(let tree, let box):
      let chunks = try ChunkedLayout.chunks(
        name, file, tree, layoutBody, shape: shape, box: box, budget: &budget)
      return tensor(
        .chunked(
          try ChunkedLayout(
            name, file, object, layoutBody, shape: shape, box: box, width: width, filters: filters,
            chunks: chunks)))
    case .single(let address, let box, let stored, let mask):
      let size = stored ?? bytes
      let chunks = address.map { [0: ChunkedLayout.Chunk(address: $0, stored: size, mask: mask)] }
      return tensor(
        .chunked(
          try ChunkedLayout(
            name, file, object, layoutBody, shape: shape, box: box, width: width, filters: filters,
            chunks: chunks ?? [:])))
    }
  }

  /// Keras notes the type of bfloat16, which HDF5 keeps as raw bytes, in an attribute.
  private static func isBrainFloat(
    _ file: HDF5File, _ object: HDF5Object
  ) throws(WeightFileError) -> Bool {
    try HDF5Attribute.text("dtype", file, object) == "bfloat16"
  }
}

extension ChunkedLayout {
  /// Checks that boxes fit the shape, and that not much more is declared than is stored.
  init(
    _ name: String, _ file: HDF5File, _ object: HDF5Object, _ layout: ByteRegion, shape: [Int],
    box: [Int]?, width: Int, filters: [HDF5Filter], chunks: [Int: Chunk]
  ) throws(WeightFileError) {
    // Without chunks of its own, what is missing is one row at a time.
    let box = box ?? [1] + shape.dropFirst()
    guard box.count == shape.count, !box.isEmpty, box.allSatisfy({ $0 > 0 }) || shape.contains(0)
    else {
      throw layout.error(
        .damaged("the chunks \(box) of '\(name)' do not fit its shape \(shape)"), at: 0)
    }
    var bytes = width
    for size in box {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: size)
      guard !overflow, product <= 1 << 32 else {
        throw layout.error(.damaged("a chunk of '\(name)' has the sizes \(box)"), at: 0)
      }
      bytes = product
    }
    let declared = shape.reduce(width, { $0.multipliedReportingOverflow(by: $1).0 })
    // What is missing is made up, as HDF5 does; but not gigabytes from nothing.
    let written = chunks.isEmpty ? 0 : bytes.multipliedReportingOverflow(by: chunks.count).0
    guard declared <= max(1 << 26, written) else {
      throw layout.error(
        .bomb(part: "'\(name)'", declared: declared, stored: written), at: 0)
    }
    for (_, chunk) in chunks.sorted(by: { $0.key < $1.key }) {
      try file.region.check(chunk.stored, at: chunk.address, "a chunk of '\(name)'")
      guard bytes / 1032 <= chunk.stored + 64 else {
        throw file.region.error(
          .bomb(part: "a chunk of '\(name)'", declared: bytes, stored: chunk.stored),
          at: chunk.address)
      }
    }
    // Chunks that share their bytes would unpack without end.
    let sorted = chunks.values.sorted { $0.address < $1.address }
    for (chunk, next) in zip(sorted, sorted.dropFirst())
    where next.address - chunk.address < chunk.stored {
      throw file.region.error(.damaged("two chunks of '\(name)' share bytes"), at: next.address)
    }
    self.init(
      file: file.region, address: layout.start - file.region.start, shape: shape, box: box,
      width: width, filters: filters,
      fill: try HDF5Fill.bytes(object, width: width), chunks: chunks)
  }

  /// The chunks that were written, by their number in the grid.
  static func chunks(
    _ name: String, _ file: HDF5File, _ tree: Int?, _ layout: ByteRegion, shape: [Int], box: [Int],
    budget: inout Int
  ) throws(WeightFileError) -> [Int: Chunk] {
    guard let tree, !shape.contains(0) else { return [:] }
    guard box.count == shape.count, box.allSatisfy({ $0 > 0 }) else {
      throw layout.error(
        .damaged("the chunks \(box) of '\(name)' do not fit its shape \(shape)"), at: 0)
    }
    // A key: stored size, filters left out, the first element along each axis and within it.
    let keySize = 8 + 8 * (shape.count + 1)
    var chunks: [Int: Chunk] = [:]
    for leaf in try HDF5Tree.leaves(file, at: tree, kind: 1, keySize: keySize, budget: &budget) {
      var key = ByteCursor(leaf.key, "a chunk's place", block: keySize)
      let (stored, mask) = (try key.uint32(), try key.uint32())
      var number = 0
      for (size, step) in zip(shape, box) {
        let start = try key.size()
        guard start < size, start % step == 0 else {
          throw key.error(.damaged("a chunk of '\(name)' begins at \(start) of \(size)"))
        }
        let (product, overflow) = number.multipliedReportingOverflow(by: (size + step - 1) / step)
        guard !overflow else { throw key.error(.damaged("'\(name)' has too many chunks")) }
        number = product + start / step
      }
      let chunk = Chunk(address: leaf.child, stored: stored, mask: mask)
      guard chunks.updateValue(chunk, forKey: number) == nil else {
        throw key.error(.damaged("'\(name)' has one chunk twice"))
      }
    }
    return chunks
  }
}

/// The value of elements that were never written.
enum HDF5Fill {
  static func bytes(_ object: HDF5Object, width: Int) throws(WeightFileError) -> [UInt8] {
    let zeros = [UInt8](repeating: 0, count: width)
    guard let body = try object.message(0x05, "a fill value") else { return zeros }
    var cursor = ByteCursor(body, "a fill value", block: 32)
    let version = try cursor.byte()
    if version == 3 {
      guard try cursor.byte() & 0x20 != 0 else { return zeros }
    } else {
      try cursor.skip(2)
      guard try cursor.byte() != 0 else { return zeros }
    }
    guard try cursor.uint32() == width else { return zeros }
    return try cursor.bytes(width)
  }
}
