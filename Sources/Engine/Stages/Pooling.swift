import Kernels
import Networks

/// The average or the largest of what a window sees, channel by channel; or of all positions.
public struct Pooling: Stage {
  public static let kind = "pool"
  public func detail(for input: Shape) -> String {
    take.rawValue + (window.map { " " + $0.text(input.positions.count) } ?? "")
  }

  /// What is taken.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case average, max
  }

  /// What is taken.
  public var take: Kind
  /// The window; `nil` for all positions, after which there are none.
  ///
  /// An average counts zeros beyond the border, as frameworks do by default; a maximum never sees them.
  public var window: Window?

  /// Pools.
  public init(_ take: Kind, window: Window? = nil) {
    self.take = take
    self.window = window
  }

  public func output(for input: Shape) throws(NetworkError) -> Shape {
    guard let window else {
      guard !input.positions.isEmpty else {
        throw .shape(stage: Self.kind, input: input, reason: "there are no positions to pool")
      }
      return Shape(channels: input.channels)
    }
    return Shape(
      positions: try window.places(over: input.positions, stage: Self.kind),
      channels: input.channels)
  }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    PoolingPass(builder, self, input: input, output: try output(for: input))
  }
}

final class PoolingPass<Real: NetworkReal>: StagePass {
  private let take: Pooling.Kind
  private let samples: Int
  private let input: Shape
  private let output: Signal<Real>
  private let places: Int
  private let taps: Int
  private let table: [Int32]
  private let chosen: Buffer<Int32>
  private let workspace: Workspace<Real>

  init(_ builder: PassBuilder<Real>, _ stage: Pooling, input: Shape, output shape: Shape) {
    take = stage.take
    samples = builder.samples
    self.input = input
    workspace = builder.workspace
    output = builder.signal(shape)
    places = shape.positionCount
    if let window = stage.window {
      taps = window.taps(input.positions.count)
      table = window.table(positions: input.positions, places: shape.positions)
    } else {
      taps = input.positionCount
      table = (0..<Int32(input.positionCount)).map { $0 }
    }
    chosen = Buffer(count: take == .max ? output.count : 1)
  }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    let channels = output.columns
    let share = Real(1 / Double(taps))
    for sample in 0..<samples {
      let source = input.base + sample * self.input.count
      for place in 0..<places {
        let row = (sample * places + place) * channels
        let target = output.base + row
        if take == .average {
          target.update(repeating: 0, count: channels)
          for tap in 0..<taps where table[place * taps + tap] >= 0 {
            Real.add(
              source + Int(table[place * taps + tap]) * channels, to: target, count: channels)
          }
          Real.scale(target, by: share, count: channels)
        } else {
          var isFirst = true
          for tap in 0..<taps where table[place * taps + tap] >= 0 {
            let from = source + Int(table[place * taps + tap]) * channels
            keepLargest(
              from, Int32(tap), target, chosen.base + row, count: channels, isFirst: isFirst)
            isFirst = false
          }
          if isFirst {
            target.update(repeating: 0, count: channels)
            (chosen.base + row).update(repeating: -1, count: channels)
          }
        }
      }
    }
    var result = output
    result.exponent = input.exponent
    return result
  }

  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    let channels = output.columns
    var result = workspace.take(rows: samples * input.positionCount, columns: channels)
    result.exponent = gradient.exponent
    result.base.update(repeating: 0, count: result.count)
    let share = Real(1 / Double(taps))
    for sample in 0..<samples {
      let target = result.base + sample * input.count
      for place in 0..<places {
        let row = (sample * places + place) * channels
        let own = gradient.base + row
        if take == .average {
          for tap in 0..<taps where table[place * taps + tap] >= 0 {
            Real.add(
              own, times: share, to: target + Int(table[place * taps + tap]) * channels,
              count: channels)
          }
        } else {
          giveBack(
            own, chosen.base + row, table, first: place * taps, to: target, channels: channels)
        }
      }
    }
    workspace.give(gradient)
    return result
  }
}

/// Keeps, channel by channel, the larger number and the tap that it came from.
@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func keepLargest<Real: NetworkReal>(
  _ from: UnsafePointer<Real>, _ tap: Int32, _ target: UnsafeMutablePointer<Real>,
  _ chosen: UnsafeMutablePointer<Int32>, count: Int, isFirst: Bool
) {
  for i in 0..<count where isFirst || from[i] > target[i] {
    target[i] = from[i]
    chosen[i] = tap
  }
}

/// Adds each channel's gradient where its largest number was.
@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func giveBack<Real: NetworkReal>(
  _ gradient: UnsafePointer<Real>, _ chosen: UnsafePointer<Int32>, _ table: [Int32], first: Int,
  to target: UnsafeMutablePointer<Real>, channels: Int
) {
  for channel in 0..<channels where chosen[channel] >= 0 {
    let position = Int(table[first + Int(chosen[channel])])
    target[position * channels + channel] += gradient[channel]
  }
}

extension Pooling {
  /// The stage in network files.
  static let entry = StageEntry(
    kind, aliases: ["pooling"],
    "The average or the largest of what a window sees, or of all positions.",
    shorthand: "take",
    [
      StageParameter(
        "take", .choice(["average", "max", "global-average", "global-max"]),
        "What is taken; global ones take it of all positions, after which there are none."),
      StageParameter(
        "kernel", .integers(1...10_000), "The window's size in each direction.",
        standard: "2; none for global ones"),
      StageParameter(
        "stride", .integers(1...10_000), "How far it moves.", standard: "the kernel's size"),
      StageParameter(
        "padding", .integers(0...10_000, or: ["same"]), "The zeros on each side.", standard: "0"),
    ]
  ) { arguments throws(NetworkError) in
    let word = arguments.word("take") ?? "average"
    let take: Kind = word.hasSuffix("max") ? .max : .average
    guard !word.hasPrefix("global") else { return Pooling(take) }
    let kernel = arguments.integers("kernel") ?? [2]
    return Pooling(
      take,
      window: Window(
        kernel: kernel, stride: arguments.integers("stride") ?? kernel,
        padding: arguments.word("padding") == "same"
          ? .same : .zeros(arguments.integers("padding") ?? [0])))
  }
}
