/// A name of a catalogue as people spell it, and how a text is read as one.
///
/// Letters count without case, and each hyphen may be written as `-`, `_`, a space or left out:
/// `leaky-relu` is also `LeakyReLU` and `leaky_relu`. Names with a number end in `-` and the number, or
/// have it in brackets: `leaky-relu-0.2`, `LeakyReLU(0.2)`. An underscore behind a name, by which PyTorch
/// marks what fills a tensor, says nothing: `kaiming_normal_`, `trunc_normal_(0.02)`. The catalogues, the JSON
/// Schema of study files and the help all come from these.
public struct CatalogName: Sendable {
  /// The name as it is printed.
  public let name: String
  /// Other names of the same thing, such as `swish` for `silu`.
  public let aliases: [String]

  /// Makes a name.
  public init(_ name: String, aliases: [String] = []) {
    self.name = name
    self.aliases = aliases
  }

  /// The printed name and the others.
  public var all: [String] { [name] + aliases }

  /// Whether a text is one of the spellings.
  package func matches(_ text: String) -> Bool {
    all.contains { name in
      Self.rest(of: text, after: name).map { $0.isEmpty || $0 == "_" } ?? false
    }
  }

  /// What is left of a text after a spelling of `name`; `nil` if it does not begin with one.
  package static func rest(of text: String, after name: String) -> Substring? {
    var rest = Substring(text)
    for letter in name {
      if letter == "-" {
        if let first = rest.first, "-_ ".contains(first) { rest.removeFirst() }
      } else {
        guard let first = rest.first, first.lowercased() == letter.lowercased() else { return nil }
        rest.removeFirst()
      }
    }
    return rest
  }

  /// A regular expression (ECMA-262) for the spellings of a name.
  package static func pattern(_ name: String) -> String {
    name.map { letter in
      if letter == "-" { return "[-_ ]?" }
      let (lower, upper) = (letter.lowercased(), letter.uppercased())
      return lower == upper ? lower : "[\(lower)\(upper)]"
    }.joined()
  }

  /// A regular expression for a decimal number as names end in it.
  package static let numberPattern = "[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?"
}

/// Rules or functions that differ in a number at the end of their names.
public struct CatalogFamily<Item>: Sendable {
  /// The name without its number.
  public let name: CatalogName
  /// The numbers that make sense.
  public let range: ClosedRange<Double>
  /// Whether the number is a whole one.
  public let isWhole: Bool
  /// What the number means, for help.
  public let meaning: String
  package let make: @Sendable (Double) -> Item

  package init(
    _ name: CatalogName, _ range: ClosedRange<Double>, isWhole: Bool = false, meaning: String,
    make: @escaping @Sendable (Double) -> Item
  ) {
    self.name = name
    self.range = range
    self.isWhole = isWhole
    self.meaning = meaning
    self.make = make
  }

  /// The number at the end of a text that begins with a spelling of the name; `nil` for another text.
  ///
  /// What is no decimal number, such as `nan` or `0x1p3`, comes as NaN.
  package func number(in text: String) -> Double? {
    for spelling in name.all {
      guard var rest = CatalogName.rest(of: text, after: spelling), let first = rest.first else {
        continue
      }
      if rest.hasPrefix("_(") { rest.removeFirst() }
      if rest.first == "(", rest.last == ")" {
        rest = rest.dropFirst().dropLast()
      } else if "-_ ".contains(first) {
        rest.removeFirst()
      } else {
        continue
      }
      guard let value = Double(rest) else { continue }
      return rest.allSatisfy { "0123456789+-.eE".contains($0) } ? value : .nan
    }
    return nil
  }

  /// The item of a number; `nil` if the number makes no sense.
  package func item(_ number: Double) -> Item? {
    guard range.contains(number), !isWhole || number == number.rounded() else { return nil }
    return make(number)
  }
}

/// The spellings of a catalogue, for a JSON Schema, for help and for shells.
public struct CatalogSpellings: Sendable {
  /// Regular expressions, each for one item or family; what one of them matches whole, the catalogue
  /// reads, but for the range of numbers.
  public let patterns: [String]
  /// Families as help shows them: `leaky-relu-A`, and what A is.
  public let families: [(form: String, meaning: String)]
  /// Names and their aliases.
  public let aliases: [(alias: String, name: String)]

  package init<Item>(names: [CatalogName], families: [CatalogFamily<Item>]) {
    let number = CatalogName.numberPattern
    let numberEnd = "([-_ ]\(number)|_?\\(\(number)\\))$"
    let single = names.flatMap(\.all).map { "^" + CatalogName.pattern($0) + "_?$" }
    let numbered = families.flatMap { family in
      family.name.all.map { "^" + CatalogName.pattern($0) + numberEnd }
    }
    patterns = single + numbered
    self.families = families.map { ($0.name.name + "-" + ($0.isWhole ? "K" : "X"), $0.meaning) }
    aliases = (names + families.map(\.name)).flatMap { name in
      name.aliases.map { ($0, name.name) }
    }
  }
}
