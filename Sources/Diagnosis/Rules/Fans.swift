/// The numbers of inputs and outputs of a weight, under one reading of its axes.
public struct Fans: Hashable, Sendable {
  /// Numbers that one output sums.
  public let input: Int
  /// Outputs that one input reaches.
  public let output: Int

  /// Fans that are given.
  public init(input: Int, output: Int) { (self.input, self.output) = (input, output) }

  /// PyTorch's reading: outputs, inputs, window; nil for fewer than two axes or none of them.
  public init?(outputsFirst shape: [Int]) {
    guard shape.count >= 2, !shape.contains(0) else { return nil }
    let window = shape.dropFirst(2).reduce(1, *)
    self.init(input: shape[1] * window, output: shape[0] * window)
  }

  /// Keras' and Flax' reading: window, inputs, outputs; nil for fewer than two axes or none of them.
  public init?(outputsLast shape: [Int]) {
    guard shape.count >= 2, !shape.contains(0) else { return nil }
    let window = shape.dropLast(2).reduce(1, *)
    self.init(input: shape[shape.count - 2] * window, output: shape[shape.count - 1] * window)
  }
}
