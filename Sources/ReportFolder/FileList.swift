import Foundation

/// What any version's manifest says of the folder's files: which of them the program wrote.
///
/// A `manifest.json` is also what browser extensions and web pages have; theirs has no such list.
struct FileList: Decodable {
  let version: String
  /// SHA-256 by path.
  let files: [String: String]

  /// Reads the list of the report in a folder; `nil` if the folder holds no manifest of this program.
  init?(contentsOf folder: URL) {
    guard let data = try? Data(contentsOf: folder.appending(path: "manifest.json")),
      let list = try? JSONDecoder().decode(FileList.self, from: data),
      list.files.values.allSatisfy({ $0.utf8.count == 64 })
    else { return nil }
    self = list
  }
}
