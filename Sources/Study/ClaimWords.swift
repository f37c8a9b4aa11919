/// The words of the audited claims: a block ```` ```claim ID ```` for each, in plain text.
///
/// Charts and tables of a report quote them through ``Fact/init(_:words:of:quoting:)``; documents and
/// terminals ask here.
public struct ClaimWords: Sendable {
  /// Fills the placeholders of an entry, which stands in the template at a path, with facts.
  public typealias Fill =
    @Sendable (
      _ entry: WordBlock.Entry, _ path: String, _ facts: [Fact]
    ) throws -> String

  /// The block whose texts every claim may use that lacks them.
  public static let shared = "all"

  private let blocks: [String: WordBlock]
  private let fill: Fill

  /// Makes the words of some blocks.
  public init(_ blocks: [WordBlock], fill: @escaping Fill) {
    self.blocks = Dictionary(blocks.map { ($0.id, $0) }) { _, last in last }
    self.fill = fill
  }

  /// The text of a key, from the claim's block or from the shared one.
  ///
  /// - Throws: `WordBlockError` if neither has it or the claim has no block, and what `fill` throws for a
  ///   placeholder that is no fact.
  public func text(_ key: String, of id: String, _ facts: [Fact] = []) throws -> String {
    let own = try block(of: id)
    for block in [own, blocks[Self.shared]] {
      if let block, let entry = block[key] { return try fill(entry, block.path, facts) }
    }
    throw WordBlockError(
      path: own.path, line: own.line, problem: .missing(block: id, key: key))
  }

  /// Throws for the first entry of a claim's block that is none of the keys it asks for.
  ///
  /// - Throws: `WordBlockError` with the line of the entry.
  public func check(_ id: String, asksFor keys: Set<String>) throws(WordBlockError) {
    let block = try block(of: id)
    for entry in block.entries where !keys.contains(entry.key) {
      throw WordBlockError(
        path: block.path, line: entry.line, problem: .unasked(claim: id, key: entry.key))
    }
  }

  /// Throws for the first block, in the order of files and lines, whose claim is none of those given.
  ///
  /// - Throws: `WordBlockError` with the line of the block.
  public func check(onlyClaims ids: Set<String>) throws(WordBlockError) {
    let strangers = blocks.values.filter { $0.id != Self.shared && !ids.contains($0.id) }
    guard let first = strangers.min(by: { ($0.path, $0.line) < ($1.path, $1.line) }) else { return }
    throw WordBlockError(path: first.path, line: first.line, problem: .unknownClaim(first.id))
  }

  private func block(of id: String) throws(WordBlockError) -> WordBlock {
    guard let block = blocks[id] else {
      throw WordBlockError(path: "templates/audit", line: 1, problem: .noClaim(id))
    }
    return block
  }
}
