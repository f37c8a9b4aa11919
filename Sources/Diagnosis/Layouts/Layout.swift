/// Which axes of a weight are inputs and which outputs, and how that is known.
public struct Layout: Sendable {
  /// How sure the axes are.
  public enum Certainty: String, Hashable, Sendable, Codable {
    /// The file itself says so: a graph, or a format whose layers have one order.
    case known
    /// Shapes or names of this file tell.
    case inferred
    /// Nothing contradicts the habit of the framework.
    case assumed
  }

  /// The axes in words, as "out, in" or "height, width, in, out".
  public let axes: String
  /// How sure they are.
  public let certainty: Certainty
  /// What tells.
  public let why: String
  /// Whether outputs come before inputs; rows of the matrix view are then the outputs.
  public let outputsFirst: Bool
  /// The fans of the axes as they are, then those that a mistake with the axes would take.
  public let readings: [FanReading]
  /// How many matrices lie side by side in the outputs: 3 for packed queries, keys and values, 4 for gates.
  public let packed: Int
  /// How many matrices are stacked on the first axis, or 1.
  public let stacked: Int

  /// A layout.
  init(
    _ axes: String, _ certainty: Certainty, why: String, outputsFirst: Bool,
    readings: [FanReading], packed: Int = 1, stacked: Int = 1
  ) {
    (self.axes, self.certainty, self.why) = (axes, certainty, why)
    (self.outputsFirst, self.readings) = (outputsFirst, readings)
    (self.packed, self.stacked) = (packed, stacked)
  }

  /// The fans of the axes as they are; nil for tensors that do not multiply.
  public var fans: Fans? { readings.first { $0.isRight }?.fans }
}

/// Fans under one reading of the axes.
public struct FanReading: Hashable, Sendable {
  /// The fans.
  public let fans: Fans
  /// The mistake that takes these fans; nil for the axes as they are.
  public let mistake: String?
  /// How often the reading is met, beside the right one's 1.
  public let weight: Double

  /// A reading.
  public init(_ fans: Fans, mistake: String? = nil, weight: Double? = nil) {
    (self.fans, self.mistake) = (fans, mistake)
    self.weight = weight ?? (mistake == nil ? 1 : 0.2)
  }

  /// Whether it is the axes as they are.
  public var isRight: Bool { mistake == nil }
}
