import Foundation

/// A formula of the lecture notes the study started from.
struct NoteFormula: Decodable {
  var note: String
  var line: Int
  var display: Bool
  var tex: String

  /// Every formula of the notes, in order.
  static let all: [NoteFormula] = {
    guard
      let url = Bundle.module.url(
        forResource: "note-formulas", withExtension: "json", subdirectory: "Resources"),
      let data = try? Data(contentsOf: url),
      let formulas = try? JSONDecoder().decode([NoteFormula].self, from: data)
    else { return [] }
    return formulas
  }()
}
