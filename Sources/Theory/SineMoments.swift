import Activations
import Kernels

/// Averages of f(x) = A sin(ωx + c) and its slope over normal numbers, in closed form.
///
/// From E e^(iωx) = e^(−ω²q/2) for x ~ N(0, q), with a = ω²q:
///
///     E f   = A sin c e^(−a/2)                        E f′   = Aω cos c e^(−a/2)
///     E f²  = ½A²(1 − cos 2c e^(−2a))                 E f′²  = ½A²ω²(1 + cos 2c e^(−2a))
///     Var f = ½A²(1 − e^(−a))(1 + cos 2c e^(−a))      E f f′ = ½A²ω sin 2c e^(−2a)
///     dE f²/dq = A²ω² cos 2c e^(−2a)
///
/// Every 1 ± cos 2c e is written as cos²c (1 ± e) + sin²c (1 ∓ e), in which nothing cancels. The averages hold where ωx
/// makes thousands of turns within a deviation, which no quadrature can follow.
struct SineMoments {
  private let sinusoid: Sinusoid
  /// a = ω²q, of which every exponential is 0 long before it overflows.
  private let turns: Double

  init(_ sinusoid: Sinusoid, variance: Double) {
    self.sinusoid = sinusoid
    turns = Swift.min(sinusoid.frequency * sinusoid.frequency * variance, 1e300)
  }

  private var frequency: Double { sinusoid.frequency }
  private var square: Double { sinusoid.amplitude * sinusoid.amplitude }
  private var sine: Double { sinusoid.phase.sine }
  private var cosine: Double { sinusoid.phase.cosine }

  /// cos²c · u + sin²c · v.
  private func mixed(_ u: Double, _ v: Double) -> Double { cosine * cosine * u + sine * sine * v }

  var mean: Double { sinusoid.amplitude * sine * Double.exp(-0.5 * turns) }

  var secondMoment: Double {
    square * mixed(-0.5 * Double.expMinusOne(-2 * turns), 0.5 * (1 + Double.exp(-2 * turns)))
  }

  var outputVariance: Double {
    let (fallen, decay) = (-Double.expMinusOne(-turns), Double.exp(-turns))
    return 0.5 * square * fallen * mixed(1 + decay, fallen)
  }

  var slopeMean: Double {
    sinusoid.amplitude * cosine * (frequency * Double.exp(-0.5 * turns))
  }

  var slopeSecondMoment: Double {
    let half = 0.5 * frequency * frequency
    return square
      * mixed(half * (1 + Double.exp(-2 * turns)), -half * Double.expMinusOne(-2 * turns))
  }

  var valueSlopeMoment: Double {
    square * sine * cosine * (frequency * Double.exp(-2 * turns))
  }

  var secondMomentDerivative: Double {
    square * (cosine - sine) * (cosine + sine)
      * (frequency * frequency * Double.exp(-2 * turns))
  }

  /// E f(x) f(y) and E f′(x) f′(y) for x, y of one variance and a correlation ρ.
  ///
  /// E f f = A² (cos²c u + sin²c v) and E f′f′ = A²ω² (cos²c v + sin²c u) with u = e^(−a) sinh(aρ) and v = e^(−a) cosh(aρ),
  /// written as ½ e^(−a(1 − |ρ|)) (1 ∓ e^(−2a|ρ|)), in which nothing overflows and nothing cancels.
  func pair(correlation: Double) -> (product: Double, slopeProduct: Double) {
    let size = correlation.magnitude
    let decay = 0.5 * Double.exp(-turns * (1 - size))
    let fallen = -decay * Double.expMinusOne(-2 * turns * size)
    let odd = correlation < 0 ? -fallen : fallen
    let rest = 1 + Double.exp(-2 * turns * size)
    let curvature = frequency * frequency
    return (
      square * mixed(odd, decay * rest),
      square * mixed(curvature * decay * rest, curvature * odd)
    )
  }
}
