import Networks
import Numerics

/// From which side a matrix W (m × n) is multiplied.
public enum Side: Sendable {
  /// Y = X W, m columns to n.
  case right
  /// G = Δ Wᵀ, n columns to m.
  case left
}

/// The weights of a linear map as passes use them: multiplied by rows from either side, as often as asked.
///
/// What comes back has the joint law of one matrix that all rows have met; how that is done, with a matrix
/// or without, is each map's business.
protocol LinearMap<Real>: AnyObject {
  associatedtype Real: NetworkReal

  /// Starts a fresh matrix.
  func begin(_ seed: SeedTree)

  /// Y ← X W or Δ Wᵀ for `rows` rows; `output` is not `input`.
  func multiply(
    _ input: UnsafePointer<Real>, rows: Int, side: Side, into output: UnsafeMutablePointer<Real>)

  /// What training changes; `nil` for maps that are not trained.
  var parameter: Parameter<Real>? { get }

  /// Multiplies all weights; false for maps that hold no matrix of their own, whose weights stay as they are.
  func rescale(by factor: Double) -> Bool
}

extension LinearMap {
  var parameter: Parameter<Real>? { nil }

  func rescale(by factor: Double) -> Bool { false }
}

/// Columns of a map that have a scale, fans and a name of their own: query, key and value of a fused
/// projection, the gates of a cell.
public struct ColumnBlock: Sendable {
  /// What the tensor is called, empty if there is only one.
  public var name: String
  /// How many columns.
  public var columns: Int
  /// The law of its entries.
  public var tensor: WeightTensor

  /// Makes a block.
  public init(_ name: String, columns: Int, tensor: WeightTensor) {
    self.name = name
    self.columns = columns
    self.tensor = tensor
  }
}

/// How often a map will be multiplied, over all its uses.
struct MapUse {
  /// Rows from the right, in all.
  var rightRows: Int
  /// Rows from the left, in all.
  var leftRows: Int
  /// Whether a right product may follow a left one, or a second left one comes.
  var isTied: Bool

  /// Once forward and once backward.
  static func once(rows: Int) -> MapUse { MapUse(rightRows: rows, leftRows: rows, isTied: false) }
}
