/// What one sample looks like: positions (none for a vector, tokens, rows and columns of an image), each of
/// so many channels.
///
/// Channels are the innermost index, so that every position is a row that a matrix meets by itself: a dense
/// layer over tokens, a 1 × 1 convolution and a dense layer of vectors are one thing.
public struct Shape: Sendable, Hashable, Codable {
  /// The size along each spatial direction; empty for a vector.
  public var positions: [Int]
  /// Numbers at each position.
  public var channels: Int

  /// Makes a shape.
  public init(positions: [Int] = [], channels: Int) {
    self.positions = positions
    self.channels = channels
  }

  /// How many positions; the largest number where that is beyond it.
  public var positionCount: Int { positions.reduce(1, saturatingProduct) }

  /// How many numbers; the largest number where that is beyond it.
  public var count: Int { saturatingProduct(positionCount, channels) }

  /// The shape in words, such as `32 × 32 × 3`, positions first.
  public var text: String {
    (positions + [channels]).map(String.init).joined(separator: " × ")
  }
}

/// a b, or the largest number.
private func saturatingProduct(_ a: Int, _ b: Int) -> Int {
  let (product, isBeyond) = a.multipliedReportingOverflow(by: b)
  return isBeyond ? .max : product
}
