import Study
import Foundation

/// What a report is made of: program, study, and the digest of every file.
public struct Manifest: Codable, Equatable, Sendable {
  /// The version of the program that wrote it.
  public var version: String
  public var study: StudyConfiguration
  /// The ids of the chapters it holds.
  public var chapters: [String]
  /// SHA-256 in hexadecimal, by path below the output folder; the manifest itself is not listed.
  public var files: [String: String]

  /// Makes a manifest.
  public init(
    version: String, study: StudyConfiguration, chapters: [String], files: [String: String]
  ) {
    self.version = version
    self.study = study
    self.chapters = chapters
    self.files = files
  }

  /// Reads the manifest of the report in a folder.
  public init(contentsOf folder: URL) throws {
    let data = try Data(contentsOf: folder.appending(path: "manifest.json"))
    self = try JSONDecoder().decode(Manifest.self, from: data)
  }
}

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

/// JSON as the project writes it: keys sorted, indented, a final newline.
///
/// Doubles are written with the shortest digits that read back as the same number, so files are the
/// same on every machine. Infinite values are words, because JSON has none.
public enum CanonicalJSON {
  /// The bytes of a value.
  public static func encode(_ value: some Encodable, indented: Bool = true) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
      indented
      ? [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      : [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    var data = try encoder.encode(value)
    data.append(UInt8(ascii: "\n"))
    return data
  }

  /// A value from its bytes.
  public static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return try decoder.decode(type, from: data)
  }
}
