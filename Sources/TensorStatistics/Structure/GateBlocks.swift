/// A vector of equal blocks that are constant each: the forget gate's bias is one, the others' zero.
public struct GateBlocks: Equatable, Sendable {
  /// The constants, one for each gate.
  public let values: [Double]

  /// Two to four blocks of four numbers or more, with two or three different constants; nil for anything else.
  public init?(_ numbers: [Float]) {
    for gates in [4, 3, 2] where numbers.count >= 4 * gates && numbers.count.isMultiple(of: gates) {
      let size = numbers.count / gates
      let first = (0..<gates).map { numbers[$0 * size] }
      let isConstant = numbers.indices.allSatisfy { numbers[$0] == first[$0 / size] }
      if isConstant, Set(first).count > 1, first.allSatisfy(\.isFinite) {
        values = first.map(Double.init)
        return
      }
    }
    return nil
  }
}
