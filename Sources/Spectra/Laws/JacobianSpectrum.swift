import Kernels
import Numerics

/// The squared singular values s² of the input–output Jacobian of a deep, wide, critical network
/// (Pennington, Schoenholz and Ganguli 2017).
public enum JacobianSpectrum {
  /// The networks of the paper's table, with weights at criticality.
  public enum Network: String, Sendable, Codable, CaseIterable {
    case linearGaussian = "linear-gaussian"
    case reluGaussian = "relu-gaussian"
    case linearOrthogonal = "linear-orthogonal"
    case reluOrthogonal = "relu-orthogonal"
  }

  /// Var(s²)/(E s²)² after `depth` layers: L, 2L, 0 and L.
  ///
  /// A Gaussian layer adds 1 (the variance of Marchenko–Pastur at γ = 1); a ReLU layer, which keeps half of the
  /// directions and doubles their energy, adds 1 more.
  public static func relativeVariance(_ network: Network, depth: Int) -> Double {
    let layers = Double(depth)
    switch network {
    case .linearGaussian, .reluOrthogonal: return layers
    case .reluGaussian: return 2 * layers
    case .linearOrthogonal: return 0
    }
  }

  /// The upper edge of s² for the Gaussian linear network: (L + 1)^(L+1)/L^L, which grows like e L.
  public static func largestSquaredValue(depth: Int) throws(TheoryError) -> Double {
    guard depth >= 1 else {
      throw .outOfRange(name: "depth", value: Double(depth), allowed: "at least 1")
    }
    let layers = Double(depth)
    return .exp((layers + 1) * .logOnePlus(1 / layers) + .log(layers))
  }
}
