import Kernels
import Simulation
import WeightFiles

/// What signal and gradient do on their way through the very weights of a file.
///
/// Inputs are standard normal and so is the gradient at the last pre-activation; biases are added; the last layer has
/// no activation. Sums are in double precision, so that what leaves half precision can be seen. Beside each layer
/// stands mean-field theory for the laws that were named, with the band that a network of finite width keeps to.
public struct ChainPropagation: Sendable {
  /// A layer of the chain.
  public struct Layer: Equatable, Sendable, Codable {
    /// The matrix's name.
    public let weight: String
    /// Units.
    public let width: Int
    /// The root mean square of pre-activations, over inputs and units.
    public let signal: Double
    /// That of theory, and the factor that 95 % of networks keep within, up or down.
    public let signalTheory: Double?
    public let signalBand: Double?
    /// The root mean square of ∂ℓ/∂z.
    public let gradient: Double
    public let gradientTheory: Double?
    public let gradientBand: Double?
    /// The largest magnitude of a pre-activation.
    public let largest: Double
    /// The share of units that pass no gradient for any input.
    public let off: Double
    /// The mean |cos| of the angle between the activations of two inputs.
    public let alignment: Double
    /// The share of pre-activations that float16 cannot hold, 65,520 and more.
    public let beyondHalf: Double
    /// The share of gradients that float16 flushes to zero, below 2⁻²⁵.
    public let flushedHalf: Double
    /// The share of pre-activations beyond bfloat16's range.
    public let beyondBrain: Double
  }

  /// The layers, first to last.
  public let layers: [Layer]
  /// The activation between them.
  public let activation: String
  /// What was taken for granted, in words.
  public let source: String
  /// How sure it is.
  public let certainty: Layout.Certainty
  /// How many inputs.
  public let inputs: Int
  /// k of the loss scale 2ᵏ that keeps 99 % of every layer's gradients above what float16 flushes, if one does so
  /// without the largest overflowing.
  public let lossScale: Int?
  /// Whether the weights are stored in half precision.
  public let isStoredHalf: Bool

  /// Propagates through a file that is a plain chain.
  ///
  /// - Parameters:
  ///   - file: the diagnosis, and `keras` the configuration that the file carries.
  ///   - activation: the name of one; nil to take the file's word, or ReLU.
  /// - Throws: ``WeightChain/Absence`` for files that are no chain, `CatalogError` for an activation that is unknown.
  public init(_ file: FileDiagnosis, keras: String? = nil, activation asked: String? = nil) throws {
    let chain = try WeightChain(file, keras: keras, activation: asked)
    let f = try ActivationCatalog.activation(
      named: chain.activation.replacing("_", with: "-"))
    activation = f.name
    source =
      "\(chain.source); \(f.name)\(chain.isActivationAssumed ? " assumed, --activation tells another" : "")"
    certainty = chain.isActivationAssumed ? .assumed : chain.certainty
    let size = chain.links.reduce(0) { $0 + $1.fans.input * $1.fans.output }
    let batch = max(4, min(64, (1 << 30) / max(1, size) / 8 * 8))
    inputs = batch
    isStoredHalf = chain.links.allSatisfy { file.tensors[$0.weight].type == .float16 }

    var random = SeedTree(seed: 1).child("diagnose-propagation").source()
    var signal = (0..<(chain.links[0].fans.input * batch)).map { _ in random.normal() }
    var forward: [Forward] = []
    for (place, link) in chain.links.enumerated() {
      let weights = try file.stored[link.weight].values()
      let bias = try link.bias.map { try file.stored[$0].values() }
      let z = Self.product(weights, link, signal, batch, bias: bias)
      let isLast = place == chain.links.count - 1
      var step = Forward(z, batch: batch)
      step.bias = bias.map { $0.reduce(0) { $0 + Double($1) * Double($1) } / Double($0.count) } ?? 0
      if isLast {
        (signal, step.slopes) = (z, [])
      } else {
        var (h, slopes) = (z, z)
        z.withUnsafeBufferPointer { z in
          h.withUnsafeMutableBufferPointer { h in
            slopes.withUnsafeMutableBufferPointer { s in
              f.apply(z.baseAddress!, into: h.baseAddress!, count: z.count)
              f.slopes(z.baseAddress!, into: s.baseAddress!, count: z.count)
            }
          }
        }
        (signal, step.slopes) = (h, slopes)
        step.off = Self.off(slopes, batch)
      }
      step.alignment = Self.alignment(signal, batch)
      forward.append(step)
    }

    var gradient = (0..<(chain.links[chain.links.count - 1].fans.output * batch)).map { _ in
      random.normal()
    }
    var backward = [Backward](repeating: Backward([]), count: forward.count)
    for place in chain.links.indices.reversed() {
      let slopes = forward[place].slopes
      if !slopes.isEmpty { for i in gradient.indices { gradient[i] *= slopes[i] } }
      backward[place] = Backward(gradient)
      if place > 0 {
        let link = chain.links[place]
        gradient = Self.transposedProduct(
          try file.stored[link.weight].values(), link, gradient, batch)
      }
    }
    let theory = ChainTheory(chain, file, f, biases: forward.map(\.bias))
    layers = chain.links.indices.map { place in
      let (ahead, back) = (forward[place], backward[place])
      return Layer(
        weight: file.tensors[chain.links[place].weight].name,
        width: chain.links[place].fans.output, signal: ahead.rms,
        signalTheory: theory.layers[place].signal, signalBand: theory.layers[place].signalBand,
        gradient: back.rms, gradientTheory: theory.layers[place].gradient,
        gradientBand: theory.layers[place].gradientBand, largest: ahead.largest, off: ahead.off,
        alignment: ahead.alignment, beyondHalf: ahead.beyondHalf, flushedHalf: back.flushed,
        beyondBrain: ahead.beyondBrain)
    }
    let smallest = backward.map(\.lowPercentile).min() ?? 0
    let largest = backward.map(\.largest).max() ?? 0
    // The least power of two that lifts the hundredth part of the weakest layer to 2⁻²⁴.
    let lift = smallest > 0 ? max(0, -24 - Int(smallest.exponent)) : nil
    lossScale = lift.flatMap {
      largest * Double(sign: .plus, exponent: $0, significand: 1) < 65_504 ? $0 : nil
    }
  }

