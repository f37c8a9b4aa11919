import Engine
import Kernels
import Simulation
import Synchronization
import WeightFiles

/// The tensors of a file by name, as stages of the engine take them.
struct WeightShelf: Sendable {
  let file: FileDiagnosis
  private let places: [String: Int]
  private let failure = Failure()

  /// The first reader that failed; a class, because readers have no way to throw.
  private final class Failure: Sendable {
    let error = Mutex<WeightFileError?>(nil)
  }

  init(_ file: FileDiagnosis) {
    self.file = file
    var places: [String: Int] = [:]
    for (index, tensor) in file.tensors.enumerated() { places[tensor.name] = index }
    self.places = places
  }

  /// What went wrong while numbers were read.
  var error: WeightFileError? { failure.error.withLock { $0 } }

  subscript(_ name: String) -> TensorDiagnosis? { places[name].map { file.tensors[$0] } }

  func has(_ name: String) -> Bool { places[name] != nil }

  func shape(_ name: String) -> [Int]? { self[name]?.shape }

  /// What stands before an end of names, for the first name that has it: "transformer." of a GPT-2.
  func prefix(before end: String) -> String? {
    file.tensors.lazy.filter { $0.name.hasSuffix(end) }
      .map { String($0.name.dropLast(end.count)) }.first { $0.isEmpty || $0.hasSuffix(".") }
  }

  /// How many of the blocks 0, 1, … have a tensor of this name, `*` for the number.
  func count(_ pattern: String) -> Int {
    var number = 0
    while has(pattern.replacing("*", with: "\(number)")) { number += 1 }
    return number
  }

  /// The deviation of the law that was named, or the root mean square.
  func deviation(_ name: String) -> Double {
    guard let tensor = self[name] else { return 0 }
    return tensor.lawDeviation
  }

  /// All numbers in the file's order; zeros if they cannot be read.
  func numbers(_ name: String) -> StoredWeights.Reader {
    guard let place = places[name] else { return StoredWeights.Reader(count: 0) { [] } }
    let (stored, failure) = (file.stored[place], failure)
    return StoredWeights.Reader(count: stored.count) {
      do {
        return try stored.values()
      } catch {
        failure.error.withLock { if $0 == nil { $0 = error as? WeightFileError } }
        return [Float](repeating: 0, count: stored.count)
      }
    }
  }
}

/// A matrix of a file as a map takes it: inputs × outputs.
struct MatrixPart: Sendable {
  let name: String
  let inputs: Int
  let outputs: Int
  /// Whether the file has the outputs first.
  let outputsFirst: Bool
  /// What its numbers are multiplied by.
  var scale: Float = 1
  /// How many positions the inputs are flattened from with channels as the outer axis; the engine has them inside.
  var positions = 1
}

extension WeightShelf {
  /// Matrices of the same inputs side by side.
  func columns(_ parts: [MatrixPart]) -> StoredWeights.Reader {
    let readers = parts.map { numbers($0.name) }
    let (inputs, total) = (parts[0].inputs, parts.reduce(0) { $0 + $1.outputs })
    if parts.count == 1, parts[0].scale == 1, parts[0].positions == 1 {
      var reader = readers[0]
      reader.isTurned = parts[0].outputsFirst
      return reader
    }
    return StoredWeights.Reader(count: inputs * total) {
      var result = [Float](repeating: 0, count: inputs * total)
      var first = 0
      for (part, read) in zip(parts, readers) {
        let numbers = read()
        place(numbers, part, into: &result, column: first, of: total)
        first += part.outputs
      }
      return result
    }
  }

  /// Vectors one after the other; zeros for those that are missing.
  func vectors(_ parts: [(name: String?, count: Int)]) -> StoredWeights.Reader {
    let readers = parts.map { part in (part.name.map { numbers($0) }, part.count) }
    let total = readers.reduce(0) { $0 + ($1.0?.count ?? $1.1) }
    return StoredWeights.Reader(count: total) {
      readers.flatMap { read, count in read.map { $0() } ?? [Float](repeating: 0, count: count) }
    }
  }

  /// The kernel of a group of a convolution: taps × inputs to outputs.
  func kernel(_ name: String, _ axes: KernelAxes, group: Int) -> StoredWeights.Reader {
    let read = numbers(name)
    let (taps, inputs, outputs) = (axes.taps, axes.inputs, axes.outputs / axes.groups)
    return StoredWeights.Reader(count: taps * inputs * outputs) {
      let numbers = read()
      var result = [Float](repeating: 0, count: taps * inputs * outputs)
      for tap in 0..<taps {
        for i in 0..<inputs {
          for o in 0..<outputs {
            let out = group * outputs + o
            let from =
              axes.outputsFirst
              ? (out * inputs + i) * taps + tap : (tap * inputs + i) * axes.outputs + out
            result[(tap * inputs + i) * outputs + o] = numbers[from]
          }
        }
      }
      return result
    }
  }
}

/// The axes of a kernel: OIHW, or HWIO.
struct KernelAxes: Sendable {
  let window: [Int]
  /// Inputs of one group.
  let inputs: Int
  let outputs: Int
  let groups: Int
  let outputsFirst: Bool
  var taps: Int { window.reduce(1, *) }
}

extension KernelAxes {
  /// The axes of a kernel of one or two directions, with as many groups as the channels that come in ask for; nil for
  /// anything else.
  init?(_ tensor: TensorDiagnosis?, channels: Int?) {
    guard let tensor, (3...4).contains(tensor.shape.count), let layout = tensor.layout,
      layout.stacked == 1, !tensor.isTransposedKernel
    else { return nil }
    let shape = tensor.shape
    let (first, rank) = (layout.outputsFirst, shape.count)
    let inputs = first ? shape[1] : shape[rank - 2]
    self.init(
      window: first ? Array(shape[2...]) : Array(shape[..<(rank - 2)]), inputs: inputs,
      outputs: first ? shape[0] : shape[rank - 1],
      groups: channels.map { max(1, $0 / max(1, inputs)) } ?? 1, outputsFirst: first)
  }
}

/// Copies a matrix into columns of another, in tiles that stay in the cache.
private func place(
  _ numbers: [Float], _ part: MatrixPart, into result: inout [Float], column first: Int,
  of total: Int
) {
  let (n, m, scale) = (part.inputs, part.outputs, part.scale)
  let (positions, channels) = (part.positions, part.inputs / max(1, part.positions))
  numbers.withUnsafeBufferPointer { from in
    result.withUnsafeMutableBufferPointer { to in
      for row in stride(from: 0, to: n, by: 64) {
        for column in stride(from: 0, to: m, by: 64) {
          for i in row..<min(n, row + 64) {
            for o in column..<min(m, column + 64) {
              let number = part.outputsFirst ? from[o * n + i] : from[i * m + o]
              // Channel by channel in the file, position by position here.
              let row = positions == 1 ? i : i % positions * channels + i / positions
              to[row * total + first + o] = scale * number
            }
          }
        }
      }
    }
  }
}
