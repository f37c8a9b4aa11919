import Simulation
import WeightFiles

/// A checkpoint made in memory: named tensors as safetensors bytes.
struct Checkpoint {
  private(set) var tensors: [(name: String, shape: [Int], values: [Float])] = []
  /// Whether numbers are stored as binary16.
  var isHalf = false

  mutating func add(_ name: String, _ shape: [Int], _ values: [Float]) {
    precondition(shape.reduce(1, *) == values.count, "values fill the shape")
    tensors.append((name, shape, values))
  }

  mutating func add(_ name: String, _ shape: [Int], constant: Float) {
    add(name, shape, [Float](repeating: constant, count: shape.reduce(1, *)))
  }

  /// Draws from a stream of its own for each name.
  mutating func add(
    _ name: String, _ shape: [Int], seed: UInt64, _ draw: (inout RandomSource) -> Double
  ) {
    var source = SeedTree(seed: seed).child(name).source()
    add(name, shape, (0..<shape.reduce(1, *)).map { _ in Float(draw(&source)) })
  }

  mutating func change(_ name: String, _ body: (inout [Float]) -> Void) {
    guard let place = tensors.firstIndex(where: { $0.name == name }) else { return }
    body(&tensors[place].values)
  }

  var bytes: [UInt8] {
    var (entries, offset, data) = ([String](), 0, [UInt8]())
    for tensor in tensors {
      let end = offset + (isHalf ? 2 : 4) * tensor.values.count
      entries.append(
        "\"\(tensor.name)\":{\"dtype\":\"\(isHalf ? "F16" : "F32")\",\"shape\":\(tensor.shape),\"data_offsets\":[\(offset),\(end)]}"
      )
      offset = end
      for value in tensor.values {
        let bits = isHalf ? UInt32(Float16(value).bitPattern) : value.bitPattern
        data += [0, 8, 16, 24].prefix(isHalf ? 2 : 4).map { UInt8(truncatingIfNeeded: bits >> $0) }
      }
    }
    let header = Array("{\(entries.joined(separator: ","))}".utf8)
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    return length + header + data
  }

  func file(_ name: String = "x.safetensors") throws -> WeightFile {
    try WeightFile(bytes: bytes, name: name)
  }
}

/// Draws of the families.
enum Draw {
  static func normal(_ s: Double) -> (inout RandomSource) -> Double { { s * $0.normal() } }
  static func uniform(_ a: Double) -> (inout RandomSource) -> Double {
    { a * (2 * $0.uniform() - 1) }
  }
  static func cut(_ s: Double, at k: Double = 2) -> (inout RandomSource) -> Double {
    { source in
      while true {
        let z = source.normal()
        if z.magnitude <= k { return s * z }
      }
    }
  }
}
