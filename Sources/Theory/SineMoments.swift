import Kernels

/// Averages of sin(ωx) and its slope ω cos(ωx) over normal numbers, in closed form.
///
/// From E e^(iωx) = e^(−ω²q/2) for x ~ N(0, q), with a = ω²q:
///
///     E sin² = ½(1 − e^(−2a))              E f′ = ω e^(−a/2)
///     E f′²  = ½ω²(1 + e^(−2a))            dE sin²/dq = ω² e^(−2a)
///
/// The sine and E sin · f′ are odd and average to 0. Every average holds where ωx makes thousands of turns within
/// a deviation, which no quadrature can follow.
struct SineMoments {
  private let frequency: Double
  /// a = ω²q, of which every exponential is 0 long before it overflows.
  private let turns: Double

  init(frequency: Double, variance: Double) {
    self.frequency = frequency
    turns = Swift.min(frequency * frequency * variance, 1e300)
  }

  var secondMoment: Double { -0.5 * Double.expMinusOne(-2 * turns) }

  var slopeMean: Double { frequency * Double.exp(-0.5 * turns) }

  var slopeSecondMoment: Double {
    0.5 * frequency * frequency * (1 + Double.exp(-2 * turns))
  }

  var secondMomentDerivative: Double { frequency * frequency * Double.exp(-2 * turns) }

  /// E sin ωx sin ωy = e^(−a) sinh(ac) and E f′(x) f′(y) = ω² e^(−a) cosh(ac) for correlated x, y of one variance.
  ///
  /// Written as ½ e^(−a(1 − |c|)) (1 ∓ e^(−2a|c|)), in which nothing overflows and nothing cancels.
  func pair(correlation c: Double) -> (product: Double, slopeProduct: Double) {
    let decay = 0.5 * Double.exp(-turns * (1 - c.magnitude))
    let product = -decay * Double.expMinusOne(-2 * turns * c.magnitude)
    return (
      c < 0 ? -product : product,
      frequency * frequency * decay * (1 + Double.exp(-2 * turns * c.magnitude))
    )
  }
}
