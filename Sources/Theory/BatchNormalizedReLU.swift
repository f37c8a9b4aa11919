import Kernels
import Numerics

/// Gradients of wide ReLU networks with batch normalisation before each activation, h ↦ relu(BN(W h)).
///
/// Yang, Pennington, Rao, Sohl-Dickstein and Schoenholz 2019, "A mean field theory of batch normalization":
/// in wide networks the numbers of one unit over a batch of B samples are, after normalisation, √B times a
/// uniform direction y in the B − 1 dimensions that are left when the mean is removed.
///
/// With D = diag(y > 0), G = 1 − 11ᵀ/B and P the projection that normalisation's derivative is (it removes
/// the mean and what lies along y), a gradient g ~ N(0, a G) becomes P D g/s, with s² B the squared length of
/// a unit's centred pre-activations, (q − c) χ² of B − 1 degrees in units of nσ². So
///
///     E|g′|²/E|g|² = B/((B − 3)(q − c)) · E tr(P D G D P)/(B − 1)
///
/// where q = E relu(y_i)² = ½ and c = E relu(y_i) relu(y_j) = κ₁(−1/(B − 1))/2.
public struct BatchNormalizedReLU: Equatable, Sendable {
  /// B.
  public let batch: Int
  /// What one layer multiplies the squared norm of a gradient by, on average.
  public let factor: Double
  /// The same for a gradient of independent entries, whose mean over the batch is not yet removed: the first
  /// layer that a random gradient meets.
  public let firstFactor: Double

  /// π/(π − 1), the factor for large batches.
  public static let limit = Double.pi / (Double.pi - 1)

  /// Batches of four samples or more: with fewer the mean of the factor is infinite.
  ///
  /// - Throws: `TheoryError` for smaller batches.
  public init(batch: Int) throws(TheoryError) {
    guard batch >= 4 else {
      throw .outOfRange(name: "batch", value: Double(batch), allowed: "from 4 on")
    }
    self.batch = batch
    let b = Double(batch)
    let rho = -1 / (b - 1)
    let root = (1 - rho * rho).squareRoot()
    let arcsine = Double.arctangent(rho / root)
    let c = (root + rho * (Double.pi / 2 + arcsine)) / (2 * Double.pi)
    let bothPositive = 0.25 + arcsine / (2 * Double.pi)
    // k samples are positive; S is their sum, whose square is B q + B (B − 1) c.
    let active = b / 2
    let activeSquare = b / 2 + b * (b - 1) * bothPositive
    let sumSquare = b / 2 + b * (b - 1) * c
    // tr(D G D) less what the mean and y take away.
    let trace =
      (active - active / b) - (active - activeSquare / b) / b - (b / 2 - sumSquare / b) / b
    let common = b / ((b - 3) * (0.5 - c))
    factor = common * trace / (b - 1)
    // The same with g ~ N(0, a): tr(D) less D's mean and y's own length.
    firstFactor = common * (active - active / b - 0.5) / b
  }

  /// Mean squares of the gradient of x + W relu(BN(x)) after 0, 1, … blocks on its way down, large batches.
  ///
  /// With He's start a branch adds variance 1 − 1/π across the batch to the stream's v, which begins at one,
  /// and multiplies a gradient's square by 1/v.
  public static func residualGradients(blocks: Int) -> [Double] {
    var result = [1.0]
    for passed in 0..<blocks {
      let before = Double(blocks - 1 - passed)
      result.append(result[passed] * (1 + 1 / (1 + before * (1 - 1 / Double.pi))))
    }
    return result
  }
}
