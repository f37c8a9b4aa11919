import Kernels
import Networks
import Numerics

/// Rotary positions: pair i of a head's entries is turned by position · 10000^(−2i/d).
final class Rotation<Real: NetworkReal> {
  private let positions: Int
  private let width: Int
  private let cosines: UnsafeMutablePointer<Real>
  private let sines: UnsafeMutablePointer<Real>

  init(_ builder: PassBuilder<Real>, positions: Int, width: Int) {
    self.positions = positions
    self.width = width
    let half = width / 2
    cosines = builder.allocate(positions * half)
    sines = builder.allocate(positions * half)
    guard !builder.isCounting else { return }
    let turn = 0.15915494309189535  // 1/2π
    for position in 0..<positions {
      for i in 0..<half {
        let speed = Double.exp(-Double(2 * i) / Double(width) * Double.log(10_000))
        let turns = Double(position) * speed * turn
        cosines[position * half + i] = Real(Double.cosine(ofTurns: turns))
        sines[position * half + i] = Real(Double.cosine(ofTurns: turns - 0.25))
      }
    }
  }

  /// Turns each row of a head, forward (1) or back (−1); halves are paired.
  func turn(_ rows: UnsafeMutablePointer<Real>, by direction: Real) {
    let half = width / 2
    for position in 0..<positions {
      turnPairs(
        rows + position * width, cosines + position * half, sines + position * half, direction,
        count: half)
    }
  }
}

@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func turnPairs<Real: NetworkReal>(
  _ row: UnsafeMutablePointer<Real>, _ cosines: UnsafePointer<Real>,
  _ sines: UnsafePointer<Real>, _ direction: Real, count half: Int
) {
  for i in 0..<half {
    let (c, s) = (cosines[i], direction * sines[i])
    let (a, b) = (row[i], row[half + i])
    row[i] = c * a - s * b
    row[half + i] = s * a + c * b
  }
}
