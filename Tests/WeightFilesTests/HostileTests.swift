import Foundation
import Testing

@testable import WeightFiles

@Suite("Malformed and hostile files are told in one sentence")
struct HostileTests {
  /// Files whose sentence ends with places that differ by the version of the library that wrote them.
  private static let beginsOnly: Set<String> = ["dense.h5", "lzf.h5", "nothing.h5", "outside.onnx"]

  @Test("the sentence", arguments: Fixtures.hostile.keys.sorted())
  func sentence(name: String) throws {
    let path = Fixtures.path("hostile/" + name)
    let sentence = path + (try #require(Fixtures.hostile[name]))
    let error = #expect(throws: WeightFileError.self) { try WeightFile(path: path) }
    if Self.beginsOnly.contains(name) {
      #expect(error?.description.hasPrefix(sentence) == true, "\(error?.description ?? "")")
      #expect(error?.description.hasSuffix(".") == true)
    } else {
      #expect(error?.description == sentence)
    }
  }

  @Test("there are many of them")
  func many() {
    #expect(Fixtures.hostile.count >= 50)
  }

  @Test("opening and reading runs nothing")
  func nothingRuns() throws {
    // Each of these would make a file "x" in the working folder.
    for name in ["evil.pt", "plain.pkl", "instance.pkl", "stacked.pkl", "object.pkl"] {
      let error = #expect(throws: WeightFileError.self) {
        try WeightFile(path: Fixtures.path("hostile/" + name))
      }
      #expect(error?.fault == .foreignCode(["posix.system"]))
    }
    #expect(!FileManager.default.fileExists(atPath: "x"))
  }

  @Test("foreign code beside tensors is a note")
  func foreignCodeBesideTensors() throws {
    // The old format's object, with a call in front that would run first.
    var bytes = try Fixtures.bytes("torch/legacy.pt")
    let object = try #require(
      bytes.indices.first {
        bytes[$0...].starts(with: [0x80, 0x02, 0x7D, 0x71, 0x00, 0x28, 0x58, 0x06])
      })
    bytes.insert(contentsOf: Array("cos\nsystem\n(U\u{7}touch xtR0".utf8), at: object + 2)
    let file = try WeightFile(bytes: bytes, name: "x.pt")
    #expect(file.notes == [.foreignCode("os.system")])
    #expect(file.tensors.map(\.name).contains("weight"))
  }

  @Test("one type that is not read does not hide the rest")
  func unreadTypeBesideOthers() throws {
    let header =
      #"{"a":{"dtype":"F4","shape":[16],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}"#
    let bytes =
      [UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8)
      + [UInt8](repeating: 0, count: 16)
    let file = try WeightFile(bytes: bytes, name: "x")
    #expect(file.tensors.map(\.type) == [.other("F4", bits: 4), .float32])
    #expect(try file.tensors[1].values() == [0, 0])
    let error = #expect(throws: WeightFileError.self) { try file.tensors[0].values() }
    #expect(error?.fault == .unreadType(tensor: "a", type: "F4"))
  }

  @Test("damaged compressed bytes are told")
  func damagedDeflate() throws {
    var bytes = try Fixtures.bytes("numpy/deflated.npz")
    let file = try WeightFile(bytes: bytes, name: "x.npz")
    let place = file.tensors[0].place.offset
    for i in 150..<250 { bytes[place + i] = 0xFF }
    let error = #expect(throws: WeightFileError.self) {
      try WeightFile(bytes: bytes, name: "x.npz").tensors[0].values()
    }
    #expect(error?.description.contains("does not unpack") == true)
  }

  @Test("a checksum of HDF5 that does not agree")
  func damagedChunk() throws {
    var bytes = try Fixtures.bytes("hdf5/layouts.h5")
    let file = try WeightFile(bytes: bytes, name: "x.h5")
    let line = try #require(file.tensors.first { $0.name == "line" })
    guard case .chunked(let layout) = line.storage, let chunk = layout.chunks[2] else {
      Issue.record("the fixture is in chunks")
      return
    }
    bytes[chunk.address + 3] ^= 0x10
    let damaged = try WeightFile(bytes: bytes, name: "x.h5")
    let tensor = try #require(damaged.tensors.first { $0.name == "line" })
    let error = #expect(throws: WeightFileError.self) { try tensor.values() }
    #expect(
      error?.description
        == "x.h5: a chunk of 'line' does not agree with its checksum (byte \(chunk.address)).")
  }
}
