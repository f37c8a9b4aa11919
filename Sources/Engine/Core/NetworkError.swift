/// Why a network cannot be built or run.
public enum NetworkError: Error, Sendable, Equatable {
  /// A stage cannot take what comes before it.
  case shape(stage: String, input: Shape, reason: String)
  /// A parameter of a stage is out of range.
  case parameter(stage: String, name: String, value: String, reason: String)
  /// The branch of a residual stage does not give back its input's shape.
  case branch(stage: String, input: Shape, output: Shape)
  /// The exact law was asked for where it is not known.
  case notExact(stage: String, reason: String)
  /// More memory than there may be.
  case memory(bytes: Double, limit: Double)
  /// A stage is given a tensor that the weights do not have, or have in another shape.
  case tensor(stage: String, name: String, reason: String)
  /// The run itself is out of range.
  case run(String)
}

extension NetworkError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .shape(let stage, let input, let reason):
      "\(stage) does not fit what comes before it (\(input.text)): \(reason)"
    case .parameter(let stage, let name, let value, let reason):
      "\(stage): \(name) \(value) \(reason)"
    case .branch(let stage, let input, let output):
      "\(stage): the branch turns \(input.text) into \(output.text), so that it cannot be added to its "
        + "input; let it end in the shape in which it begins, or give the stage a shortcut"
    case .notExact(let stage, let reason):
      "\(stage) has no exact sampler: \(reason); use the dense one"
    case .memory(let bytes, let limit):
      "the network needs \(Self.gigabytes(bytes)) of memory, of which \(Self.gigabytes(limit)) may be "
        + "used; shrink its widths (--scale 1/8), send less through it (--batch, --tokens), or raise "
        + "the limit (--max-memory)"
    case .tensor(let stage, let name, let reason): "\(stage): tensor \(name) \(reason)"
    case .run(let words): words
    }
  }

  private static func gigabytes(_ bytes: Double) -> String {
    let tenths = Int(min(bytes / 1e8, 1e15).rounded(.up))
    return "\(tenths / 10).\(tenths % 10) GB"
  }
}
