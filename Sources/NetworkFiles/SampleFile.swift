import Engine
import Foundation
import WeightFiles

/// A batch of the reader's own: an array of NumPy, or lines of numbers.
struct SampleFile {
  /// What is wrong with such a file.
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  /// The numbers, and the shape of the whole array.
  private let numbers: [Double]
  private let shape: [Int]
  private let name: String
  /// Beyond this a batch is refused: all of it is held in memory.
  private static let most = 100_000_000

  init(path: String, name: String) throws(Fault) {
    self.name = name
    guard FileManager.default.fileExists(atPath: path) else {
      throw Fault(description: "the file “\(name)” does not exist beside the network file")
    }
    if path.lowercased().hasSuffix(".npy") {
      do {
        let file = try WeightFile(path: path)
        guard let tensor = file.tensors.first, file.format == .numpy else {
          throw Fault(description: "“\(name)” is no array of NumPy; save it with numpy.save")
        }
        guard tensor.count <= Self.most else {
          throw Fault(
            description: "“\(name)” has \(tensor.count) numbers; \(Self.most) is the limit")
        }
        numbers = try tensor.values().map(Double.init)
        shape = tensor.shape
      } catch let fault as Fault { throw fault } catch {
        throw Fault(description: "“\(name)” cannot be read: \(error)")
      }
    } else {
      (numbers, shape) = try Self.lines(path, name)
    }
    guard !numbers.isEmpty else { throw Fault(description: "“\(name)” holds no numbers") }
    if let index = numbers.firstIndex(where: { !$0.isFinite }) {
      throw Fault(description: "number \(index + 1) of “\(name)” is not finite")
    }
  }

  /// The file as inputs of a shape; without one, the array's own with samples first and channels last.
  func input(shape wanted: Shape?) throws(Fault) -> NetworkInput {
    let own = Shape(
      positions: Array(shape.dropFirst().dropLast()),
      channels: shape.count > 1 ? shape.last ?? 1 : 1
    )
    let result = wanted ?? own
    guard result.count > 0, numbers.count % result.count == 0,
      shape.count < 2 || shape.dropFirst().reduce(1, *) == result.count
    else {
      throw Fault(
        description:
          "“\(name)” holds \(shape.map(String.init).joined(separator: " × ")) numbers, which are not"
          + " samples of the shape \(result.text)")
    }
    // Frameworks that put channels first: samples × channels × height × width.
    let isChannelsFirst =
      shape.count == result.positions.count + 2 && !result.positions.isEmpty
      && shape[1] == result.channels && Array(shape.dropFirst(2)) == result.positions
      && Array(shape.dropFirst()) != result.positions + [result.channels]
    return NetworkInput(
      result, law: .given(isChannelsFirst ? channelsLast(result) : numbers))
  }

  private func channelsLast(_ shape: Shape) -> [Double] {
    let (positions, channels) = (shape.positionCount, shape.channels)
    var result = numbers
    for sample in 0..<(numbers.count / shape.count) {
      for position in 0..<positions {
        for channel in 0..<channels {
          result[sample * shape.count + position * channels + channel] =
            numbers[sample * shape.count + channel * positions + position]
        }
      }
    }
    return result
  }

  private static func lines(_ path: String, _ name: String) throws(Fault) -> ([Double], [Int]) {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw Fault(description: "“\(name)” is a folder, not a file of samples")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Fault(description: "the file “\(name)” cannot be read; check its permissions")
    }
    guard data.count <= 1_000_000_000, let text = String(validating: data, as: UTF8.self) else {
      throw Fault(description: "“\(name)” is no text in UTF-8, or larger than 1 GB")
    }
    var numbers: [Double] = []
    var columns: Int?
    var rows = 0
    for (index, line) in text.withoutByteOrderMark.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    )
    .enumerated() {
      let cells = line.split(whereSeparator: { ",; \t".contains($0) })
      guard !cells.isEmpty else { continue }
      let values = cells.compactMap { Double($0) }
      // A line of names above the numbers.
      if index == 0, values.count < cells.count { continue }
      guard values.count == cells.count else {
        throw Fault(description: "line \(index + 1) of “\(name)” holds something that is no number")
      }
      guard columns == nil || columns == values.count else {
        throw Fault(
          description: "line \(index + 1) of “\(name)” has \(values.count) numbers, those before it"
            + " \(columns ?? 0)")
      }
      columns = values.count
      rows += 1
      numbers += values
      guard numbers.count <= most else {
        throw Fault(description: "“\(name)” has more than \(most) numbers")
      }
    }
    return (numbers, [rows, columns ?? 0])
  }
}
