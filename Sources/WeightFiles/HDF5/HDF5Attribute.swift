/// Text attributes of a group or dataset: Keras keeps its configuration and types in them.
enum HDF5Attribute {
  private static let longest = 1 << 26

  /// The text of the attribute of this name, if there is one.
  static func text(
    _ name: String, _ file: HDF5File, _ object: HDF5Object
  ) throws(WeightFileError) -> String? {
    for message in object.messages where message.kind == 0x0C {
      var cursor = ByteCursor(message.body, "an attribute", block: 256)
      let version = try cursor.byte()
      let flags = try cursor.byte()
      let (nameSize, typeSize) = (try cursor.uint16(), try cursor.uint16())
      let spaceSize = try cursor.uint16()
      if version == 3 { try cursor.skip(1) }
      // Types that are kept elsewhere are not followed.
      guard (1...3).contains(version), version == 1 || flags & 3 == 0 else { continue }
      // The first version fills its parts up to eight bytes.
      func padded(_ size: Int) -> Int { version == 1 ? (size + 7) / 8 * 8 : size }
      let place = cursor.position
      let found = try cursor.text(nameSize).prefix { $0 != "\0" }
      guard found == name else { continue }
      let typePlace = place + padded(nameSize)
      let type = try HDF5Datatype(
        try message.body.part(at: typePlace, count: typeSize, "an attribute"))
      cursor.move(to: typePlace + padded(typeSize) + padded(spaceSize))
      if type.isText {
        guard type.size <= longest else { return nil }
        return String(try cursor.text(type.size).prefix { $0 != "\0" })
      }
      guard type.isVariableText else { return nil }
      // A length, and the place of the text in a heap that all objects share.
      let length = try cursor.uint32()
      guard length <= longest, let heap = try file.address(&cursor) else { return nil }
      let index = try cursor.uint32()
      return try shared(file, heap: heap, index: index, length: length)
    }
    return nil
  }

  /// An object of a global heap.
  private static func shared(
    _ file: HDF5File, heap: Int, index: Int, length: Int
  ) throws(WeightFileError) -> String? {
    var cursor = file.cursor(at: heap, "a heap of texts")
    try file.expect("GCOL", &cursor)
    try cursor.skip(4)
    let size = try file.length(&cursor)
    try file.region.check(size, at: heap, "a heap of texts")
    while cursor.position + 16 <= heap + size {
      let found = try cursor.uint16()
      try cursor.skip(6)
      let bytes = try file.length(&cursor)
      guard found != 0 else { return nil }
      if found == index { return try cursor.text(min(length, bytes)) }
      let (padded, overflow) = bytes.addingReportingOverflow(7)
      guard !overflow else { return nil }
      try cursor.skip(padded / 8 * 8)
    }
    return nil
  }
}
