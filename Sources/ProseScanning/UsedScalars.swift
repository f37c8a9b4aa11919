/// The characters that texts are made of, for whoever cuts typefaces down to them.
package struct UsedScalars {
  /// ASCII by its code: megabytes of a page are nothing else.
  private var ascii = [Bool](repeating: false, count: 128)
  private var others: Set<Unicode.Scalar> = []

  /// No characters.
  package init() {}

  /// Adds those of a text.
  package mutating func add(_ text: String) {
    var text = text
    text.makeContiguousUTF8()
    let isPlain = text.withUTF8 { bytes in
      var isPlain = true
      for byte in bytes {
        if byte < 128 { ascii[Int(byte)] = true } else { isPlain = false }
      }
      return isPlain
    }
    guard !isPlain else { return }
    for scalar in text.unicodeScalars where !scalar.isASCII { others.insert(scalar) }
  }

  /// All of them.
  package var scalars: Set<Unicode.Scalar> {
    others.union(ascii.indices.filter { ascii[$0] }.map { Unicode.Scalar(UInt8($0)) })
  }
}
