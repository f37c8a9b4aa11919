import Study
import Foundation

/// What a report is made of: program, study, and the digest of every file.
public struct Manifest: Codable, Equatable, Sendable {
  /// The version of the program that wrote it.
  public var version: String
  /// What was measured: seed and sizes.
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
