import Kernels
import Numerics

/// Signal and gradient of a wide transformer at Xavier's start: layers of attention and of two dense layers
/// with ReLU, four times as wide inside, normalisation before each branch or after each sum.
///
/// Mean-field recursions for the stream's mean square q and the cosine c of two tokens, and for those of the
/// gradient, G and e. Queries and keys give logits of variance 1 − c apart from what all have in common, so
/// that a token's shares have Σp² ≈ e^(1−c)/T and two tokens' shares Σp p′ ≈ e^(c(1−c))/T, for many tokens
/// T. Branches read normalised tokens:
///
///     attention      v = c + (1 − c) Σp²,        back   e + (1 − e) Σp²
///     feed-forward   v = 8/25,                   back   8/25
///
/// before: q ← q + g² v, G ← G (1 + g² back/q); after: q ← (1 + v) → 1, G ← G (1 + back)/(1 + v). Gradients of
/// the shares themselves are left out; they are smaller by 1/T.
public struct TransformerStart: Equatable, Sendable {
  /// Where the normalisation stands.
  public enum Placement: String, Sendable, Codable {
    /// x + branch(LN(x)).
    case before
    /// LN(x + branch(x)).
    case after
  }

  /// One layer, of both branches.
  public struct Layer: Equatable, Sendable {
    /// The mean square of the stream behind the layer; behind its normalisation, if that stands there.
    public var stream: Double
    /// The cosine of two tokens there.
    public var cosine: Double
    /// The mean square of the gradient at the stream behind the layer.
    public var gradient: Double
    /// The mean square of the gradient of the second dense layer's weights.
    public var weightGradient: Double
  }

  /// The layers, first to last.
  public let layers: [Layer]

  /// Follows independent tokens of mean square one up, and independent gradients of mean square one down.
  ///
  /// - Parameter branchGain: what a branch's last weights are multiplied by, such as 1/√(2L).
  public init(_ placement: Placement, layers count: Int, tokens: Int, branchGain: Double = 1) {
    let t = Double(tokens)
    let square = branchGain * branchGain
    /// What a half layer reads and adds.
    struct Half {
      var stream: Double
      var cosine: Double
      var added: Double
    }
    var halves: [Half] = []
    var (q, c) = (1.0, 0.0)
    var streams: [(Double, Double)] = []
    for _ in 0..<count {
      for isAttention in [true, false] {
        let own = Self.shares(c, t)
        let value = isAttention ? c + (1 - c) * own.square : Self.feedForward
        let product =
          isAttention ? c + (1 - c) * own.product : Self.feedForward * Self.arcCosine(c)
        halves.append(Half(stream: q, cosine: c, added: square * value))
        let sum = q + square * value
        c = (q * c + square * product) / sum
        q = placement == .before ? sum : 1
      }
      streams.append((q, c))
    }
    // The last normalisation of the pre-normalised stream is passed first.
    var (gradient, e) = (placement == .before ? 1 / q : 1, 0.0)
    var built: [Layer] = []
    for layer in (0..<count).reversed() {
      var own = Layer(
        stream: streams[layer].0, cosine: streams[layer].1, gradient: gradient, weightGradient: 0)
      for isAttention in [false, true] {
        let half = halves[2 * layer + (isAttention ? 0 : 1)]
        let divisor = placement == .before ? half.stream : 1
        if placement == .after { gradient /= 1 + half.added }
        let shares = Self.shares(half.cosine, t)
        let back = isAttention ? e + (1 - e) * shares.square : Self.feedForward
        let product =
          isAttention
          ? e + (1 - e) * shares.product : Self.feedForward * Self.bothActive(half.cosine) * e
        if !isAttention {
          // T rows of inner signals of mean square ⅕.
          own.weightGradient =
            t * 0.2 * gradient * (1 + (t - 1) * Self.arcCosine(half.cosine) * e)
        }
        let sum = 1 + square * back / divisor
        e = (e + square * product / divisor) / sum
        gradient *= sum
      }
      built.append(own)
    }
    layers = built.reversed()
  }

  /// What both dense layers make of one: 512 → 2048 → 512 with 2/(m + n) is ⅖ · ½ · 8/5.
  private static let feedForward = 8.0 / 25

  private static func shares(_ c: Double, _ t: Double) -> (square: Double, product: Double) {
    (min(1, Double.exp(1 - c) / t), min(1, Double.exp(c * (1 - c)) / t))
  }

  /// 2 E relu(u) relu(v) for unit normal numbers of a correlation.
  private static func arcCosine(_ c: Double) -> Double {
    let c = min(1, max(-1, c))
    let root = (1 - c * c).squareRoot()
    return (root + c * (Double.pi / 2 + arcsine(c))) / Double.pi
  }

  /// 2 P(u > 0, v > 0).
  private static func bothActive(_ c: Double) -> Double { 0.5 + arcsine(c) / Double.pi }

  private static func arcsine(_ c: Double) -> Double {
    let c = min(1, max(-1, c))
    let root = (1 - c * c).squareRoot()
    return root > 0 ? Double.arctangent(c / root) : c * Double.pi / 2
  }
}
