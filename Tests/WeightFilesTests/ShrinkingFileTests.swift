import Foundation
import Testing

@testable import WeightFiles

/// A copy that is still running, or a disk that fails: the file is not what it was when it was opened.
@Suite("Files that change while they are read")
struct ShrinkingFileTests {
  @Test("a file that shrinks gives an error, and no trap")
  func shrinks() throws {
    let path = FileManager.default.temporaryDirectory.appending(
      path: "shrinking-\(UUID().uuidString).safetensors"
    ).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let count = 3_000_000
    let header =
      #"{"a":{"dtype":"F32","shape":[\#(count)],"data_offsets":[0,\#(4 * count)]}}"#
    var bytes = Data([UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0]) + Data(header.utf8)
    bytes += Data(count: 4 * count)
    try bytes.write(to: URL(fileURLWithPath: path))
    let file = try WeightFile(path: path)
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    var (runs, read) = (0, 0)
    let error = #expect(throws: WeightFileError.self) {
      try file.tensors[0].withChunks { run throws(WeightFileError) in
        runs += 1
        read += run.count
        if runs == 2 { try? handle.truncate(atOffset: UInt64(1_000_000)) }
      }
    }
    #expect(read < count)
    #expect(error?.description.hasPrefix(path) == true && error?.description.hasSuffix(".") == true)
    // Another look at what is left is an error as well.
    #expect(throws: WeightFileError.self) { try file.tensors[0].values() }
    #expect(throws: WeightFileError.self) { try WeightFile(path: path) }
  }
}
