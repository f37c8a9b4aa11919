import Kernels
import Simulation

/// Mean-field theory of a chain, for the laws that were named.
///
/// q_l = n σ² E f(√q_(l−1) ξ)² + b² forward, δ²_l = n_(l+1) σ²_(l+1) δ²_(l+1) E f′(√q_l ξ)² backward; the logarithm
/// of a finite network's mean square varies about it by β = Σ (E f⁴/(E f²)² − 1)/n_l forward and
/// Σ (3 E f′⁴/(E f′²)² − 1)/n_l backward, which is 5 Σ 1/n_l for ReLU both ways (Hanin and Nica 2019).
struct ChainTheory {
  struct Layer {
    var signal: Double?
    var signalBand: Double?
    var gradient: Double?
    var gradientBand: Double?
  }

  private(set) var layers: [Layer]

  init(_ chain: WeightChain, _ file: FileDiagnosis, _ f: any Activation, biases: [Double]) {
    layers = [Layer](repeating: Layer(), count: chain.links.count)
    let variances = chain.links.map { link -> Double in
      let tensor = file.tensors[link.weight]
      let deviation = tensor.lawDeviation
      return deviation * deviation
    }
    var (incoming, beta) = (1.0, 0.0)
    var slopes: [(square: Double, excess: Double)] = []
    for (place, link) in chain.links.enumerated() {
      let q = Double(link.fans.input) * variances[place] * incoming + biases[place]
      guard q > 0, q.isFinite else { return }
      // Of the last layers' sums over n inputs, too: 2/n for each unit's own square.
      layers[place].signal = q.squareRoot()
      layers[place].signalBand = Double.exp(
        0.5 * 1.959964 * (beta + 2 / Double(link.fans.output)).squareRoot())
      guard place < chain.links.count - 1 else { break }
      guard let moments = Self.moments(f, q) else { return }
      incoming = moments.square
      beta += moments.forwardExcess / Double(link.fans.output)
      slopes.append((moments.slopeSquare, moments.backwardExcess))
    }
    var (outgoing, back) = (1.0, 2 / Double(chain.links[chain.links.count - 1].fans.output))
    for place in chain.links.indices.reversed() {
      if place < chain.links.count - 1 {
        guard place < slopes.count else { return }
        outgoing *=
          Double(chain.links[place + 1].fans.output) * variances[place + 1] * slopes[place].square
        back += slopes[place].excess / Double(chain.links[place].fans.output)
      }
      layers[place].gradient = outgoing.squareRoot()
      layers[place].gradientBand = Double.exp(0.5 * 1.959964 * back.squareRoot())
    }
  }

  /// Averages over ξ by the trapezium rule, which is exact to rounding for smooth functions under a Gaussian weight.
  private static func moments(
    _ f: any Activation, _ q: Double
  ) -> (square: Double, forwardExcess: Double, slopeSquare: Double, backwardExcess: Double)? {
    let root = q.squareRoot()
    var (weight, second, fourth, slopeSecond, slopeFourth) = (0.0, 0.0, 0.0, 0.0, 0.0)
    // An odd number of points without the kink at zero among them.
    for k in 0..<4_000 {
      let x = (Double(k) - 1_999.5) / 2_000 * 9
      let w = NormalDistribution.density(x)
      let (y, slope) = (f.value(at: root * x), f.slope(at: root * x))
      weight += w
      second += w * y * y
      fourth += w * y * y * y * y
      slopeSecond += w * slope * slope
      slopeFourth += w * slope * slope * slope * slope
    }
    guard second > 0, slopeSecond > 0, fourth.isFinite else { return nil }
    return (
      second / weight, fourth * weight / (second * second) - 1, slopeSecond / weight,
      3 * slopeFourth * weight / (slopeSecond * slopeSecond) - 1
    )
  }
}
