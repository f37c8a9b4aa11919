import Study
import Foundation
import ReportFolder

/// The drawings of the last report, for the next one of the same study and results.
///
/// Charts follow from those and their own words, so a change of prose or theme needs none drawn anew.
public actor FigureCache {
  private var key = ""
  private var figures: [RenderedFigure] = []

  /// Makes an empty cache.
  public init() {}

  func figures(for key: String) -> [RenderedFigure]? { key == self.key ? figures : nil }

  func keep(_ figures: [RenderedFigure], for key: String) {
    self.key = key
    self.figures = figures
  }

  /// Names a study with its results and the words of its charts.
  static func key(_ study: StudyConfiguration, _ results: Results, _ templates: TemplateLibrary)
    throws -> String
  {
    var bytes = Array(try CanonicalJSON.encode(study))
    for (id, data) in results.documents.sorted(by: { $0.key < $1.key }) {
      bytes += Array(id.utf8) + Array(data)
    }
    for (id, block) in try templates.wordBlocks().sorted(by: { $0.key < $1.key }) {
      bytes += Array(id.utf8)
      for entry in block.entries { bytes += Array("\(entry.key):\(entry.text)\n".utf8) }
    }
    for key in templates.vocabulary.keys {
      bytes += Array("\(key):\(templates.vocabulary[key] ?? "")\n".utf8)
    }
    return SHA256.hexDigest(bytes)
  }
}
