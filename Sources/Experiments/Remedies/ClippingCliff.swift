import Simulation
import Study

/// What clipping by norm and by value do to a step at a cliff, and to the direction of a gradient.
///
/// Pascanu, Mikolov and Bengio 2013, figure 6: x ← w σ(x) + b, fifty times from ½, is to end with σ(x) = 0.7. Its
/// error has a cliff, at which the gradient is a thousand times what it is beside it. Nothing is random. The start
/// and the rate were looked for until plain descent leaves the picture; the threshold is a tenth for both ways.
public struct ClippingCliff: Experiment {
  public let id = "clipping-cliff"
  public let chartIDs = ["clipping-cliff", "clipping-direction"]

  /// Makes the experiment.
  public init() {}

  /// The surface, three paths on it, and angles by threshold.
  public struct Outcome: Codable, Equatable, Sendable {
    /// w of the surface's columns, ascending.
    public var weights: [Double]
    /// b of the surface's rows, descending.
    public var biases: [Double]
    /// The error (σ(x) − 0.7)² at each b, then at each w.
    public var surface: [[Double]]
    /// Without clipping, by norm, by value.
    public var paths: [Path]
    /// The largest gradient that plain descent met.
    public var steepest: Double
    /// The learning rate of descent.
    public var rate: Double
    /// What the norm, or each of the two derivatives, is clipped at.
    public var threshold: Double
    /// Gradients of one layer, then of ten.
    public var directions: [Direction]
    /// How many random gradients each angle rests on.
    public var vectors: Int
    /// Entries per random gradient.
    public var entries: Int
  }

  /// Descent with one way of clipping.
  public struct Path: Codable, Equatable, Sendable {
    /// `none`, `norm` or `value`.
    public var clipping: String
    /// w before each step and after the last.
    public var weights: [Double]
    /// b before each step and after the last.
    public var biases: [Double]
    /// The error (σ(x) − 0.7)² after the last step.
    public var error: Double
    /// The largest angle between a step and the gradient, in degrees.
    public var turn: Double
  }

  /// Angles between a random gradient and what clipping by value leaves of it.
  public struct Direction: Codable, Equatable, Sendable {
    /// How many layers, each with a quarter of the gradient of the one above it.
    public var layers: Int
    /// Thresholds relative to the top layer's root mean square.
    public var thresholds: [Double]
    /// The angle in degrees, by threshold: means over gradients.
    public var angles: [Estimate]
    /// The same for infinitely many normal entries.
    public var theory: [Double]
  }

