import Graphics
import Simulation

/// Decimal logarithms for charts and prose, the same on every machine.
enum DecimalLogarithm {
  /// ln 10.
  static let ln10 = 2.302585092994045684

  /// log₁₀ of e^x.
  static func ofExponential(_ x: Double) -> Double { x / ln10 }
}

extension Double {
  /// ln of a positive number.
  var logarithm: Double { Elementary.log(self) }
}

/// Ticks of an axis of layers: the first one, then round steps.
enum LayerTicks {
  static func values(depth: Int) -> [Double] {
    let step = max(10, depth / 50 * 10)
    return [1] + stride(from: step, through: depth, by: step).map(Double.init)
  }
}

extension Estimate {
  /// The estimate in another unit; the factor is positive.
  func scaled(by factor: Double) -> Estimate { map { factor * $0 } }

  /// The estimate of an increasing function of the quantity.
  func map(_ increasing: (Double) -> Double) -> Estimate {
    Estimate(
      value: increasing(value), low: increasing(low), high: increasing(high), samples: samples)
  }
}
