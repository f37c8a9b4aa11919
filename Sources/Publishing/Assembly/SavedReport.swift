import Charts
import Study
import Foundation

/// A report as it lies in its folder: what was studied and what was measured.
public struct SavedReport: Sendable {
  /// What the report says of itself.
  public let manifest: Manifest
  /// Its chapters of the catalogue, in order; chapters of the user's own prose are not among them.
  public let chapters: [Chapter]
  let results: Results
  private let catalog: any StudyCatalog

  /// Reads the report in a folder.
  public init(path: String, catalog: any StudyCatalog) throws {
    let folder = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    guard let manifest = try? Manifest(contentsOf: folder) else {
      throw ResultsError.noReport(path: path)
    }
    guard !FileManager.default.fileExists(atPath: folder.appending(path: "shard.json").path) else {
      throw ResultsError.shard(path: path)
    }
    self.manifest = manifest
    self.catalog = catalog
    let known = catalog.chapters(of: manifest.study)
    chapters = known.filter { manifest.chapters.contains($0.id) }
    results = try Results(of: chapters.flatMap(\.experiments), in: folder)
  }

  /// The ids of its chapters that only a study file can provide.
  var ownProse: [String] {
    manifest.chapters.filter { id in !chapters.contains { $0.id == id } }
  }

  func presentation(_ templates: TemplateLibrary = .builtIn) throws -> StudyPresentation {
    try StudyPresentation(
      chapters, results: results, study: manifest.study, catalog: catalog, templates: templates)
  }

  /// Every fact its prose may quote, in reading order.
  public func facts() throws -> [Fact] { try presentation().facts }

  /// Every chart with its number, such as 3.1.
  public func charts() throws -> [(number: String, chart: Chart)] {
    try presentation().figures.map { ($0.number, $0.chart) }
  }
}
