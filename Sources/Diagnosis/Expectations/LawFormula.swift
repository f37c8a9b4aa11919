/// A number as start rules write it: `0.02`, `0.02/√(2·12)`, `1/√64`, `√2`.
struct LawFormula {
  private var rest: [Character]
  private var depth = 0

  /// The value of a text; nil where it is no such number, not finite or not positive.
  static func value(_ text: String) -> Double? {
    guard text.count <= 80 else { return nil }
    var formula = LawFormula(
      rest: text.replacing("sqrt", with: "√").filter { $0 != " " }.reversed())
    guard let value = formula.product(), formula.rest.isEmpty, value.isFinite, value > 0 else {
      return nil
    }
    return value
  }

  private init(rest: [Character]) { self.rest = rest }

  private mutating func product() -> Double? {
    guard var value = factor() else { return nil }
    while let next = rest.last {
      switch next {
      case "·", "*":
        rest.removeLast()
        guard let other = factor() else { return nil }
        value *= other
      case "/":
        rest.removeLast()
        guard let other = factor() else { return nil }
        value /= other
      default: return value
      }
    }
    return value
  }

  private mutating func factor() -> Double? {
    guard let next = rest.last else { return nil }
    if next == "√" {
      rest.removeLast()
      return factor().map { $0.squareRoot() }
    }
    if next == "(" {
      depth += 1
      guard depth < 8 else { return nil }
      rest.removeLast()
      guard let value = product(), rest.last == ")" else { return nil }
      rest.removeLast()
      depth -= 1
      return value
    }
    var text = ""
    while let character = rest.last,
      character.isASCII,
      character.isNumber || character == "." || character == "e"
        || (character == "-" || character == "+") && text.hasSuffix("e")
    {
      text.append(character)
      rest.removeLast()
    }
    return Double(text)
  }
}
