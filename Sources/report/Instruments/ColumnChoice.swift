import ArgumentParser
import Simulation

/// Columns that `--columns` chooses by name, in the spellings of catalogues: `weight-gradient` is also
/// `weightGradient`.
protocol ColumnChoice: CaseIterable, RawRepresentable<String> {
  /// Other names of the column, those of JSON among them.
  var aliases: [String] { get }
}

extension ColumnChoice {
  /// The columns of a list with commas, in its order; a name that is none is an error with the nearest one.
  static func chosen(in list: String) throws -> [Self] {
    try list.split(separator: ",").map { name in
      let text = String(name.trimmingPrefix(" "))
      if let column = allCases.first(where: {
        CatalogName($0.rawValue, aliases: $0.aliases).matches(text)
      }) {
        return column
      }
      let error = CatalogError(kind: "column", name: text, known: allCases.map(\.rawValue))
      throw ValidationError("--columns: \(error)")
    }
  }
}
