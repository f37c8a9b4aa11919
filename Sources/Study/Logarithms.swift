import Graphics
import Simulation

/// Elementary functions that give the same bits on every machine; the drawing module's, so that a
/// number and its place in a chart agree.
package typealias Elementary = Graphics.Elementary

/// Decimal logarithms for charts and prose, the same on every machine.
package enum DecimalLogarithm {
  /// ln 10.
  package static let ln10 = Double.ln10

  /// log₁₀ of e^x.
  package static func ofExponential(_ x: Double) -> Double { x / ln10 }
}

extension Double {
  /// ln of a positive number.
  package var logarithm: Double { Elementary.log(self) }
}

/// Ticks of an axis of layers: the first one, then round steps.
package enum LayerTicks {
  package static func values(depth: Int) -> [Double] {
    let step = max(10, depth / 50 * 10)
    return [1] + stride(from: step, through: depth, by: step).map(Double.init)
  }
}

extension Estimate {
  /// The estimate in another unit; the factor is positive.
  package func scaled(by factor: Double) -> Estimate { map { factor * $0 } }

  /// The estimate of an increasing function of the quantity.
  package func map(_ increasing: (Double) -> Double) -> Estimate {
    Estimate(
      value: increasing(value), low: increasing(low), high: increasing(high), samples: samples)
  }
}
