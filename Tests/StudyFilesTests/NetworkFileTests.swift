import Engine
import Foundation
import Simulation
import Templates
import Testing

@testable import StudyFiles

@Suite("Network files") struct NetworkFileTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "BadNetworks")

  /// The broken files and, from `expected.tsv`, the message each must give.
  static let bad: [(file: String, message: String)] = {
    let table =
      (try? String(contentsOf: folder.appending(path: "expected.tsv"), encoding: .utf8)) ?? ""
    return table.split(separator: "\n").map { line in
      let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
      return (parts[0], parts.count > 1 ? parts[1] : "")
    }
  }()

  @Test func everyBrokenFileHasItsMessage() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".yml") }.sorted()
    #expect(files.count >= 24)
    #expect(files == Self.bad.map(\.file))
  }

  @Test(arguments: bad)
  func aBrokenFileGetsOneClearMessage(file: String, message: String) throws {
    #expect {
      _ = try NetworkFile.read(path: Self.folder.appending(path: file).path)
    } throws: { error in
      guard var error = error as? StudyFileError else { return false }
      error.file = file
      if error.description != message { Issue.record("\(error.description)") }
      return error.description == message
    }
  }

  @Test func aFileSaysWhatANetworkIs() throws {
    let file = try NetworkFile.parse(
      """
      name: mixed
      batch: 3
      init: he-normal
      bias: 0.25
      activation: relu
      input: {image: [8, 6], channels: 2, mean: 1, correlation: 0.5}
      stack:
        - conv: {channels: 4, kernel: [3, 1], padding: same, groups: 2}
        - activation
        - residual:
            name: skip
            scale: 1/sqrt(2 L)
            branch:
              - dense: {units: 4, gain: 3/2, name: inner}
        - flatten
        - name: out
          dense: 10
      """)
    #expect(file.samples == 3)
    #expect(file.network.input.shape == Shape(positions: [8, 6], channels: 2))
    #expect(
      file.network.input.law == .normal(mean: 1, secondMoment: 2, correlation: 0.5))
    #expect(try file.network.output() == Shape(channels: 10))
    let residual = try #require(file.network.stages[2].stage as? ResidualStage)
    #expect(file.network.stages[2].name == "skip")
    #expect(residual.scale == .constant(1 / 2.0.squareRoot()))
    let inner = try #require(residual.branch[0].stage as? Dense)
    #expect(inner.gain == 1.5)
    #expect(inner.bias == BiasLaw(mean: 0.25))
    #expect(file.network.stages[4].name == "out")
  }

  /// DeepNorm's and Fixup's constants by hand: 3 layers of an encoder have N = 3, L = 6 branches.
  @Test func startsOfResidualNetworksFollowTheirPapers() throws {
    func text(_ scale: String) -> String {
      """
      input: {steps: 4, channels: 8}
      init: xavier-normal
      stack:
        - repeat:
            count: 6
            stack:
              - residual:
                  scale: \(scale)
                  branch:
                    - dense: 8
                    - dense: 8
                    - dense: 8
      """
    }
    func residual(_ text: String) throws -> ResidualStage {
      let network = try NetworkFile.parse(text).network
      let inner = try #require(network.stages[0].stage as? Repeat)
      return try #require(inner.stages[0].stage as? ResidualStage)
    }
    func gains(_ stage: ResidualStage) -> [Double] {
      stage.branch.compactMap { ($0.stage as? Dense)?.gain }
    }
    let deep = try residual(text("deepnorm"))
    #expect(abs(deep.skip - 1.5650845800732873) < 1e-15)  // 6^(1/4)
    for gain in gains(deep) { #expect(abs(gain - 0.4518010018049224) < 1e-15) }  // 24^(−1/4)
    let fixup = try residual(text("fixup"))
    #expect(fixup.skip == 1)
    // 6^(−1/4), for three layers in a branch.
    #expect(
      zip(gains(fixup), [0.6389431042462724, 0.6389431042462724, 0]).allSatisfy {
        abs($0 - $1) < 1e-15
      })
  }

  @Test func parametersAreChangedByPath() throws {
    let text = """
      input: 8
      init: he-normal
      activation: relu
      stack:
        - repeat:
            name: blocks
            count: 2
            stack:
              - residual: {scale: 1, branch: [{dense: 8}, activation, {dense: {units: 8, name: last}}]}
        - dense: 4
      """
    func changed(_ path: String, _ value: String) throws -> Network {
      var options = NetworkFile.Options()
      options.settings = [(path, value)]
      return try NetworkFile.parse(text, options: options).network
    }
    func residual(_ network: Network) throws -> ResidualStage {
      let blocks = try #require(network.stages[0].stage as? Repeat)
      return try #require(blocks.stages[0].stage as? ResidualStage)
    }
    #expect(try residual(changed("stack.blocks.residual.scale", "0.25")).scale == .constant(0.25))
    #expect(try residual(changed("blocks.residual.skip", "2")).skip == 2)
    #expect((try changed("blocks.count", "5").stages[0].stage as? Repeat)?.count == 5)
    #expect((try changed("dense-2.units", "3").stages[1].stage as? Dense)?.units == 3)
    let last = try residual(changed("blocks.last.gain", "0.5"))
    #expect(last.branch.compactMap { ($0.stage as? Dense)?.gain } == [1, 0.5])
    let all = try residual(changed("blocks.dense.gain", "0.5"))
    #expect(all.branch.compactMap { ($0.stage as? Dense)?.gain } == [0.5, 0.5])
    #expect(try changed("input.channels", "8").input.shape.channels == 8)
    let function = try residual(changed("blocks.activation.function", "tanh")).branch[1].stage
    #expect((function as? ActivationStage)?.activation.name == "tanh")
    for path in ["blocks.dense.width", "stack", "nowhere.gain", "input.size", "blocks..gain"] {
      #expect(throws: StudyFileError.self) { try changed(path, "1") }
    }
  }

  @Test func aBatchOfOnesOwnIsRead() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "network-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("a,b,c\n1,2,3\n4,5,6.5\n".utf8).write(to: folder.appending(path: "rows.csv"))
    // numpy.save of float32 [[0, 1], [2, 3]] as samples × channels first × one position: version 1.0.
    var bytes = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, 118, 0])
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 1, 2), }"
    bytes += Data((header + String(repeating: " ", count: 117 - header.count) + "\n").utf8)
    for number in [0, 1, 2, 3] as [Float] {
      withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
    try bytes.write(to: folder.appending(path: "image.npy"))
    let rows = try NetworkFile.parse(
      "input: {file: rows.csv}\nstack: [flatten]", folder: folder)
    #expect(rows.network.input.shape == Shape(channels: 3))
    #expect(rows.network.input.law == .given([1, 2, 3, 4, 5, 6.5]))
    #expect(rows.givenSamples == 2 && rows.samples == 2)
    let image = try NetworkFile.parse(
      "input: {file: image.npy, image: 1x2, channels: 2}\nstack: [flatten]", folder: folder)
    // Channels go last.
    #expect(image.network.input.law == .given([0, 2, 1, 3]))
    #expect(throws: StudyFileError.self) {
      try NetworkFile.parse(
        "input: {file: rows.csv, channels: 4}\nstack: [flatten]", folder: folder)
    }
    #expect(throws: StudyFileError.self) {
      try NetworkFile.parse("input: {file: rows.csv}\nstack: [flatten]")
    }
  }

  /// Every kind is in the schema under each of its names, with exactly its keys.
  @Test func theSchemaIsTheCatalogue() throws {
    let data = try JSONEncoder().encode(NetworkSchema())
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let definitions = try #require(root["$defs"] as? [String: Any])
    let stage = try #require(definitions["stage"] as? [String: Any])
    let forms = try #require(stage["anyOf"] as? [[String: Any]])
    for entry in StageCatalog.all {
      for name in [entry.kind] + entry.aliases {
        let form = try #require(forms.first { ($0["required"] as? [String]) == [name] })
        let value = (form["properties"] as? [String: Any])?[name] as? [String: Any]
        let object = try #require((value?["anyOf"] as? [[String: Any]])?.first)
        let keys = (object["properties"] as? [String: Any])?.keys.sorted()
        #expect(keys == (entry.parameters.map(\.name) + ["name"]).sorted())
      }
    }
  }

  /// Whatever text comes, it is read or refused.
  @Test func mutilatedPresetsAreReadOrRefused() throws {
    var random = SeedTree(seed: 11).source()
    for preset in Self.presets where preset.text.utf8.count < 3000 {
      for _ in 0..<40 {
        var bytes = Array(preset.text.utf8)
        for _ in 0..<(1 + random.integer(below: 4)) {
          let place = random.integer(below: bytes.count)
          switch random.integer(below: 3) {
          case 0: bytes.remove(at: place)
          case 1: bytes[place] = UInt8(32 + random.integer(below: 95))
          default: bytes.insert(UInt8(32 + random.integer(below: 95)), at: place)
          }
        }
        _ = try? NetworkFile.parse(String(decoding: bytes, as: UTF8.self))
      }
    }
  }
}
