import Foundation

/// Tables with no more digits than somebody reads.
package enum ShortDecimals {
  /// A table as CSV with every decimal fraction of more than `most` digits rounded to that, as C's `%g` does.
  package static func shortened(_ csv: String, to most: Int) -> String {
    var csv = csv
    return csv.withUTF8 { bytes in
      var text: [UInt8] = []
      text.reserveCapacity(bytes.count)
      var start = 0
      for place in 0...bytes.count {
        guard place == bytes.count || isSeparator(bytes[place]) else { continue }
        append(UnsafeBufferPointer(rebasing: bytes[start..<place]), to: &text, most)
        if place < bytes.count { text.append(bytes[place]) }
        start = place + 1
      }
      return String(decoding: text, as: UTF8.self)
    }
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private static func append(
    _ cell: UnsafeBufferPointer<UInt8>, to text: inout [UInt8], _ most: Int
  ) {
    guard isLong(cell, most), let number = Double(String(decoding: cell, as: UTF8.self)),
      number.isFinite
    else {
      text.append(contentsOf: cell)
      return
    }
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { digits in
      let count = withVaList([Int32(most), number]) {
        vsnprintf(digits.baseAddress, 64, "%.*g", $0)
      }
      for digit in digits.prefix(Int(count)) { text.append(UInt8(bitPattern: digit)) }
    }
  }

  /// Whether a cell is a fraction of many digits; those of an exponent do not count.
  private static func isLong(_ cell: UnsafeBufferPointer<UInt8>, _ most: Int) -> Bool {
    var digits = 0
    var isFraction = false
    var isExponent = false
    for byte in cell {
      if byte == UInt8(ascii: "e") { isExponent = true }
      if byte == UInt8(ascii: ".") { isFraction = true }
      if !isExponent, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { digits += 1 }
    }
    return digits > most && isFraction
  }
}
