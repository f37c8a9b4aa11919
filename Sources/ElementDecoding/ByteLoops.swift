/// Loops over the bytes of tensors.
package enum ByteLoops {
  /// Turns the bytes of every element round.
  package static func reverse(_ bytes: UnsafeMutableRawBufferPointer, width: Int) {
    guard width > 1 else { return }
    for start in stride(from: 0, to: bytes.count, by: width) {
      for i in 0..<(width / 2) { bytes.swapAt(start + i, start + width - 1 - i) }
    }
  }

  /// Makes an array so many numbers long without giving memory back; what it held stays, what is new is zero.
  package static func resize(_ values: inout [Float], to count: Int) {
    if values.count > count {
      values.removeLast(values.count - count)
    } else if values.isEmpty, values.capacity < count {
      values = [Float](repeating: 0, count: count)
    } else {
      values.append(contentsOf: repeatElement(0, count: count - values.count))
    }
  }

  /// Undoes HDF5's shuffling, which puts all first bytes of the elements before all second ones.
  package static func unshuffled(_ bytes: [UInt8], width: Int) -> [UInt8] {
    guard width > 1 else { return bytes }
    let count = bytes.count / width
    var result = bytes
    for i in 0..<count {
      for part in 0..<width { result[i * width + part] = bytes[part * count + i] }
    }
    return result
  }

  /// Fletcher's sums over the first `count` bytes as HDF5 takes them (`H5_checksum_fletcher32`): of
  /// big-endian words of 16 bits, modulo 65,535.
  package static func fletcher(_ bytes: [UInt8], count: Int) -> (first: UInt32, second: UInt32) {
    var (first, second): (UInt32, UInt32) = (0, 0)
    var i = 0
    while i < count {
      let low: UInt32 = i + 1 < count ? UInt32(bytes[i + 1]) : 0
      first = (first + (UInt32(bytes[i]) << 8 | low)) % 65_535
      second = (second + first) % 65_535
      i += 2
    }
    return (first, second)
  }
}

/// A walk over a view with strides, element by element in row-major order.
package struct StridedWalk {
  private let width: Int
  private let shape: [Int]
  private let strides: [Int]
  /// Where the next element is: its index along each axis, and its byte.
  private var index: [Int]
  private var byte = 0

  /// - Parameters:
  ///   - shape: elements along each axis.
  ///   - strides: from one element to the next along each axis, in elements.
  ///   - width: bytes of one element.
  package init(shape: [Int], strides: [Int], width: Int) {
    (self.width, self.shape, self.strides) = (width, shape, strides)
    index = [Int](repeating: 0, count: shape.count)
  }

  /// Copies the next elements, as many as the buffer has room for.
  package mutating func gather(_ bytes: [UInt8], into buffer: UnsafeMutableRawBufferPointer) {
    bytes.withUnsafeBytes { bytes in
      for i in 0..<(buffer.count / width) {
        for part in 0..<width { buffer[i * width + part] = bytes[byte + part] }
        advance()
      }
    }
  }

  private mutating func advance() {
    var axis = shape.count - 1
    while axis >= 0 {
      index[axis] += 1
      byte += strides[axis] * width
      if index[axis] < shape[axis] { return }
      byte -= shape[axis] * strides[axis] * width
      index[axis] = 0
      axis -= 1
    }
    byte = 0
  }
}
