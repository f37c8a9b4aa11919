/// The few Python literals that stand in `.npy` headers: a dictionary of text, truth and tuples.
struct PythonLiteral {
  private let bytes: [UInt8]
  private let file: ByteRegion
  private let start: Int
  private var position = 0

  init(_ bytes: [UInt8], _ file: ByteRegion, start: Int) {
    (self.bytes, self.file, self.start) = (bytes, file, start)
  }

  /// The three entries that a header has.
  struct Fields {
    var descriptor: String?
    var isFortran: Bool?
    var shape: [Int]?
  }

  mutating func header() throws(WeightFileError) -> Fields {
    var fields = Fields()
    try expect("{")
    while !pass("}") {
      let key = try text()
      try expect(":")
      switch key {
      case "descr" where fields.descriptor == nil:
        if peek() == UInt8(ascii: "[") {
          throw file.error(
            .unsupported(
              "it is an array of records", wayOut: "save each field on its own: \(WayOut.numpy)"))
        }
        fields.descriptor = try text()
      case "fortran_order" where fields.isFortran == nil: fields.isFortran = try truth()
      case "shape" where fields.shape == nil: fields.shape = try tuple()
      default: throw error("'\(key)' is not expected")
      }
      if !pass(",") {
        try expect("}")
        break
      }
    }
    guard peek() == nil else { throw error("something follows it") }
    return fields
  }

  private func error(_ what: String) -> WeightFileError {
    file.error(.damaged("in the header of the array, \(what)"), at: start + position)
  }

  private mutating func peek() -> UInt8? {
    while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x0A {
      position += 1
    }
    return position < bytes.count ? bytes[position] : nil
  }

  private mutating func pass(_ byte: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: byte) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ byte: Unicode.Scalar) throws(WeightFileError) {
    guard pass(byte) else { throw error("'\(byte)' is missing") }
  }

  private mutating func text() throws(WeightFileError) -> String {
    guard let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw error("a text is missing")
    }
    position += 1
    guard let end = bytes[position...].firstIndex(of: quote) else { throw error("a text is open") }
    defer { position = end + 1 }
    return String(decoding: bytes[position..<end], as: UTF8.self)
  }

  private mutating func truth() throws(WeightFileError) -> Bool {
    let word = try self.word()
    guard word == "True" || word == "False" else {
      throw error("'\(word)' is neither True nor False")
    }
    return word == "True"
  }

  private mutating func tuple() throws(WeightFileError) -> [Int] {
    try expect("(")
    var sizes: [Int] = []
    while !pass(")") {
      var word = try self.word()
      // Python 2 wrote long integers with an L.
      if word.hasSuffix("L") { word.removeLast() }
      guard let size = Int(word) else { throw error("'\(word)' is not a size") }
      sizes.append(size)
      if !pass(",") {
        try expect(")")
        break
      }
    }
    return sizes
  }

  private mutating func word() throws(WeightFileError) -> String {
    _ = peek()
    let begin = position
    while position < bytes.count, bytes[position] != 0x2C, bytes[position] != 0x29,
      bytes[position] != 0x7D, bytes[position] != 0x20
    {
      position += 1
    }
    return String(decoding: bytes[begin..<position], as: UTF8.self)
  }
}