  static let steps = 150
  static let start = (weight: 5.2, bias: -1.8)
  /// How often x ← w σ(x) + b is applied, and where it is to end.
  static let rounds = 50
  static let target = 0.7

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try Self.simulate(
      grid: study.count(quick: 24, standard: 40, thorough: 120),
      vectors: study.count(quick: 8, standard: 20, thorough: 200, atLeast: 4), seed: seed)
  }

  static func simulate(grid: Int, vectors: Int, seed: SeedTree) throws -> Outcome {
    let (rate, threshold) = (2.0, 0.1)
    let (low, high) = ((weight: 3.0, bias: -3.0), (weight: 5.5, bias: -1.0))
    func place(_ index: Int) -> Double { (Double(index) + 0.5) / Double(grid) }
    let weights = (0..<grid).map { low.weight + (high.weight - low.weight) * place($0) }
    let biases = (0..<grid).map { high.bias - (high.bias - low.bias) * place($0) }
    var steepest = 0.0
    let paths = ["none", "norm", "value"].map { clipping in
      var path = Path(clipping: clipping, weights: [], biases: [], error: 0, turn: 0)
      var (w, b) = start
      for _ in 0..<steps {
        path.weights.append(w)
        path.biases.append(b)
        let (_, gw, gb) = gradient(w, b)
        let norm = (gw * gw + gb * gb).squareRoot()
        var (sw, sb) = (gw, gb)
        switch clipping {
        case "norm" where norm > threshold:
          (sw, sb) = (gw * threshold / norm, gb * threshold / norm)
        case "value":
          sw = min(threshold, max(-threshold, gw))
          sb = min(threshold, max(-threshold, gb))
        default: break
        }
        if clipping == "none" { steepest = max(steepest, norm) }
        let length = (sw * sw + sb * sb).squareRoot()
        if norm > 0, length > 0 {
          path.turn = max(path.turn, degrees(cosine: (gw * sw + gb * sb) / (norm * length)))
        }
        w -= rate * sw
        b -= rate * sb
      }
      path.weights.append(w)
      path.biases.append(b)
      path.error = gradient(w, b).error
      return path
    }
    let entries = 2000
    return Outcome(
      weights: weights, biases: biases,
      surface: biases.map { b in weights.map { gradient($0, b).error } }, paths: paths,
      steepest: steepest, rate: rate, threshold: threshold,
      directions: try [1, 10].map {
        try direction(layers: $0, vectors: vectors, entries: entries, seed: seed.child($0))
      }, vectors: vectors, entries: entries)
  }

  /// The error (σ(x) − 0.7)² and its derivatives by w and b.
  static func gradient(_ w: Double, _ b: Double) -> (
    error: Double, byWeight: Double, byBias: Double
  ) {
    var (x, dw, db) = (0.5, 0.0, 0.0)
    for _ in 0..<rounds {
      let s = Sigmoid().value(at: x)
      let slope = w * s * (1 - s)
      (dw, db) = (s + slope * dw, 1 + slope * db)
      x = w * s + b
    }
    let s = Sigmoid().value(at: x)
    let outer = 2 * (s - target) * s * (1 - s)
    return ((s - target) * (s - target), outer * dw, outer * db)
  }

  private static func direction(
    layers: Int, vectors: Int, entries: Int, seed: SeedTree
  ) throws -> Direction {
    let sizes = (0..<layers).map { Elementary.power10(-Elementary.log10(4) * Double($0)) }
    let thresholds = stride(from: -4.0, through: 1, by: 0.25).map(Elementary.power10)
    let drawn = (0..<vectors).map { vector in
      var source = seed.child(vector).source()
      return (0..<entries).map { sizes[$0 % layers] * source.normal() }
    }
    var one = Direction(layers: layers, thresholds: thresholds, angles: [], theory: [])
    for threshold in thresholds {
      let angles = drawn.map { gradient -> Double in
        var (along, own, left) = (0.0, 0.0, 0.0)
        for g in gradient {
          let c = min(threshold, max(-threshold, g))
          along += g * c
          own += g * g
          left += c * c
        }
        return degrees(cosine: along / (own * left).squareRoot())
      }
      one.angles.append(try .mean(of: angles))
      one.theory.append(angle(sizes: sizes, threshold: threshold))
    }
    return one
  }

  /// The angle for infinitely many normal entries: E z clip(z) is P(|z| < a) by Stein's lemma, and E clip(z)² is
  /// P(|z| < a) − 2a φ(a) + a² P(|z| > a).
  static func angle(sizes: [Double], threshold: Double) -> Double {
    var (along, own, left) = (0.0, 0.0, 0.0)
    for size in sizes {
      let a = threshold / size
      let outside = 2 * NormalDistribution.cumulative(-a)
      let density = Elementary.exp(-a * a / 2) / (2 * Double.pi).squareRoot()
      along += size * size * (1 - outside)
      own += size * size
      left += size * size * (1 - outside - 2 * a * density + a * a * outside)
    }
    return degrees(cosine: along / (own * left).squareRoot())
  }

  private static func degrees(cosine: Double) -> Double {
    let c = min(1, max(-1, cosine))
    let sine = (1 - c * c).squareRoot()
    let angle = c > 0 ? Double.arctangent(sine / c) : Double.pi / 2 - Double.arctangent(c / sine)
    return angle * 180 / Double.pi
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    var facts = [
      Fact("cliff-steps", Self.steps), Fact("cliff-rate", outcome.rate, .fixed(0)),
      Fact("cliff-rounds", Self.rounds), Fact("cliff-target", Self.target, .fixed(1)),
      Fact("cliff-threshold", outcome.threshold, .fixed(1)),
      Fact("cliff-steepest", outcome.steepest, .significant(2)),
      Fact("cliff-vectors", outcome.vectors), Fact("cliff-entries", outcome.entries),
    ]
    for path in outcome.paths {
      facts += [
        Fact("cliff-\(path.clipping)-error", path.error, .significant(2)),
        Fact("cliff-\(path.clipping)-turn", path.turn, .fixed(0)),
        Fact("cliff-\(path.clipping)-weight", path.weights.last ?? .nan, .fixed(1)),
        Fact("cliff-\(path.clipping)-bias", path.biases.last ?? .nan, .fixed(1)),
      ]
    }
    for one in outcome.directions {
      facts += [
        Fact("cliff-\(one.layers)-angle", one.angles[0], .fixed(1)),
        Fact("cliff-\(one.layers)-angle-theory", one.theory[0], .fixed(1)),
      ]
    }
    return facts
  }
}
