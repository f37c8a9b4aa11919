/// A formula translated from TeX to MathML.
public struct MathFormula: Equatable, Sendable {
  /// The `<math>` element, with the TeX kept in an `<annotation>`.
  public let mathML: String
  /// The texts of `\tag`, which the page sets beside the formula.
  public let tags: [String]
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
    var writer = MathMLWriter()
    writer.write(node, isDisplay: isDisplay)
    let display = isDisplay ? " display=\"block\"" : ""
    let source = MathMLWriter.escape(tex.trimmingTeXSpace())
    mathML =
      "<math\(display)><semantics><mrow>\(writer.output)</mrow>"
      + "<annotation encoding=\"application/x-tex\">\(source)</annotation></semantics></math>"
    tags = parser.tags
    scalars = writer.scalars
  }
}

extension String {
  fileprivate func trimmingTeXSpace() -> String {
    let start = drop { $0.isWhitespace }
    let end = start.lastIndex { !$0.isWhitespace }
    return end.map { String(start[...$0]) } ?? ""
  }
}
