/// Shorter spellings of the numbers and colours in SVG attributes.
enum SVGNumbers {
  /// A number without a trailing `.0`.
  static func text(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The text with every decimal fraction rounded; zeros at its end are dropped.
  ///
  /// Works on digits, not on floating point, so that nothing depends on how a number is printed.
  static func rounded(_ text: String, decimals: Int) -> String {
    var output: [UInt8] = []
    let bytes = Array(text.utf8)
    output.reserveCapacity(bytes.count)
    func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    var i = 0
    while i < bytes.count {
      guard isDigit(bytes[i]) else {
        output.append(bytes[i])
        i += 1
        continue
      }
      var whole: [UInt8] = []
      while i < bytes.count, isDigit(bytes[i]) {
        whole.append(bytes[i])
        i += 1
      }
      guard i + 1 < bytes.count, bytes[i] == UInt8(ascii: "."), isDigit(bytes[i + 1]) else {
        output += whole
        continue
      }
      i += 1
      var fraction: [UInt8] = []
      while i < bytes.count, isDigit(bytes[i]) {
        fraction.append(bytes[i])
        i += 1
      }
      let roundsUp = fraction.count > decimals && fraction[decimals] >= UInt8(ascii: "5")
      fraction = Array(fraction.prefix(decimals))
      if roundsUp { increment(&whole, &fraction) }
      while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
      let isZero = fraction.isEmpty && whole.allSatisfy { $0 == UInt8(ascii: "0") }
      if isZero, output.last == UInt8(ascii: "-") { output.removeLast() }
      output += whole
      if !fraction.isEmpty { output += [UInt8(ascii: ".")] + fraction }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Adds one in the last place of a decimal number given by its digits.
  private static func increment(_ whole: inout [UInt8], _ fraction: inout [UInt8]) {
    for place in fraction.indices.reversed() {
      if fraction[place] < UInt8(ascii: "9") {
        fraction[place] += 1
        return
      }
      fraction[place] = UInt8(ascii: "0")
    }
    for place in whole.indices.reversed() {
      if whole[place] < UInt8(ascii: "9") {
        whole[place] += 1
        return
      }
      whole[place] = UInt8(ascii: "0")
    }
    whole.insert(UInt8(ascii: "1"), at: 0)
  }

  /// Path data without the spaces around letters and without moves that draw nothing at its end.
  static func compactPath(_ data: String) -> String {
    var output: [UInt8] = []
    let bytes = Array(data.utf8)
    output.reserveCapacity(bytes.count)
    func isLetter(_ byte: UInt8) -> Bool { byte >= 0x41 }
    for (i, byte) in bytes.enumerated() {
      if byte == 0x20 {
        let next = i + 1 < bytes.count ? bytes[i + 1] : 0x20
        guard let last = output.last, !isLetter(last), !isLetter(next), next != 0x20 else {
          continue
        }
      }
      output.append(byte)
    }
    if let move = output.lastIndex(where: isLetter), output[move] == UInt8(ascii: "M"), move > 0 {
      output.removeSubrange(move...)
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// The style with Cairo's `rgb(0%,44.705882%,69.803922%)` written as `#0072b2`.
  static func hexColors(_ style: String) -> String {
    var parts = style.components(separatedBy: "rgb(")
    for index in parts.indices.dropFirst() {
      guard let end = parts[index].firstIndex(of: ")") else { continue }
      let numbers = parts[index][..<end].split(separator: ",")
        .compactMap { Double($0.replacing("%", with: "")) }
      guard numbers.count == 3 else { continue }
      let hex = numbers.map { number in
        let byte = Int((number * 2.55).rounded())
        return (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
      parts[index] = "#" + hex.joined() + parts[index][parts[index].index(after: end)...]
    }
    return parts.joined()
  }
}

extension String {
  /// The pieces between occurrences of a separator.
  fileprivate func components(separatedBy separator: String) -> [String] {
    var pieces: [String] = []
    var rest = self[...]
    while let range = rest.firstRange(of: separator) {
      pieces.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return pieces + [String(rest)]
  }
}
