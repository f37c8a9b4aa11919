import Kernels
import Networks

/// A stage, or all stages of a block, as a table shows them in one line.
public struct StageGroup: Sendable {
  /// The name: of a stage, or of a repetition, such as `blocks.3`.
  public let name: String
  /// The stage's kind, or `block`.
  public let kind: String
  /// What is handed on.
  public let shape: Shape
  /// What the last stage hands on.
  public let last: StageResult
  /// All stages in it.
  public let stages: [StageResult]

  /// A line for each stage at the top and each repetition of a block, or for every stage.
  public static func groups(_ stages: [StageResult], showsAll: Bool = false) -> [StageGroup] {
    if showsAll {
      return stages.map {
        StageGroup(
          name: $0.info.name, kind: $0.info.kind, shape: $0.info.shape, last: $0, stages: [$0])
      }
    }
    let own = stages.map(\.info.name).filter { !$0.contains(".") }
    var rows: [StageGroup] = []
    var group: [StageResult] = []
    var groupName = ""
    func close() {
      guard let last = group.last else { return }
      let isStage = last.info.name == groupName
      rows.append(
        StageGroup(
          name: groupName, kind: isStage ? last.info.kind : "block", shape: last.info.shape,
          last: last, stages: group))
      group = []
    }
    for stage in stages {
      let words = stage.info.name.split(separator: ".").map(String.init)
      let isRepetition =
        words.count > 1 && !own.contains(words[0]) && words[1].allSatisfy(\.isNumber)
      let name = isRepetition ? "\(words[0]).\(words[1])" : words[0]
      if name != groupName { close() }
      groupName = name
      group.append(stage)
    }
    close()
    return rows
  }

  /// How many weights.
  public var weights: Int {
    stages.reduce(0) { $0 + $1.info.tensors.reduce(0) { $0 + $1.count } }
  }

  /// The mean share of saturated entries over the activations in it, `nil` if there are none.
  public var saturated: Double? {
    let shares = stages.compactMap { stage in
      stage.saturated.map { ($0.value, Double(stage.info.shape.count)) }
    }
    guard !shares.isEmpty else { return nil }
    return shares.reduce(0) { $0 + $1.0 * $1.1 } / shares.reduce(0) { $0 + $1.1 }
  }

  /// The natural logarithm of the mean square of the weights' gradients, over all tensors in it, in the
  /// median network of each; `nil` if there are none.
  public var weightGradient: Double? {
    let tensors = stages.flatMap { stage in
      zip(stage.info.tensors, stage.weightGradients).map {
        (Double($0.count), $1.log10.median.value * .ln10)
      }
    }
    return Self.mean(tensors)
  }

  /// The same for the weights themselves.
  public var weight: Double? {
    Self.mean(
      stages.flatMap(\.info.tensors).map { (Double($0.count), Double.log($0.variance)) })
  }

  /// ln Σ nᵢ e^(xᵢ) / Σ nᵢ.
  private static func mean(_ parts: [(count: Double, logarithm: Double)]) -> Double? {
    let top = parts.map(\.logarithm).max() ?? .nan
    guard !parts.isEmpty, !parts.contains(where: { $0.logarithm.isNaN }) else { return nil }
    guard top.isFinite else { return top }
    let all = parts.reduce(0) { $0 + $1.count }
    return top
      + Double.log(parts.reduce(0) { $0 + $1.count * Double.exp($1.logarithm - top) } / all)
  }
}
