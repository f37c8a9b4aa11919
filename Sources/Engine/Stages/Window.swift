import Kernels
import Networks

/// How a window of a kernel's size slides over positions: one direction or two.
public struct Window: Sendable, Equatable {
  /// What lies beyond the border.
  public enum Padding: Sendable, Equatable {
    /// Zeros, so many on each side.
    case zeros([Int])
    /// Zeros, so many that with stride one the size stays.
    case same
    /// The other side of the image; the size stays with stride one.
    case circular
  }

  /// The kernel's size in each direction.
  public var kernel: [Int]
  /// How far it moves from one position to the next.
  public var stride: [Int]
  /// How far apart its taps are.
  public var dilation: [Int]
  /// What lies beyond the border.
  public var padding: Padding

  /// Describes a window; single numbers serve all directions.
  public init(
    kernel: [Int], stride: [Int] = [1], dilation: [Int] = [1], padding: Padding = .zeros([0])
  ) {
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
  }

  /// The kernel's size in each direction and how far it moves, such as `3 × 3 / 2`.
  func text(_ directions: Int) -> String {
    let sizes = (0..<directions).map { value(kernel, $0) }
    let size = sizes.map(String.init).joined(separator: " × ")
    return stride.allSatisfy { $0 == 1 } ? size : size + " / " + String(stride[0])
  }

  /// How many taps there are in so many directions.
  func taps(_ directions: Int) -> Int {
    (0..<directions).reduce(1) { $0 * value(kernel, $1) }
  }

  private func value(_ list: [Int], _ direction: Int) -> Int {
    list.count == 1 ? list[0] : list[direction]
  }

  /// The stride in each of so many directions.
  func strides(_ directions: Int) -> [Int] { (0..<directions).map { value(stride, $0) } }

  private func before(_ direction: Int) -> Int {
    let reach = (value(kernel, direction) - 1) * value(dilation, direction)
    switch padding {
    case .zeros(let list): return value(list, direction)
    case .same, .circular: return reach / 2
    }
  }

  /// The zeros on both sides together.
  private func total(_ direction: Int) -> Int {
    let reach = (value(kernel, direction) - 1) * value(dilation, direction)
    switch padding {
    case .zeros(let list): return 2 * value(list, direction)
    case .same, .circular: return reach
    }
  }

  /// How many places the window has over positions.
  func places(over positions: [Int], stage: String) throws(NetworkError) -> [Int] {
    try check(positions, stage)
    var result: [Int] = []
    for (direction, size) in positions.enumerated() {
      let reach = (value(kernel, direction) - 1) * value(dilation, direction)
      let room = size + total(direction) - reach - 1
      guard room >= 0 else {
        throw .shape(
          stage: stage, input: Shape(positions: positions, channels: 1),
          reason: "a kernel that reaches over \(reach + 1) positions does not fit into \(size)")
      }
      result.append(room / value(stride, direction) + 1)
    }
    return result
  }

  /// The positions that a window's places cover if it is used the other way round, as transposed
  /// convolutions do: places to positions.
  func positions(under places: [Int], stage: String) throws(NetworkError) -> [Int] {
    try check(places, stage)
    var result: [Int] = []
    for (direction, count) in places.enumerated() {
      guard count <= 1_000_000_000_000 / value(stride, direction) else {
        throw .shape(
          stage: stage, input: Shape(positions: places, channels: 1),
          reason: "more than 10¹² positions would come out")
      }
      let reach = (value(kernel, direction) - 1) * value(dilation, direction)
      let size = (count - 1) * value(stride, direction) + reach + 1 - total(direction)
      guard size >= 1 else {
        throw .shape(
          stage: stage, input: Shape(positions: places, channels: 1),
          reason: "the padding takes all that comes out")
      }
      result.append(size)
    }
    return result
  }

