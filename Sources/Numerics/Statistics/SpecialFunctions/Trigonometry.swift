/// The two trigonometric functions that the laws of spectra need; the same bits everywhere.
extension Double {
  /// arctan x; within 2 units in the last place.
  ///
  /// |x| > 1 by arctan x = π/2 − arctan 1/x; then the nearest c of 0, ¼, ½, ¾, 1 is split off with
  /// arctan x = arctan c + arctan((x − c)/(1 + xc)), and the rest, below 1/8, is summed.
  public static func arctangent(_ x: Double) -> Double {
    if x.isNaN { return x }
    let a = x.magnitude
    let inverted = a > 1
    let y = inverted ? 1 / a : a
    let index = Int(4 * y + 0.5)
    let c = 0.25 * Double(index)
    let r = (y - c) / (1 + y * c)
    let z = r * r
    var p = 1.0 / 17
    p = 1.0 / 15 - z * p
    p = 1.0 / 13 - z * p
    p = 1.0 / 11 - z * p
    p = 1.0 / 9 - z * p
    p = 1.0 / 7 - z * p
    p = 1.0 / 5 - z * p
    p = 1.0 / 3 - z * p
    let anchors = (
      0.0, 0.24497866312686415417, 0.46364760900080611621, 0.6435011087932843868,
      0.78539816339744830962
    )
    let anchor =
      index == 0
      ? anchors.0
      : index == 1 ? anchors.1 : index == 2 ? anchors.2 : index == 3 ? anchors.3 : anchors.4
    let value = anchor + (r - r * z * p)
    let result = inverted ? 1.5707963267948966 - value : value
    return x < 0 ? -result : result
  }

  /// cos(2π t), exact at quarter turns.
  ///
  /// t is reduced to |t| ≤ ⅛ of a turn, where the series of cosine or sine of 2πt needs nine terms.
  public static func cosine(ofTurns t: Double) -> Double {
    let magnitude = t.magnitude
    let turn = magnitude - magnitude.rounded(.down)
    let quarter = (4 * turn).rounded()
    let x = 2 * Double.pi * (turn - 0.25 * quarter)
    let z = x * x
    func series(_ first: Double) -> Double {
      // Σ (−z)ᵏ/((first+1)(first+2)…(first+2k)), summed from the back.
      var sum = 1.0
      for k in stride(from: 9, through: 1, by: -1) {
        let n = first + 2 * Double(k)
        sum = 1 - z / (n * (n - 1)) * sum
      }
      return sum
    }
    switch quarter {
    case 1: return -x * series(1)
    case 2: return -series(0)
    case 3: return x * series(1)
    default: return series(0)
    }
  }
}
