import Study
import Foundation
import ReportFolder

/// A share of a study's simulations, for one of several machines.
///
/// A study is a list of cells: an experiment each, or the cells of a divisible one. Shard k of n takes
/// the cells k−1, k−1+n, …, so that neighbours, which cost alike, are spread.
public struct Shard: Codable, Equatable, Sendable {
  /// From 1.
  public let index: Int
  /// How many there are.
  public let count: Int

  /// Makes a shard; 1 ≤ index ≤ count.
  public init(index: Int, count: Int) {
    precondition(1 <= index && index <= count)
    self.index = index
    self.count = count
  }

  /// Reads `3/16`.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1],
      (1...10_000).contains(count),
      (1...count).contains(index)
    else { return nil }
    self.init(index: index, count: count)
  }

  func takes(_ cell: Int) -> Bool { cell % count == index - 1 }
}

/// What the folder of a shard says of itself.
struct ShardManifest: Codable, Equatable {
  var version: String
  var study: StudyConfiguration
  var chapters: [String]
  var shard: Shard
  /// The names of all cells of the study, to know when all are there.
  var cells: [String]
}

extension ReportBuilder {
  /// Simulates one shard and writes its cells into the folder at `path`.
  public func build(
    _ shard: Shard, into path: String,
    progress: @escaping @Sendable (ProgressEvent) -> Void = { _ in }
  ) async throws {
    let output = try OutputDirectory(
      path: path, key: "shard \(shard.index)/\(shard.count) " + resumeKey())
    let cells = cells
    let mine = cells.enumerated().filter { shard.takes($0.offset) }.map(\.element)
    for (position, cell) in mine.enumerated() {
      let file = "cells/\(cell.name).json"
      if let finished = output.leftover(file), !finished.isEmpty {
        progress(.reusing(id: cell.name, position: position + 1, count: mine.count))
        try output.save(finished, to: file)
        continue
      }
      let data = try await counted(
        cell.name, position: position + 1, of: mine.count, progress: progress
      ) { try await cell.run(study, jobs) }
      try output.save(data, to: file)
      progress(.simulated(id: cell.name, position: position + 1, count: mine.count))
    }
    let manifest = ShardManifest(
      version: version, study: study, chapters: chapters.map(\.id), shard: shard,
      cells: cells.map(\.name))
    try output.write(CanonicalJSON.encode(manifest), to: "shard.json")
    let marker = Manifest(version: version, study: study, chapters: [], files: output.digests)
    try output.write(CanonicalJSON.encode(marker), to: "manifest.json")
    try output.commit()
  }

  /// Puts the shards in some folders together into the report that one machine would have written.
  ///
  /// Study and chapters are those of the shards; of the builder's chapters only the user's own prose
  /// counts.
  public func merge(
    _ folders: [String], into path: String,
    progress: @escaping @Sendable (ProgressEvent) -> Void = { _ in }
  ) async throws {
    let shards = try folders.map { folder in
      let url = URL(fileURLWithPath: folder)
      guard let data = try? Data(contentsOf: url.appending(path: "shard.json")),
        let manifest = try? CanonicalJSON.decode(ShardManifest.self, from: data)
      else { throw ShardError.notAShard(path: folder) }
      return (path: folder, url: url, manifest: manifest)
    }
    guard let first = shards.first else { throw ShardError.notAShard(path: "") }
    for shard in shards {
      guard shard.manifest.version == version else {
        throw ShardError.otherVersion(path: shard.path, version: shard.manifest.version)
      }
      guard shard.manifest.study == first.manifest.study,
        shard.manifest.chapters == first.manifest.chapters
      else { throw ShardError.otherStudy(path: shard.path, than: first.path) }
    }
    var builder = self
    builder.study = first.manifest.study
    builder.chapters =
      catalog.chapters(of: first.manifest.study)
      .filter { first.manifest.chapters.contains($0.id) } + chapters.filter(\.experiments.isEmpty)
    var documents: [String: Data] = [:]
    for name in first.manifest.cells {
      for shard in shards where documents[name] == nil {
        documents[name] = try? Data(contentsOf: shard.url.appending(path: "cells/\(name).json"))
      }
      guard documents[name] != nil else { throw ShardError.missing(cell: name) }
    }
    var results = Results()
    for experiment in builder.chapters.flatMap(\.experiments) {
      try results.combine(documents, of: experiment, study: builder.study)
    }
    let output = try OutputDirectory(path: path)
    do {
      for (id, data) in results.documents.sorted(by: { $0.key < $1.key }) {
        try output.write(data, to: "results/\(id).json")
      }
      try await builder.assemble(results, into: output, progress: progress)
    } catch {
      output.discard()
      throw error
    }
  }

  /// All cells of the study, in order.
  private var cells: [Cell] {
    var cells: [Cell] = []
    for experiment in chapters.flatMap(\.experiments) {
      if let divisible = experiment as? any DivisibleExperiment {
        cells += Self.cells(ofDivisible: divisible, study: study)
      } else {
        cells.append(Self.cell(of: experiment))
      }
    }
    return cells
  }

  private struct Cell {
    let name: String
    let run: (StudyConfiguration, Int) async throws -> Data
  }

  private static func cell(of experiment: some Experiment) -> Cell {
    Cell(name: experiment.id) { study, jobs in
      try CanonicalJSON.encode(try await experiment.run(study, jobs: jobs), indented: false)
    }
  }

  private static func cells(
    ofDivisible experiment: some DivisibleExperiment, study: StudyConfiguration
  ) -> [Cell] {
    (0..<experiment.cellCount(of: study)).map { index in
      Cell(name: "\(experiment.id).\(index)") { study, jobs in
        try CanonicalJSON.encode(
          try await experiment.runCell(
            index, of: study, seed: experiment.seed(in: study), jobs: jobs), indented: false)
      }
    }
  }
}

extension Results {
  /// Takes the outcome of an experiment from its cells.
  mutating func combine(
    _ documents: [String: Data], of experiment: some Experiment, study: StudyConfiguration
  ) throws {
    if let divisible = experiment as? any DivisibleExperiment {
      try combine(cells: documents, of: divisible, study: study)
    } else if !reuse(documents[experiment.id] ?? Data(), of: experiment) {
      throw ResultsError.unreadable(experiment: experiment.id)
    }
  }

  private mutating func combine<E: DivisibleExperiment>(
    cells documents: [String: Data], of experiment: E, study: StudyConfiguration
  ) throws {
    let cells = try (0..<experiment.cellCount(of: study)).map { index in
      guard
        let data = documents["\(experiment.id).\(index)"],
        let cell = try? CanonicalJSON.decode(E.Cell.self, from: data)
      else { throw ResultsError.unreadable(experiment: experiment.id) }
      return cell
    }
    let data = try CanonicalJSON.encode(experiment.combine(cells, of: study), indented: false)
    _ = reuse(data, of: experiment)
  }
}

/// What can be wrong with shards.
public enum ShardError: Error, Equatable, CustomStringConvertible {
  case notAShard(path: String)
  case otherVersion(path: String, version: String)
  case otherStudy(path: String, than: String)
  case missing(cell: String)

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .notAShard(let path):
      "“\(path)” holds no shard (no readable shard.json); give folders that"
        + " `report build --shard k/n` wrote"
    case .otherVersion(let path, let version):
      "the shard in “\(path)” is of version \(version) of the program; simulate it again"
    case .otherStudy(let path, let other):
      "the shards in “\(path)” and “\(other)” belong to different studies (seed, sizes or study file)"
    case .missing(let cell):
      "no shard holds the cell “\(cell)”; give the folders of all shards"
    }
  }
}
