import Foundation
import Testing

@testable import WeightFiles

/// The files that `Tests/References/weight_files.py` wrote, and what the libraries read from them.
enum Fixtures {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures")

  static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
  }

  static func json<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: folder.appendingPathComponent(name)))
  }

  /// What a file holds according to the library that wrote it.
  struct Truth: Decodable {
    var format: String
    var tensors: [Tensor]
    var convention: String?
    var configuration: String?
    var nodes: [String]?

    struct Tensor: Decodable, Hashable {
      var name: String
      var shape: [Int]
      var type: String
      /// CRC-32 of the values as little-endian float64, NaN as 0; nil for types that are not read.
      var crc: UInt32?
      var nan: Int?
    }
  }

  /// By the file's name.
  static let truths: [String: Truth] = {
    let files = ["truth.json", "truth-torch.json"]
    let parts = files.compactMap { try? json($0, as: [String: Truth].self) }
    return parts.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
  }()

  static let names = truths.keys.sorted()

  /// The sentences of the malformed files, without the path.
  static let hostile: [String: String] =
    (try? json("hostile.json", as: [String: String].self)) ?? [:]

  /// What our reader finds, in the words of the truth.
  static func found(_ tensor: StoredTensor) throws -> Truth.Tensor {
    var truth = Truth.Tensor(name: tensor.name, shape: tensor.shape, type: tensor.type.name)
    guard tensor.type.width != nil else { return truth }
    var (crc, nan) = (CRC32(), 0)
    try tensor.withDoubleChunks { run throws(WeightFileError) in
      for value in run {
        nan += value.isNaN ? 1 : 0
        let bits = value.isNaN ? 0 : value.bitPattern
        for shift in stride(from: 0, to: 64, by: 8) {
          crc.add(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
        }
      }
    }
    (truth.crc, truth.nan) = (crc.value, nan)
    return truth
  }
}

/// The checksum of zip and PNG (ISO 3309), byte by byte.
struct CRC32 {
  private var state: UInt32 = 0xFFFF_FFFF

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 0 ? value >> 1 : value >> 1 ^ 0xEDB8_8320
    }
  }

  var value: UInt32 { ~state }

  mutating func add(_ byte: UInt8) {
    state = Self.table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ state >> 8
  }
}
