/// Reads JSON (RFC 8259) from front to back, strictly, without building a tree.
///
/// For headers of untrusted files: names given twice, fractions where integers belong and deep nesting
/// must be seen, and a 100 MB header must not become a gigabyte of objects.
struct JSONScanner {
  private let bytes: [UInt8]
  private let region: ByteRegion
  /// Where `bytes` begins in the region.
  private let start: Int
  private var position = 0

  /// Scans `count` bytes from `start` on.
  init(_ region: ByteRegion, at start: Int = 0, count: Int) throws(WeightFileError) {
    (self.region, self.start) = (region, start)
    bytes = try region.bytes(at: start, count: count, "the header")
  }

  func error(_ what: String) -> WeightFileError {
    region.error(.notJSON(what), at: start + min(position, bytes.count))
  }

  /// The next byte that is not white space, without passing it.
  mutating func peek() -> UInt8? {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return bytes[position]
      }
    }
    return nil
  }

  /// Passes `byte` if it is next.
  mutating func pass(_ byte: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: byte) else { return false }
    position += 1
    return true
  }

  mutating func expect(_ byte: Unicode.Scalar) throws(WeightFileError) {
    guard pass(byte) else {
      throw error(position < bytes.count ? "'\(byte)' is missing" : "it ends too early")
    }
  }

  /// The next name of an object: call after its "{", until it gives nil.
  mutating func key(first: inout Bool) throws(WeightFileError) -> String? {
    if pass("}") { return nil }
    if !first { try expect(",") }
    first = false
    let key = try string()
    try expect(":")
    return key
  }

  /// Whether an array goes on: call after its "[", until it is false.
  mutating func element(first: inout Bool) throws(WeightFileError) -> Bool {
    if pass("]") { return false }
    if !first { try expect(",") }
    first = false
    return true
  }

  /// An array of integers.
  mutating func integers() throws(WeightFileError) -> [Int] {
    try expect("[")
    var (first, values) = (true, [Int]())
    while try element(first: &first) { values.append(try integer()) }
    return values
  }

  /// An integer that a signed word holds; fractions and exponents are refused.
  mutating func integer() throws(WeightFileError) -> Int {
    let number = try number()
    guard let value = Int(number) else { throw error("\(number) is not an integer of 64 bits") }
    return value
  }

  /// Any number, as the nearest `Double`.
  mutating func real() throws(WeightFileError) -> Double {
    let number = try number()
    guard let value = Double(number), value.isFinite else {
      throw error("\(number) is not a number")
    }
    return value
  }

  /// The characters of a number.
  private mutating func number() throws(WeightFileError) -> Substring {
    guard let first = peek(), first == 0x2D || (0x30...0x39).contains(first) else {
      throw error("a number is missing")
    }
    let begin = position
    while position < bytes.count {
      switch bytes[position] {
      case 0x30...0x39, 0x2D, 0x2B, 0x2E, 0x45, 0x65: position += 1
      default: return Substring(decoding: bytes[begin..<position], as: UTF8.self)
      }
    }
    return Substring(decoding: bytes[begin..<position], as: UTF8.self)
  }

  mutating func string() throws(WeightFileError) -> String {
    try expect("\"")
    var text: [UInt8] = []
    var runStart = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 0x22 {
        text += bytes[runStart..<position]
        guard let string = String(validating: text, as: UTF8.self) else {
          throw error("a string is not UTF-8")
        }
        position += 1
        return string
      }
      if byte < 0x20 { throw error("a string holds a control character") }
      position += 1
      if byte == 0x5C {
        text += bytes[runStart..<(position - 1)]
        text += Array(String(try escape()).utf8)
        runStart = position
      }
    }
    throw error("it ends within a string")
  }

  private mutating func escape() throws(WeightFileError) -> Unicode.Scalar {
    guard position < bytes.count else { throw error("it ends within a string") }
    defer { position += 1 }
    switch bytes[position] {
    case 0x22: return "\""
    case 0x5C: return "\\"
    case 0x2F: return "/"
    case 0x62: return "\u{8}"
    case 0x66: return "\u{C}"
    case 0x6E: return "\n"
    case 0x72: return "\r"
    case 0x74: return "\t"
    case 0x75:
      let high = try hexadecimal()
      if let scalar = Unicode.Scalar(high) { return scalar }
      // A pair of surrogates makes one character beyond 0xFFFF.
      guard high < 0xDC00, position + 2 < bytes.count, bytes[position + 1] == 0x5C,
        bytes[position + 2] == 0x75
      else { throw error("half a surrogate pair") }
      position += 2
      let low = try hexadecimal()
      guard (0xDC00...0xDFFF).contains(low),
        let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
      else { throw error("half a surrogate pair") }
      return scalar
    default: throw error("an unknown escape")
    }
  }

  /// Four digits after the "u" at the position, which moves to the last of them.
  private mutating func hexadecimal() throws(WeightFileError) -> UInt32 {
    guard position + 4 < bytes.count,
      let value = UInt32(
        Substring(decoding: bytes[(position + 1)...(position + 4)], as: UTF8.self), radix: 16),
      bytes[position + 1] != 0x2B
    else { throw error("an escape of four digits is cut") }
    position += 4
    return value
  }

  /// Passes over any value.
  mutating func skip() throws(WeightFileError) {
    // Open brackets, in place of recursion; what the array or object holds next is tracked by shape.
    var open: [(isObject: Bool, first: Bool)] = []
    repeat {
      if var last = open.popLast() {
        var more: Bool
        if last.isObject {
          more = try key(first: &last.first) != nil
        } else {
          more = try element(first: &last.first)
        }
        if !more { continue }
        open.append(last)
      }
      switch peek() {
      case UInt8(ascii: "{"):
        position += 1
        open.append((true, true))
      case UInt8(ascii: "["):
        position += 1
        open.append((false, true))
      case UInt8(ascii: "\""): _ = try string()
      case UInt8(ascii: "t"): try word("true")
      case UInt8(ascii: "f"): try word("false")
      case UInt8(ascii: "n"): try word("null")
      default: _ = try number()
      }
      guard open.count <= 512 else { throw error("more than 512 brackets inside each other") }
    } while !open.isEmpty
  }

  private mutating func word(_ word: StaticString) throws(WeightFileError) {
    let matches = word.withUTF8Buffer { word in
      position + word.count <= bytes.count
        && bytes[position..<(position + word.count)].elementsEqual(word)
    }
    guard matches else { throw error("a value is missing") }
    position += word.utf8CodeUnitCount
  }

  /// Throws unless only white space is left.
  mutating func end() throws(WeightFileError) {
    guard peek() == nil else { throw error("something follows its end") }
  }
}
