/// A text that is put together of pieces of another one and of new words.
///
/// As bytes: a string would look at every letter that it is given once more.
struct RewrittenText {
  private var bytes: [UInt8] = []

  init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  mutating func append(_ scalars: ArraySlice<Unicode.Scalar>) {
    for scalar in scalars {
      if scalar.isASCII {
        bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      } else {
        bytes.append(contentsOf: String(scalar).utf8)
      }
    }
  }

  mutating func append(_ words: String) { bytes.append(contentsOf: words.utf8) }

  var text: String { String(decoding: bytes, as: UTF8.self) }
}
