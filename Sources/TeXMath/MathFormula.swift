/// A formula translated from TeX to MathML.
public struct MathFormula: Equatable, Sendable {
  /// The `<math>` element, with the TeX as its `alttext`: a third of the bytes of an `<annotation>`.
  public let mathML: String
  /// The same formula cut at its wide spaces, for pages too narrow for all of it; often one part.
  public let parts: [String]
  /// The texts of `\tag`, which the page sets beside the formula.
  public let tags: [String]
  /// What is printed, without structure: for ids, labels and the like.
  public let text: String
  /// How many characters are printed: a rough measure of width.
  public let length: Int
  /// Every character a font must have to show the formula.
  public let scalars: Set<Unicode.Scalar>

  /// Translates a formula.
  ///
  /// MathML Core as browsers implement it: letters of `\mathbb`, `\mathcal`, `\mathbf` as Unicode
  /// characters, U+2212 for minus, no `mathvariant` but `normal`. Columns of tables, boxes and tags
  /// need the rules of `theme.css`.
  ///
  /// - Throws: `TeXError` with the line and column within `tex`.
  public init(tex: String, isDisplay: Bool) throws(TeXError) {
    var parser = try TeXParser(tex, isDisplay: isDisplay)
    let node = try parser.formula()
    let characters = Array(tex)
    var scalars: Set<Unicode.Scalar> = []
    var length = 0
    var text: String?
    func element(_ node: MathNode, _ source: ArraySlice<Character>) -> String {
      var writer = MathMLWriter()
      writer.write(node, isDisplay: isDisplay)
      scalars.formUnion(writer.scalars)
      length = max(length, writer.length)
      text = text ?? writer.text
      let display = isDisplay ? " display=\"block\"" : ""
      let tex = MathMLWriter.escape(String(source).trimmingTeXSpace())
      return "<math\(display) alttext=\"\(tex)\">\(writer.output)</math>"
    }
    mathML = element(node, characters[...])
    var parts: [String] = []
    if case .row(let nodes) = node, !parser.breaks.isEmpty {
      var first = (index: 0, offset: 0)
      for next in parser.breaks + [(nodes.count, characters.count)] {
        let part = Array(nodes[first.index..<next.index])
        // The space itself belongs to neither part.
        let inside = part.drop { if case .space = $0 { true } else { false } }
        if !inside.isEmpty {
          parts.append(element(.row(Array(inside)), characters[first.offset..<next.offset]))
        }
        first = next
      }
    }
    self.parts = parts.isEmpty ? [mathML] : parts
    tags = parser.tags
    self.scalars = scalars
    self.length = length
    self.text = text ?? ""
  }
}

extension String {
  fileprivate func trimmingTeXSpace() -> String {
    let start = drop { $0.isWhitespace }
    let end = start.lastIndex { !$0.isWhitespace }
    return end.map { String(start[...$0]) } ?? ""
  }
}
