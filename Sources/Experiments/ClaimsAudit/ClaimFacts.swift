import Audit
import Study

extension [Quoted] {
  /// What the words of a claim quote, as facts: names of catalogues under the vocabulary's, small counts in
  /// letters where the words ask for `.word`.
  var facts: [Fact] { map { Fact($0.name, quoting: $0) } }

  /// These, and those of the claim whose names are not taken.
  func facts(before shared: [Quoted]) -> [Fact] {
    (self + shared.filter { other in !contains { $0.name == other.name } }).facts
  }
}

extension Fact {
  /// What the words of a claim quote, under a name.
  init(_ name: String, quoting quoted: Quoted) {
    if let text = quoted.text {
      self.init(name, names: [text])
    } else if let value = quoted.value, let count = Int(exactly: value), (0...12).contains(count) {
      self.init(name, count)
    } else {
      self.init(name, text: quoted.shown)
    }
  }
}

extension Comparison {
  /// The key of the words that say which number is compared.
  var wordsKey: String { "quantity." + quantity }

  /// These words as a fact, for charts and tables.
  func quantityFact(of claim: AuditedClaim) -> Fact {
    Fact(
      "quantity", words: wordsKey, of: claim.id, quoting: quoted.facts(before: claim.quoted))
  }
}

extension Assertion {
  /// The key of the words that say what is asserted; nil where symbols do.
  var wordsKey: String? { words.map { "range." + $0 } }
}