  // MARK: - Sums

  private struct Forward {
    var rms = 0.0
    var largest = 0.0
    var beyondHalf = 0.0
    var beyondBrain = 0.0
    var off = 0.0
    var alignment = 0.0
    var bias = 0.0
    var slopes: [Double] = []

    init(_ z: [Double], batch: Int) {
      let n = Double(max(1, z.count))
      largest = z.reduce(0) { max($0, $1.magnitude) }
      // Scaled, so that squares of what float32 could not hold stay numbers.
      let unit = largest > 0 && largest.isFinite ? largest : 1
      rms = unit * (z.reduce(0) { $0 + ($1 / unit) * ($1 / unit) } / n).squareRoot()
      beyondHalf = Double(z.count { !($0.magnitude < 65_520) }) / n
      beyondBrain = Double(z.count { !($0.magnitude < 0x1.FFp127) }) / n
    }
  }

  private struct Backward {
    var rms = 0.0
    var largest = 0.0
    var flushed = 0.0
    var lowPercentile = Double.infinity

    init(_ gradient: [Double]) {
      let alive = gradient.map(\.magnitude).filter { $0 > 0 }.sorted()
      largest = alive.last ?? 0
      let unit = largest > 0 && largest.isFinite ? largest : 1
      rms =
        unit
        * (gradient.reduce(0) { $0 + ($1 / unit) * ($1 / unit) } / Double(max(1, gradient.count)))
        .squareRoot()
      flushed = Double(alive.count { $0 <= 0x1p-25 }) / Double(max(1, alive.count))
      if !alive.isEmpty { lowPercentile = alive[alive.count / 100] }
    }
  }

  /// Units × inputs: W h + b, the inputs side by side.
  private static func product(
    _ w: [Float], _ link: WeightChain.Link, _ h: [Double], _ batch: Int, bias: [Float]?
  ) -> [Double] {
    let (n, m) = (link.fans.input, link.fans.output)
    var z = [Double](repeating: 0, count: m * batch)
    z.withUnsafeMutableBufferPointer { z in
      h.withUnsafeBufferPointer { h in
        for o in 0..<m {
          let start = bias.map { Double($0[o]) } ?? 0
          for b in 0..<batch { z[o * batch + b] = start }
          for i in 0..<n {
            let a = Double(link.outputsFirst ? w[o * n + i] : w[i * m + o])
            for b in 0..<batch { z[o * batch + b] += a * h[i * batch + b] }
          }
        }
      }
    }
    return z
  }

  /// Wᵀ g.
  private static func transposedProduct(
    _ w: [Float], _ link: WeightChain.Link, _ g: [Double], _ batch: Int
  ) -> [Double] {
    let (n, m) = (link.fans.input, link.fans.output)
    var result = [Double](repeating: 0, count: n * batch)
    result.withUnsafeMutableBufferPointer { result in
      g.withUnsafeBufferPointer { g in
        for o in 0..<m {
          for i in 0..<n {
            let a = Double(link.outputsFirst ? w[o * n + i] : w[i * m + o])
            for b in 0..<batch { result[i * batch + b] += a * g[o * batch + b] }
          }
        }
      }
    }
    return result
  }

  private static func off(_ slopes: [Double], _ batch: Int) -> Double {
    let units = slopes.count / batch
    let off = (0..<units).count { unit in
      (0..<batch).allSatisfy { slopes[unit * batch + $0] == 0 }
    }
    return Double(off) / Double(max(1, units))
  }

  /// Over the pairs of the first eight inputs.
  private static func alignment(_ h: [Double], _ batch: Int) -> Double {
    let (units, used) = (h.count / batch, min(8, batch))
    let unit = h.reduce(0) { max($0, $1.magnitude) }
    guard unit > 0, unit.isFinite else { return 0 }
    func dot(_ a: Int, _ b: Int) -> Double {
      (0..<units).reduce(0) { $0 + h[$1 * batch + a] / unit * (h[$1 * batch + b] / unit) }
    }
    let norms = (0..<used).map { dot($0, $0).squareRoot() }
    var (sum, pairs) = (0.0, 0.0)
    for a in 0..<used {
      for b in 0..<a where norms[a] > 0 && norms[b] > 0 {
        sum += (dot(a, b) / (norms[a] * norms[b])).magnitude
        pairs += 1
      }
    }
    return pairs > 0 ? sum / pairs : 0
  }
}
