import Charts
import Graphics

/// Small synthetic data of the shapes that the report's charts have: same numbers on every machine.
enum GalleryData {
  /// Independent standard normal numbers from a fixed seed.
  ///
  /// A 64-bit linear congruential generator (Knuth's MMIX) and sums of twelve uniforms: enough for
  /// pictures, not for measurements.
  struct Noise {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493 }

    mutating func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 9_007_199_254_740_992
    }

    mutating func normal() -> Double {
      var sum = -6.0
      for _ in 0..<12 { sum += uniform() }
      return sum
    }
  }

  static func sigmoid(_ x: Double) -> Double { 1 / (1 + Elementary.exp(-x)) }

  static func tanh(_ x: Double) -> Double { 2 * sigmoid(2 * x) - 1 }

  /// A curve that leaves 0 at layer `depth` with a constant slope in decades, with noise that grows
  /// as a random walk.
  static func decay(slope: Double, spread: Double, depth: Int, seed: UInt64) -> Decay {
    var noise = Noise(seed: seed)
    var walk = 0.0
    var decay = Decay()
    for layer in stride(from: depth, through: 1, by: -1) {
      let steps = Double(depth - layer)
      let width = spread * steps.squareRoot()
      decay.layers.append(layer)
      decay.theory.append(slope * steps)
      decay.median.append(slope * steps + walk - 0.1 * width)
      decay.low.append(slope * steps - 0.9 * width + walk)
      decay.high.append(slope * steps + 0.6 * width + walk / 2)
      walk += 0.006 * noise.normal() - 0.002
    }
    return decay
  }

  /// Decimal logarithms by layer.
  struct Decay {
    var layers: [Int] = []
    var theory: [Double] = []
    var median: [Double] = []
    var low: [Double] = []
    var high: [Double] = []

    /// The same relative to the theory.
    var ratio: Decay {
      var copy = self
      for index in layers.indices {
        copy.median[index] -= theory[index]
        copy.low[index] -= theory[index]
        copy.high[index] -= theory[index]
        copy.theory[index] = 0
      }
      return copy
    }
  }
}
