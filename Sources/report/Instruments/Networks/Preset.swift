import Networks
import StudyFiles
import Templates

/// A network file that comes with the program.
struct Preset {
  /// The name that `--preset` takes.
  let name: String
  /// The file.
  let text: String

  /// All of them, by name.
  static let all: [Preset] = Templates.all.compactMap { file in
    let parts = file.path.split(separator: "/")
    guard parts.count == 2, parts[0] == "networks", parts[1].hasSuffix(".yml") else { return nil }
    return Preset(name: String(parts[1].dropLast(4)), text: file.text)
  }

  private init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// The preset of a name, in any case and with hyphens or not.
  ///
  /// - Throws: `CatalogError` for a name that there is not.
  init(named name: String) throws(CatalogError) {
    func plain(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }
    guard let found = Self.all.first(where: { plain($0.name) == plain(name) }) else {
      throw CatalogError(kind: "preset", name: name, known: Self.all.map(\.name))
    }
    self = found
  }

  /// The network.
  ///
  /// - Throws: `StudyFileError` for changes that do not fit.
  func network(
    _ options: NetworkFile.Options = NetworkFile.Options()
  ) throws(StudyFileError) -> NetworkFile {
    try NetworkFile.parse(text, named: name + ".yml", options: options)
  }
}
