import Foundation
import Study
import Testing

@testable import StudyFiles

/// Files that were made to harm.
extension StudyFileTests {
  /// Input that is meant to cost time or memory: megabytes of nothing, of signs, of nesting.
  static let hostile: [String: String] = [
    "lines": String(repeating: "\n", count: 999_000),
    "keys": String(repeating: ": ", count: 400_000),
    "brackets": "title: T\nx: " + String(repeating: "[", count: 900_000),
    "flow list": "title: T\nx: [" + String(repeating: "1,", count: 400_000) + "1]",
    "dashes": String(repeating: "- ", count: 400_000),
    "questions": String(repeating: "? ", count: 400_000),
    "long text": "title: \"" + String(repeating: "x", count: 900_000) + "\"",
    "tag": "title: T\nx: " + String(repeating: "!", count: 900_000),
    "escapes": "title: T\nx: \"" + String(repeating: "\\u0041", count: 150_000),
    "anchors": "title: T\n" + (0..<9000).map { "k\($0): &a\($0) 1\n" }.joined() + "z: *a1\n",
    "stars": "title: T\nx: &a 1\ny: \"" + String(repeating: "*b ", count: 300_000) + "\"",
    "documents": String(repeating: "---\n", count: 200_000),
  ]

  @Test(arguments: hostile.keys.sorted())
  func hostileInputIsRefusedAtOnce(name: String) throws {
    let text = try #require(Self.hostile[name])
    var start = timespec()
    var end = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start)
    #expect(throws: StudyFileError.self) { try StudyFile.parse(text) }
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end)
    let seconds = Double(end.tv_sec - start.tv_sec) + 1e-9 * Double(end.tv_nsec - start.tv_nsec)
    // Processor time of this thread, so that a busy machine changes nothing.
    #expect(seconds < 1)
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
