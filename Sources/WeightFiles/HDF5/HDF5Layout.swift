/// How a dataset's bytes are kept.
enum HDF5Layout {
  case compact(ByteRegion)
  /// The address is nil if nothing was ever written.
  case contiguous(Int?, count: Int)
  /// An index of chunks in a tree, or one chunk alone.
  case chunked(tree: Int?, shape: [Int])
  case single(Int?, shape: [Int], stored: Int?, mask: Int)

  init(_ file: HDF5File, _ body: ByteRegion, isFiltered: Bool) throws(WeightFileError) {
    var cursor = ByteCursor(body, "a layout", block: 128)
    switch try cursor.byte() {
    case 1, 2: self = try Self.first(file, body, &cursor)
    case 3: self = try Self.third(file, body, &cursor)
    case 4: self = try Self.fourth(file, body, &cursor)
    case let version:
      throw body.error(
        .unsupported("a layout is of version \(version)", wayOut: HDF5File.wayOut), at: 0)
    }
  }

  private static func first(
    _ file: HDF5File, _ body: ByteRegion, _ cursor: inout ByteCursor
  ) throws(WeightFileError) -> HDF5Layout {
    let rank = Int(try cursor.byte())
    let kind = try cursor.byte()
    try cursor.skip(5)
    let address = kind == 0 ? nil : try file.address(&cursor)
    var shape: [Int] = []
    for _ in 0..<rank { shape.append(try cursor.uint32()) }
    switch kind {
    case 0:
      let count = try cursor.uint32()
      return .compact(try body.part(at: cursor.position, count: count, "compact data"))
    case 1:
      // Sizes in elements: the dataset's own shape and type say the same.
      return .contiguous(address, count: -1)
    case 2: return .chunked(tree: address, shape: Array(shape.dropLast()))
    default: throw cursor.error(.damaged("a layout is of the unknown kind \(kind)"))
    }
  }

  private static func third(
    _ file: HDF5File, _ body: ByteRegion, _ cursor: inout ByteCursor
  ) throws(WeightFileError) -> HDF5Layout {
    switch try cursor.byte() {
    case 0:
      let count = try cursor.uint16()
      return .compact(try body.part(at: cursor.position, count: count, "compact data"))
    case 1:
      let address = try file.address(&cursor)
      return .contiguous(address, count: try file.length(&cursor))
    case 2:
      let rank = Int(try cursor.byte())
      let address = try file.address(&cursor)
      var shape: [Int] = []
      for _ in 0..<rank { shape.append(try cursor.uint32()) }
      return .chunked(tree: address, shape: Array(shape.dropLast()))
    case let kind: throw cursor.error(.damaged("a layout is of the unknown kind \(kind)"))
    }
  }

  private static func fourth(
    _ file: HDF5File, _ body: ByteRegion, _ cursor: inout ByteCursor
  ) throws(WeightFileError) -> HDF5Layout {
    let kind = try cursor.byte()
    guard kind == 2 else {
      cursor.move(to: 1)
      return try third(file, body, &cursor)
    }
    let flags = try cursor.byte()
    let rank = Int(try cursor.byte())
    let width = Int(try cursor.byte())
    guard (1...8).contains(width) else {
      throw cursor.error(.damaged("a layout's sizes are damaged"))
    }
    var shape: [Int] = []
    for _ in 0..<rank { shape.append(Int(truncatingIfNeeded: try cursor.number(width))) }
    let index = try cursor.byte()
    guard index == 1 else {
      throw body.error(
        .unsupported("its chunks are indexed by a newer kind (\(index))", wayOut: HDF5File.wayOut),
        at: 0)
    }
    var (stored, mask): (Int?, Int) = (nil, 0)
    if flags & 2 != 0 { (stored, mask) = (try file.length(&cursor), try cursor.uint32()) }
    return .single(
      try file.address(&cursor), shape: Array(shape.dropLast()), stored: stored, mask: mask)
  }
}
