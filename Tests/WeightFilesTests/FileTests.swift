import Foundation
import Testing

@testable import WeightFiles

@Suite("Files on disk")
struct FileTests {
  private func temporary(_ name: String = UUID().uuidString) -> URL {
    FileManager.default.temporaryDirectory.appendingPathComponent("weights-" + name)
  }

  @Test("missing, a folder, a pipe")
  func notAFile() throws {
    let missing = #expect(throws: WeightFileError.self) { try WeightFile(path: "/no/such/file") }
    #expect(missing?.description == "/no/such/file does not exist.")
    let folder = #expect(throws: WeightFileError.self) { try WeightFile(path: "/") }
    #expect(folder?.description == "/ is a folder, not a file; name the file of weights in it.")
    let empty = #expect(throws: WeightFileError.self) { try WeightFile(path: "") }
    #expect(empty?.fault == .missing)
    let pipe = temporary()
    #expect(mkfifo(pipe.path, 0o600) == 0)
    defer { unlink(pipe.path) }
    let error = #expect(throws: WeightFileError.self) { try WeightFile(path: pipe.path) }
    #expect(
      error?.description == "\(pipe.path) cannot be read: it is neither a file nor a folder.")
  }

  @Test("a file that shrinks while it is read is an error")
  func shrinks() throws {
    let copy = temporary()
    try Data(Fixtures.bytes("types.safetensors")).write(to: copy)
    defer { try? FileManager.default.removeItem(at: copy) }
    let file = try WeightFile(path: copy.path)
    let size = try Fixtures.bytes("types.safetensors").count
    #expect(truncate(copy.path, 4_000) == 0)
    let tensor = try #require(file.tensors.last)
    let error = #expect(throws: WeightFileError.self) { try tensor.values() }
    #expect(error?.fault == .shrank(from: size))
    #expect(error?.description.hasSuffix("; wait until it is written, then try again.") == true)
  }

  @Test("shards without their index's folder, and external data, need files beside")
  func siblings() throws {
    let index = try Fixtures.bytes("sharded/model.safetensors.index.json")
    let error = #expect(throws: WeightFileError.self) {
      try WeightFile(bytes: index, name: "i.json")
    }
    #expect(error?.fault == .shardMissing("model-00001-of-00002.safetensors"))
    let model = try Fixtures.bytes("onnx/external.onnx")
    let other = #expect(throws: WeightFileError.self) { try WeightFile(bytes: model, name: "m") }
    #expect(other?.fault == .shardMissing("external.data"))
    // By a relative path without a folder, files beside are found too.
    let here = FileManager.default.currentDirectoryPath
    let path = Fixtures.path("sharded/model.safetensors.index.json")
    let relative =
      String(repeating: "../", count: here.split(separator: "/").count) + path.dropFirst()
    #expect(try WeightFile(path: relative).tensors.count == 4)
  }

  @Test(
    "names of shards", arguments: ["", ".", "..", "a/b", "../a", "a\\b", "/etc/passwd", "a\0b"])
  func shardNames(name: String) {
    #expect(!ShardIndex.isName(name))
    #expect(ShardIndex.isName("model-00001-of-00002.safetensors"))
  }

  @Test("a hole as long as a disk is read in bounded memory")
  func longFile() throws {
    // 256 MB of zeros that take no space: streamed, whatever the size of the tensor.
    let header =
      #"{"a":{"dtype":"F16","shape":[134217728],"data_offsets":[0,268435456]}}"#
    let path = temporary()
    try Data([UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8)).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    #expect(truncate(path.path, off_t(8 + header.utf8.count + 268_435_456)) == 0)
    let tensor = try #require(try WeightFile(path: path.path).tensors.first)
    let before = residentPeak()
    var (count, sum) = (0, 0.0)
    try tensor.withDoubleChunks { run throws(WeightFileError) in
      count += run.count
      sum += run[0]
    }
    #expect(count == 134_217_728)
    #expect(sum == 0)
    // The peak of the whole program: other tests run beside, within the same bound.
    #expect(residentPeak() - before < 64 << 10)
  }

  /// The largest memory so far in KiB.
  private func residentPeak() -> Int {
    var usage = rusage()
    #if os(Linux)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss
    #else
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss >> 10
    #endif
  }
}
