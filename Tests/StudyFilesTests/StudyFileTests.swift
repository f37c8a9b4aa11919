import Experiments
import Foundation
import Testing

@testable import StudyFiles

@Suite("Study files") struct StudyFileTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "BadStudies")

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
    #expect(files.count >= 60)
    #expect(files == Self.bad.map(\.file))
  }

  @Test(arguments: bad)
  func aBrokenFileGetsOneClearMessage(file: String, message: String) throws {
    let path = Self.folder.appending(path: file).path
    #expect {
      _ = try StudyFile.read(path: path)
    } throws: { error in
      guard var error = error as? StudyFileError else { return false }
      error.file = file
      if error.description != message { Issue.record("\(error.description)") }
      return error.description == message
    }
  }

  @Test func aStudySaysWhatToMeasure() throws {
    let plan = try StudyFile.parse(
      """
      title: GELU against ReLU   # a comment
      author: "Ada: Lovelace"
      seed: 18446744073709551615
      trials: 500
      precision: ±2 %
      networks:
        - name: gelu-he
          widths: [64, 128, 64]
          activation: tanh
          init: he-normal
          gain: 1.5
        - {name: "relu", width: 32, depth: 3, activation: relu, init: normal-0.02, bias-variance: 0.1}
      sweeps:
        - {name: gains, network: relu, over: gain, values: [0.5, 1, 2]}
      chapters: [products]
      """)
    #expect(plan.title == "GELU against ReLU")
    #expect(plan.author == "Ada: Lovelace")
    #expect(plan.seed == .max)
    #expect(plan.trials == 500)
    #expect(plan.precision == 0.02)
    #expect(plan.networks.map(\.widths) == [[64, 128, 64], [32, 32, 32, 32]])
    #expect(plan.networks.map(\.gain) == [1.5, 1])
    #expect(plan.networks.map(\.biasVariance) == [0, 0.1])
    #expect(plan.networks[1].initializer == "normal-0.02")
    #expect(
      plan.sweeps == [
        SweepPlan(name: "gains", network: "relu", axis: .gain, values: ["0.5", "1", "2"])
      ])
    #expect(plan.chapters == ["products"])
  }

  @Test(arguments: [
    "\u{FEFF}title: T\r\nchapters: [products]\r\n", "title: T\nchapters: [products]",
  ])
  func byteOrderMarksAndLineEndsAreHarmless(text: String) throws {
    #expect(try StudyFile.parse(text).title == "T")
  }

  @Test func aHugeFileIsRefusedUnread() throws {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "huge-\(UUID().uuidString).yml")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data().write(to: file)
    let handle = try FileHandle(forWritingTo: file)
    try handle.truncate(atOffset: 100_000_000)
    try handle.close()
    #expect { try StudyFile.read(path: file.path) } throws: { "\($0)".contains("larger than 1 MB") }
  }

  /// Whatever bytes come, the answer is a plan or a StudyFileError; a trap would end the test run.
  @Test func randomMutationsNeverTrap() throws {
    let seedText = Array(
      "title: T\nseed: 7\nnetworks:\n  - {name: a, widths: [8, 8], activation: tanh, init: lecun}\n"
        .utf8)
    let alphabet = Array("[]{}:,-\"'#&*!|>%@` \n\t0aé".utf8)
    var state: UInt64 = 42
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for _ in 0..<2000 {
      var bytes = seedText
      for _ in 0...next(6) {
        let index = next(bytes.count)
        switch next(3) {
        case 0: bytes[index] = alphabet[next(alphabet.count)]
        case 1: bytes.insert(alphabet[next(alphabet.count)], at: index)
        default: bytes.remove(at: index)
        }
      }
      _ = try? StudyFile.parse(String(decoding: bytes, as: UTF8.self))
    }
  }
}
