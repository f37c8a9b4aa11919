import Figures
import Foundation
import Publishing
import Study
import Synchronization

/// Counts rebuilds; the page asks for it and reloads when it changed.
final class Revision: Sendable {
  private let count = Atomic<Int>(0)

  /// How often the report was rebuilt.
  var number: Int { count.load(ordering: .relaxed) }

  /// Says that it was rebuilt once more.
  func increase() { count.wrappingAdd(1, ordering: .relaxed) }
}

/// Where the report comes from, and when that changed.
struct ServeSource: Sendable {
  let output: OutputOptions
  let studyFile: StudyFileOption
  private let cache = FigureCache()

  init(output: OutputOptions, studyFile: StudyFileOption) {
    self.output = output
    self.studyFile = studyFile
  }

  var hasReport: Bool {
    FileManager.default.fileExists(atPath: output.output + "/manifest.json")
  }

  /// Simulates and draws; of a report that is there, only what the study file changed.
  func build() async throws {
    var study = StudyConfiguration()
    study.plan = try studyFile.plan()
    study.seed = study.plan?.seed ?? study.seed
    let (builder, own) = try builder(study)
    guard !hasReport else { return try await builder.render(in: output.output) }
    var whole = builder
    whole.chapters = ReportCatalog().chapters(of: study) + own
    try await whole.build(into: output.output)
  }

  /// Draws without simulating.
  func render() async throws {
    try await builder(StudyConfiguration()).0.render(in: output.output)
  }

  private func builder(_ study: StudyConfiguration) throws -> (ReportBuilder, [Chapter]) {
    let (templates, own) = try studyFile.prose(
      try studyFile.plan(), in: output.templateLibrary())
    var builder = ReportBuilder(
      study: study, chapters: own, catalog: ReportCatalog(), templates: templates,
      jobs: output.jobs,
      version: Version.current, flavor: output.flavor)
    builder.cache = cache
    return (builder, own)
  }

  /// Rebuilds on every change, for ever; a mistake is reported and waits for the next change.
  func watch(_ revision: Revision) async throws {
    var prose = proseStamp
    var study = studyStamp
    while true {
      try await Task.sleep(for: .milliseconds(300))
      let (newProse, newStudy) = (proseStamp, studyStamp)
      guard newProse != prose || newStudy != study else { continue }
      do {
        if newStudy != study { try await build() } else { try await render() }
        revision.increase()
      } catch {
        FileHandle.standardError.write(Data("report: \(error)\n".utf8))
      }
      (prose, study) = (newProse, newStudy)
    }
  }

  private var studyStamp: [Date] { studyFile.path.map { Self.stamps(of: [$0]) } ?? [] }

  private var proseStamp: [Date] {
    var files: [String] = []
    var folders = [output.templates].compactMap(\.self)
    if let path = studyFile.path, let prose = try? studyFile.plan()?.prose {
      folders.append(
        URL(fileURLWithPath: path).deletingLastPathComponent().appending(path: prose).path)
    }
    for folder in folders {
      let names = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
      files += names.sorted().map { "\(folder)/\($0)" }
    }
    return Self.stamps(of: files)
  }

  private static func stamps(of files: [String]) -> [Date] {
    files.map { file in
      let attributes = try? FileManager.default.attributesOfItem(atPath: file)
      return attributes?[.modificationDate] as? Date ?? .distantPast
    }
  }
}
