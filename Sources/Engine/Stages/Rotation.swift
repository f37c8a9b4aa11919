import Kernels
import Networks
import Numerics

/// Rotary positions: pair i of a head's entries is turned by position · 10000^(−2i/d).
final class Rotation<Real: NetworkReal> {
  private let positions: Int
  private let width: Int
  private let cosines: [Real]
  private let sines: [Real]

  init(_ builder: PassBuilder<Real>, positions: Int, width: Int) {
    self.positions = positions
    self.width = width
    let half = width / 2
    var cosines: [Real] = []
    var sines: [Real] = []
    let turn = 0.15915494309189535  // 1/2π
    for position in 0..<positions {
      for i in 0..<half {
        let speed = Double.exp(-Double(2 * i) / Double(width) * Double.log(10_000))
        let turns = Double(position) * speed * turn
        cosines.append(Real(Double.cosine(ofTurns: turns)))
        sines.append(Real(Double.cosine(ofTurns: turns - 0.25)))
      }
    }
    self.cosines = cosines
    self.sines = sines
  }

  /// Turns each row of a head, forward (1) or back (−1); halves are paired.
  func turn(_ rows: UnsafeMutablePointer<Real>, by direction: Real) {
    let half = width / 2
    for position in 0..<positions {
      let row = rows + position * width
      for i in 0..<half {
        let (c, s) = (cosines[position * half + i], direction * sines[position * half + i])
        let (a, b) = (row[i], row[half + i])
        row[i] = c * a - s * b
        row[half + i] = s * a + c * b
      }
    }
  }
}
