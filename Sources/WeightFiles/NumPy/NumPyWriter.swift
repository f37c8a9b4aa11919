import CZlib

/// Arrays as NumPy reads them: `.npy` files, and `.npz` archives of those, stored without packing.
///
/// Reference: NumPy Enhancement Proposal 1, format 1.0; PKWARE's APPNOTE 6.3.10. Times in the archive are those
/// that zip files begin with, so that the same arrays give the same bytes.
public enum NumPyWriter {
  /// An array in C order.
  public struct Array: Sendable {
    let name: String
    let descriptor: String
    let shape: [Int]
    let bytes: [UInt8]

    /// Single-precision numbers.
    public init(_ name: String, shape: [Int], floats: [Float]) {
      precondition(shape.reduce(1, *) == floats.count, "the shape holds all numbers")
      self.name = name
      self.shape = shape
      descriptor = "<f4"
      bytes = floats.flatMap { number in
        let bits = number.bitPattern
        return (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
      }
    }

    /// Whole numbers.
    public init(_ name: String, shape: [Int], integers: [Int]) {
      precondition(shape.reduce(1, *) == integers.count, "the shape holds all numbers")
      self.name = name
      self.shape = shape
      descriptor = "<i8"
      bytes = integers.flatMap { number in
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
      }
    }
  }

  /// The bytes of a `.npy` file.
  public static func file(_ array: Array) -> [UInt8] {
    let shape =
      array.shape.count == 1
      ? "(\(array.shape[0]),)" : "(" + array.shape.map(String.init).joined(separator: ", ") + ")"
    var header =
      "{'descr': '\(array.descriptor)', 'fortran_order': False, 'shape': \(shape), }"
    // Numbers begin at a multiple of 64.
    let rest = (10 + header.utf8.count + 1) % 64
    header += String(repeating: " ", count: rest == 0 ? 0 : 64 - rest) + "\n"
    let length = header.utf8.count
    return [0x93] + Swift.Array("NUMPY".utf8)
      + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)] + Swift.Array(header.utf8) + array.bytes
  }

  /// The bytes of an `.npz` archive; `nil` where it would need more than four gigabytes, which old zips cannot
  /// address.
  public static func archive(_ arrays: [Array]) -> [UInt8]? {
    var (body, directory): ([UInt8], [UInt8]) = ([], [])
    for array in arrays {
      let content = file(array)
      let name = Swift.Array((array.name + ".npy").utf8)
      guard body.count + content.count < 0xffff_0000 else { return nil }
      let sum = content.withUnsafeBufferPointer {
        UInt32(truncatingIfNeeded: crc32(0, $0.baseAddress, UInt32($0.count)))
      }
      // Version, flags, method (stored), time, date (1 January 1980), sum, sizes, lengths of name and extra.
      let common =
        number(20, 2) + number(0, 2) + number(0, 2) + number(0, 2) + number(0x21, 2)
        + number(Int(sum), 4) + number(content.count, 4) + number(content.count, 4)
        + number(name.count, 2) + number(0, 2)
      directory +=
        [0x50, 0x4b, 1, 2] + number(20, 2) + common + number(0, 2) + number(0, 2) + number(0, 2)
        + number(0, 4) + number(body.count, 4) + name
      body += [0x50, 0x4b, 3, 4] + common + name + content
    }
    return body + directory
      + [0x50, 0x4b, 5, 6] + number(0, 2) + number(0, 2) + number(arrays.count, 2)
      + number(arrays.count, 2) + number(directory.count, 4) + number(body.count, 4) + number(0, 2)
  }

  private static func number(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
