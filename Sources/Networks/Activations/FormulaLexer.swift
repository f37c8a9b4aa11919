/// A piece of a formula.
enum FormulaToken: Equatable {
  case number(Double)
  case name(String)
  case symbol(Character)
  case end
}

/// Cuts a formula into numbers, names and signs, each with the place where it begins.
///
/// Typographic signs count as what they mean: − · × ÷, and the superscripts ² and ³ as powers.
struct FormulaLexer {
  /// Longer ones are refused: nobody reads them.
  static let limit = 400

  private(set) var tokens: [(token: FormulaToken, column: Int)] = []

  init(_ text: String) throws(FormulaError) {
    let letters = Array(text)
    guard letters.count <= Self.limit else {
      throw FormulaError(
        formula: text, column: Self.limit + 1,
        problem: "it has \(letters.count) characters; \(Self.limit) is the limit")
    }
    var i = 0
    while i < letters.count {
      let (letter, column) = (letters[i], i + 1)
      if letter == " " || letter == "\t" {
        i += 1
      } else if Self.isDigit(letter) || letter == "." {
        let end = Self.endOfNumber(letters, i)
        let number = String(letters[i..<end])
        guard let value = Double(number), value.isFinite else {
          throw FormulaError(
            formula: text, column: column, problem: "'\(number)' is no number within range")
        }
        tokens.append((.number(value), column))
        i = end
      } else if Self.isLetter(letter) {
        var end = i + 1
        while end < letters.count, Self.isLetter(letters[end]) || Self.isDigit(letters[end]) {
          end += 1
        }
        tokens.append((.name(String(letters[i..<end]).lowercased()), column))
        i = end
      } else if let power = ["²": 2.0, "³": 3.0][letter] {
        tokens += [(.symbol("^"), column), (.number(power), column)]
        i += 1
      } else if let symbol = Self.symbols[letter] {
        // Python's ** is a power.
        let isPower = symbol == "*" && i + 1 < letters.count && letters[i + 1] == "*"
        tokens.append((.symbol(isPower ? "^" : symbol), column))
        i += isPower ? 2 : 1
      } else {
        throw FormulaError(
          formula: text, column: column,
          problem: "'\(letter)' means nothing here; formulas have numbers, x, + − * / ^, brackets, "
            + "and functions such as max(x, 0)")
      }
    }
    tokens.append((.end, letters.count + 1))
  }

  private static let symbols: [Character: Character] = [
    "+": "+", "-": "-", "−": "-", "–": "-", "*": "*", "·": "*", "×": "*", "⋅": "*", "/": "/",
    "÷": "/", "^": "^", "(": "(", ")": ")", ",": ",",
  ]

  private static func isDigit(_ letter: Character) -> Bool { "0"..."9" ~= letter && letter.isASCII }

  private static func isLetter(_ letter: Character) -> Bool {
    letter.isASCII && (letter.isLetter || letter == "_")
  }

  /// Digits, a point, and an exponent if digits follow it: 2e-3, but 2 e x.
  private static func endOfNumber(_ letters: [Character], _ start: Int) -> Int {
    var end = start
    while end < letters.count, isDigit(letters[end]) || letters[end] == "." { end += 1 }
    guard end < letters.count, letters[end] == "e" || letters[end] == "E" else { return end }
    var exponent = end + 1
    if exponent < letters.count, letters[exponent] == "-" || letters[exponent] == "+" {
      exponent += 1
    }
    guard exponent < letters.count, isDigit(letters[exponent]) else { return end }
    while exponent < letters.count, isDigit(letters[exponent]) { exponent += 1 }
    return exponent
  }
}
