import Networks
import Numerics

/// Weights that stand somewhere already, as in a checkpoint: what a network is made of in the place of draws.
///
/// Readers are called when a stage is at work, forward and again backward, so that one map is in memory at a time. A
/// reader that fails gives zeros, and says so to whoever made it.
public struct StoredWeights: Sendable {
  /// Reads numbers, row by row, and says beforehand how many there will be.
  public struct Reader: Sendable {
    /// How many numbers a call gives.
    public let count: Int
    /// Whether a matrix is given as outputs × inputs.
    public var isTurned = false
    private let read: @Sendable () -> [Float]

    /// A reader of so many numbers.
    public init(count: Int, _ read: @escaping @Sendable () -> [Float]) {
      (self.count, self.read) = (count, read)
    }

    /// The numbers.
    public func callAsFunction() -> [Float] { read() }
  }

  /// The matrices (inputs × outputs) by the path of their stage, one for each group of a convolution; of an embedding and of
  /// positions the table.
  public var matrices: [String: [Reader]] = [:]
  /// Biases by the path of their stage.
  public var biases: [String: Reader] = [:]
  /// Gains of normalisations by the path of their stage.
  public var gains: [String: Reader] = [:]
  /// Shifts of normalisations by the path of their stage.
  public var shifts: [String: Reader] = [:]

  /// Holds nothing yet.
  public init() {}
}

/// A matrix that is read when it is needed and forgotten afterwards.
final class StoredMap<Real: NetworkReal>: LinearMap {
  private let read: StoredWeights.Reader
  private let inputs: Int
  private let outputs: Int

  init(_ read: StoredWeights.Reader, inputs: Int, outputs: Int) {
    (self.read, self.inputs, self.outputs) = (read, inputs, outputs)
  }

  func begin(_ seed: SeedTree) {}

  func multiply(
    _ input: UnsafePointer<Real>, rows: Int, side: Side, into output: UnsafeMutablePointer<Real>
  ) {
    let numbers = read()
    // No second copy of a large matrix where the numbers are used as they are stored.
    let matrix = (numbers as Any) as? [Real] ?? numbers.map { Real($0) }
    precondition(matrix.count == inputs * outputs, "a reader gives the matrix of its stage")
    let (inner, columns) = side == .right ? (inputs, outputs) : (outputs, inputs)
    matrix.withUnsafeBufferPointer { matrix in
      guard let base = matrix.baseAddress else { return }
      Real.matrixProduct(
        input, base, into: output, rows: rows, inner: inner, columns: columns,
        transposed: (side == .left) != read.isTurned)
    }
  }
}

extension PassBuilder {
  /// The map of the stage that is being built, from what is stored under its path.
  func storedMap(
    _ weights: StoredWeights, inputs: Int, outputs: Int
  ) throws(NetworkError) -> any LinearMap<Real> {
    let path = name
    let place = storedPlaces[path, default: 0]
    storedPlaces[path] = place + 1
    guard let readers = weights.matrices[path], place < readers.count else {
      throw .tensor(stage: path, name: path, reason: "is not among the stored weights")
    }
    try check(readers[place], count: inputs * outputs)
    return keep(StoredMap(readers[place], inputs: inputs, outputs: outputs))
  }

  /// Throws unless a reader gives as many numbers as the stage that is being built takes: files may say anything.
  func check(_ reader: StoredWeights.Reader?, count: Int) throws(NetworkError) {
    guard let reader, reader.count != count else { return }
    throw .tensor(
      stage: name, name: name, reason: "has \(reader.count) numbers where the stage takes \(count)")
  }

  /// What is stored, where weights are.
  var stored: StoredWeights? { if case .stored(let weights) = source { weights } else { nil } }
}
