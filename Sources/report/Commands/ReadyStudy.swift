import Foundation
import Templates

/// A study that comes with the program, to run as it is or to start from.
struct ReadyStudy {
  /// The name that `report init --study` takes.
  let name: String
  /// The title in its study file.
  let title: String
  /// Its files by path below its folder: `study.yml` and prose.
  let files: [(path: String, text: String)]

  /// All of them, by name.
  static let all: [ReadyStudy] = {
    let names = Templates.all.compactMap { file -> String? in
      let parts = file.path.split(separator: "/")
      return parts.count == 3 && parts[0] == "studies" && parts[2] == "study.yml"
        ? String(parts[1]) : nil
    }
    return names.sorted().map { name in
      let files = Self.files(below: "studies/\(name)/")
      let text = files.first { $0.path == "study.yml" }?.text ?? ""
      return ReadyStudy(name: name, title: title(in: text) ?? name, files: files)
    }
  }()

  /// The title of a study file, from its line alone: the help of every command lists all titles, and to read whole
  /// files for it took a third of the program's start.
  private static func title(in text: String) -> String? {
    let line = text.split(separator: "\n").first { $0.hasPrefix("title:") }
    return line.map {
      $0.dropFirst(6).trimmingCharacters(in: .whitespaces)
        .trimmingCharacters(in: CharacterSet(charactersIn: "\"'"))
    }
  }

  /// The files of the commented starter.
  static var starter: [(path: String, text: String)] { files(below: "starter/") }

  private static func files(below folder: String) -> [(path: String, text: String)] {
    Templates.all.filter { $0.path.hasPrefix(folder) }
      .map { (String($0.path.dropFirst(folder.count)), $0.text) }
  }

  private init(name: String, title: String, files: [(path: String, text: String)]) {
    self.name = name
    self.title = title
    self.files = files
  }

  init?(named name: String) {
    guard let found = Self.all.first(where: { $0.name == name }) else { return nil }
    self = found
  }
}
