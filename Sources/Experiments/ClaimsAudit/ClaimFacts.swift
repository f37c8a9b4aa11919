import Audit
import Study

extension [Quoted] {
  /// What the words of a claim quote, as facts.
  var facts: [Fact] { map { Fact($0.name, text: $0.shown) } }
}

extension Comparison {
  /// The key of the words that say which number is compared.
  var wordsKey: String { "quantity." + quantity }

  /// These words as a fact, for charts and tables.
  func quantityFact(of claim: String) -> Fact {
    Fact("quantity", words: wordsKey, of: claim, quoting: quoted.facts)
  }
}

extension Assertion {
  /// The key of the words that say what is asserted; nil where symbols do.
  var wordsKey: String? { words.map { "range." + $0 } }
}
