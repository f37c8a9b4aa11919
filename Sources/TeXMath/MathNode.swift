/// A formula as a tree: TeX's atoms, before they become MathML.
indirect enum MathNode: Equatable, Sendable {
  /// A letter, or several that form one name; `isUpright` only matters for a single one.
  case identifier(String, isUpright: Bool)
  case number(String)
  case symbol(MathSymbol)
  /// The name of a function such as log; `takesLimits` for those like max.
  case function(String, takesLimits: Bool)
  case text(String)
  /// A space in em.
  case space(Double)
  case row([MathNode])
  /// A fraction; without a rule it is a binomial's inside.
  case fraction(MathNode, MathNode, hasRule: Bool, isDisplay: Bool?)
  case root(MathNode, degree: MathNode?)
  case scripts(MathNode, sub: MathNode?, sup: MathNode?, primes: Int, limits: Bool?)
  /// A mark above or below.
  case accent(MathNode, mark: String, isBelow: Bool, stretches: Bool)
  /// Something small above or below, as in `\overset`.
  case stacked(MathNode, above: MathNode?, below: MathNode?)
  /// `\left … \middle … \right`; an empty delimiter is invisible.
  case fenced([String], [MathNode])
  /// `\bigl(` and its kin: a delimiter with its height in em.
  case sized(String, Double, MathSymbol.Kind)
  case table(MathTable)
  case boxed(MathNode)
  /// `\displaystyle` or `\textstyle` for what it holds.
  case styled(MathNode, isDisplay: Bool)
}

/// A symbol with its role in TeX's spacing.
struct MathSymbol: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    case ordinary, large, integral, binary, relation, opening, closing, punctuation
    /// An upright or italic letter that is written by a command, such as σ.
    case letter, uprightLetter
  }

  var text: String
  var kind: Kind

  init(_ text: String, _ kind: Kind) {
    self.text = text
    self.kind = kind
  }
}

/// Rows of cells: what `aligned`, `array`, `cases` and the matrices have in common.
struct MathTable: Equatable, Sendable {
  enum Alignment: String, Equatable, Sendable {
    case left, center, right
  }

  var rows: [[MathNode]]
  /// The alignment of each column; the last one holds for further columns.
  var columns: [Alignment]
  /// Cells are set in display style.
  var isDisplay: Bool
  /// The name of the kind of table, a class for the style sheet.
  var role: String
}