  private func check(_ positions: [Int], _ stage: String) throws(NetworkError) {
    guard 1...2 ~= positions.count else {
      throw .shape(
        stage: stage, input: Shape(positions: positions, channels: 1),
        reason:
          "a window slides over a sequence or an image, not over \(positions.count) directions")
    }
    for (name, list) in [("kernel", kernel), ("stride", stride), ("dilation", dilation)] {
      guard list.count == 1 || list.count == positions.count,
        list.allSatisfy({ 1...10_000 ~= $0 })
      else {
        throw .parameter(
          stage: stage, name: name, value: "\(list)",
          reason: "is not one positive number, nor one for each of \(positions.count) directions")
      }
    }
    if case .zeros(let list) = padding {
      guard list.count == 1 || list.count == positions.count,
        list.allSatisfy({ 0...10_000 ~= $0 })
      else {
        throw .parameter(
          stage: stage, name: "padding", value: "\(list)",
          reason: "is not one number from 0 on, nor one for each direction")
      }
    }
  }

  /// For each place and tap the position it sees, −1 beyond the border: places × taps.
  func table(positions: [Int], places: [Int]) -> [Int32] {
    let directions = positions.count
    let taps = taps(directions)
    var table: [Int32] = []
    table.reserveCapacity(places.reduce(1, *) * taps)
    for place in 0..<places.reduce(1, *) {
      for tap in 0..<taps {
        var (place, tap, position, unit) = (place, tap, 0, 1)
        var isInside = true
        for direction in (0..<directions).reversed() {
          let size = positions[direction]
          let own = place % places[direction]
          let at = tap % value(kernel, direction)
          place /= places[direction]
          tap /= value(kernel, direction)
          var x =
            own * value(stride, direction) + at * value(dilation, direction) - before(direction)
          if padding == .circular { x = ((x % size) + size) % size }
          if x < 0 || x >= size { isInside = false }
          position += x * unit
          unit *= size
        }
        table.append(isInside ? Int32(position) : -1)
      }
    }
    return table
  }
}

/// Moves entries between an image and the patches that a window sees of it.
final class PatchTable<Real: NetworkReal> {
  let places: Int
  let taps: Int
  let positions: Int
  private let table: [Int32]

  init(_ window: Window, positions: [Int], places: [Int]) {
    table = window.table(positions: positions, places: places)
    self.places = places.reduce(1, *)
    self.positions = positions.reduce(1, *)
    taps = window.taps(positions.count)
  }

  /// Whether patches are the image itself.
  var isIdentity: Bool {
    taps == 1 && places == positions
      && table.enumerated().allSatisfy { Int($0.element) == $0.offset }
  }

  /// Copies channels from `offset` on, `count` of `channels`, into patches of taps × count.
  func gather(
    _ image: UnsafePointer<Real>, samples: Int, channels: Int, offset: Int, count: Int,
    into patches: UnsafeMutablePointer<Real>
  ) {
    table.withUnsafeBufferPointer { table in
      for sample in 0..<samples {
        let source = image + sample * positions * channels + offset
        let target = patches + sample * places * taps * count
        for entry in 0..<(places * taps) {
          let to = target + entry * count
          if table[entry] < 0 {
            to.update(repeating: 0, count: count)
          } else {
            to.update(from: source + Int(table[entry]) * channels, count: count)
          }
        }
      }
    }
  }

  /// Adds patches to the image they were taken from.
  func scatter(
    _ patches: UnsafePointer<Real>, samples: Int, channels: Int, offset: Int, count: Int,
    into image: UnsafeMutablePointer<Real>
  ) {
    table.withUnsafeBufferPointer { table in
      for sample in 0..<samples {
        let target = image + sample * positions * channels + offset
        let source = patches + sample * places * taps * count
        for entry in 0..<(places * taps) where table[entry] >= 0 {
          Real.add(
            source + entry * count, to: target + Int(table[entry]) * channels, count: count)
        }
      }
    }
  }
}
