/// The members of a group: symbol tables (h5py's default), or compact links.
enum HDF5Group {
  /// A member's name and the address of its header.
  struct Link {
    let name: String
    let address: Int
  }

  /// The members in the file's order (by name for symbol tables), or nil if the object is not a group.
  ///
  /// - Parameter budget: how many nodes of trees may still be read in this file.
  static func links(
    _ file: HDF5File, _ object: HDF5Object, budget: inout Int
  ) throws(WeightFileError) -> [Link]? {
    if let body = try object.message(0x11, "a group") {
      var cursor = ByteCursor(body, "a group", block: 32)
      guard let tree = try file.address(&cursor), let heap = try file.address(&cursor) else {
        return []
      }
      return try symbols(file, tree: tree, heap: heap, budget: &budget)
    }
    guard object.messages.contains(where: { $0.kind == 0x02 || $0.kind == 0x06 }) else {
      return nil
    }
    if let info = try object.message(0x02, "a group") { try refuseDense(file, info) }
    var links: [Link] = []
    for message in object.messages where message.kind == 0x06 {
      if let link = try link(file, message.body) { links.append(link) }
    }
    return links
  }

  private static func refuseDense(
    _ file: HDF5File, _ info: ByteRegion
  ) throws(WeightFileError) {
    var cursor = ByteCursor(info, "a group", block: 64)
    try cursor.skip(1)
    let flags = try cursor.byte()
    try cursor.skip(flags & 1 != 0 ? 8 : 0)
    guard try file.address(&cursor) == nil else {
      throw info.error(
        .unsupported("it keeps a group's members in a fractal heap", wayOut: HDF5File.wayOut), at: 0
      )
    }
  }

  /// A compact link; nil for soft and external ones, which lead to other names and files.
  private static func link(_ file: HDF5File, _ body: ByteRegion) throws(WeightFileError) -> Link? {
    var cursor = ByteCursor(body, "a link", block: 64)
    try cursor.skip(1)
    let flags = try cursor.byte()
    let kind = flags & 8 != 0 ? try cursor.byte() : 0
    try cursor.skip((flags & 4 != 0 ? 8 : 0) + (flags & 0x10 != 0 ? 1 : 0))
    let length = try cursor.number(1 << Int(flags & 3))
    guard length <= 65_536 else {
      throw cursor.error(.damaged("a link's name has \(length) bytes"))
    }
    let name = try cursor.text(Int(length))
    guard kind == 0, let address = try file.address(&cursor) else { return nil }
    return Link(name: name, address: address)
  }

  private static func symbols(
    _ file: HDF5File, tree: Int, heap: Int, budget: inout Int
  ) throws(WeightFileError) -> [Link] {
    var cursor = file.cursor(at: heap, "a group's names", block: 64)
    try file.expect("HEAP", &cursor)
    try cursor.skip(4)
    let size = try file.length(&cursor)
    _ = try file.length(&cursor)
    guard let start = try file.address(&cursor) else { return [] }
    let names = try file.region.part(at: start, count: size, "a group's names")
    var links: [Link] = []
    for node in try HDF5Tree.leaves(
      file, at: tree, kind: 0, keySize: file.lengthSize, budget: &budget)
    {
      var cursor = file.cursor(at: node.child, "a group's members", block: 1_024)
      try file.expect("SNOD", &cursor)
      try cursor.skip(2)
      for _ in 0..<(try cursor.uint16()) {
        let place = Int(truncatingIfNeeded: try cursor.number(file.offsetSize))
        let address = try file.address(&cursor)
        let kind = try cursor.uint32()
        try cursor.skip(20)
        // Kind 2 is a soft link.
        guard kind != 2, let address else { continue }
        budget -= 1
        guard budget > 0 else { throw cursor.error(.damaged("it has groups without end")) }
        links.append(Link(name: try name(names, place), address: address))
      }
    }
    return links
  }

  /// The text that ends with a zero byte.
  private static func name(_ names: ByteRegion, _ place: Int) throws(WeightFileError) -> String {
    var cursor = ByteCursor(names, at: place, "a member's name", block: 64)
    var bytes: [UInt8] = []
    while true {
      let byte = try cursor.byte()
      if byte == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
      guard bytes.count <= 65_536 else {
        throw cursor.error(.damaged("a member's name does not end"))
      }
    }
  }
}
