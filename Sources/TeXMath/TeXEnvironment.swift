/// What `\begin{…}` may name.
struct TeXEnvironment: Sendable {
  var columns: [MathTable.Alignment]
  var isDisplay: Bool
  var role: String
  /// Delimiters around the table.
  var fences: (open: String, close: String)?
  /// Takes a column specification such as `{ccc}`.
  var hasSpecification = false

  private static let aligned = TeXEnvironment(
    columns: [.right, .left], isDisplay: true, role: "aligned")
  private static let gathered = TeXEnvironment(
    columns: [.center], isDisplay: true, role: "gathered")
  private static func matrix(_ open: String = "", _ close: String = "") -> TeXEnvironment {
    TeXEnvironment(
      columns: [.center], isDisplay: false, role: "matrix",
      fences: open.isEmpty ? nil : (open, close))
  }

  private static let all: [(String, TeXEnvironment)] = [
    ("aligned", aligned), ("align", aligned), ("align*", aligned), ("split", aligned),
    ("gathered", gathered), ("gather", gathered), ("gather*", gathered),
    (
      "array",
      TeXEnvironment(columns: [.center], isDisplay: false, role: "matrix", hasSpecification: true)
    ),
    (
      "cases",
      TeXEnvironment(columns: [.left], isDisplay: false, role: "cases", fences: ("{", ""))
    ),
    ("matrix", matrix()), ("pmatrix", matrix("(", ")")), ("bmatrix", matrix("[", "]")),
    ("Bmatrix", matrix("{", "}")), ("vmatrix", matrix("|", "|")), ("Vmatrix", matrix("‖", "‖")),
  ]

  /// The names in the order of the documentation.
  static var names: [String] { all.map(\.0) }

  static func named(_ name: String) -> TeXEnvironment? { all.first { $0.0 == name }?.1 }
}
