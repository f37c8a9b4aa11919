/// A tensor's name in its parts, as frameworks nest modules.
///
/// PyTorch and safetensors join by ".", HDF5 and NumPy archives by "/".
struct TensorName: Hashable, Sendable {
  /// The whole name.
  let text: String
  /// The parts between the separators.
  let parts: [String]

  /// Splits a name.
  init(_ text: String) {
    self.text = text
    parts = text.split(whereSeparator: { $0 == "." || $0 == "/" }).map(String.init)
  }

  /// The last part: "weight", "kernel", or the number of a variable of Keras.
  var last: String { parts.last ?? text }

  /// The name without its last part and the separator before it; empty for names of one part.
  var module: String { String(text.dropLast(last.count).dropLast()) }

  /// The whole name in lower case, to look for words.
  var lower: String { text.lowercased() }

  /// Whether one of the parts is this word.
  func has(_ words: String...) -> Bool { parts.contains { words.contains($0.lowercased()) } }

  /// The number of a variable of Keras: `layers/dense/vars/0`.
  var kerasVariable: Int? {
    parts.count >= 2 && parts[parts.count - 2] == "vars" ? Int(last) : nil
  }

  /// The name with every number before its last part replaced by "*", so that the layers of a stack share one.
  var pattern: String {
    var (result, inNumber) = ("", false)
    let fixed = text.count - last.count
    for (index, character) in text.enumerated() {
      let isDigit = index < fixed && character.isASCII && character.isNumber
      if isDigit {
        if !inNumber { result.append("*") }
      } else {
        result.append(character)
      }
      inNumber = isDigit
    }
    return result
  }

  /// Text and numbers in turn, so that layer 10 follows layer 9.
  private var naturalKey: [(text: String, number: Int)] {
    var (key, text, digits) = ([(text: String, number: Int)](), "", "")
    for character in self.text {
      if character.isASCII && character.isNumber {
        digits.append(character)
      } else {
        if !digits.isEmpty {
          key.append((text, Int(digits) ?? .max))
          (text, digits) = ("", "")
        }
        text.append(character)
      }
    }
    key.append((text, digits.isEmpty ? -1 : Int(digits) ?? .max))
    return key
  }

  /// Whether a name comes first when numbers count as numbers.
  static func isBefore(_ a: TensorName, _ b: TensorName) -> Bool {
    for (x, y) in zip(a.naturalKey, b.naturalKey) {
      if x.text != y.text { return x.text < y.text }
      if x.number != y.number { return x.number < y.number }
    }
    return a.text.count == b.text.count ? a.text < b.text : a.text.count < b.text.count
  }

  /// How many blocks of one kind the names count: one more than the largest number of the part that most names have.
  ///
  /// Only parts that are whole numbers count, `h.0`, `blocks.11`, after the same words before them.
  static func depth(of names: [TensorName]) -> Int? {
    var (counts, largest) = ([String: Int](), [String: Int]())
    for name in names {
      var prefix = ""
      for part in name.parts {
        if let number = Int(part), !prefix.isEmpty, !prefix.hasSuffix("vars/") {
          counts[prefix, default: 0] += 1
          largest[prefix] = max(largest[prefix] ?? 0, number)
          break
        }
        prefix += part + "/"
      }
    }
    let best = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
    return best.flatMap { largest[$0.key] }.map { $0 + 1 }
  }
}
