import Kernels
import Networks

/// The numbers in which weights, signals and gradients are held between stages.
///
/// Sums run in the precision beneath, as in a processor's matrix units; what a stage hands on is rounded.
public enum Arithmetic: String, Sendable, Codable, CaseIterable {
  /// Single precision beside a common power of two, so that no depth leaves the range.
  case extended
  /// IEEE binary16: up to 65504, steps of 2⁻²⁴ near zero.
  case float16
  /// Eight bits of exponent as single precision has, eight of significand.
  case bfloat16
  /// IEEE binary32 with its own range.
  case float32
  /// IEEE binary64 beside a common power of two.
  case float64

  /// Whether a common power of two keeps the numbers in range.
  public var hasFreeExponent: Bool { self == .extended || self == .float64 }

  /// Makes a signal what this format can hold: in range by a power of two, or rounded.
  func settle<Real: NetworkReal>(_ signal: inout Signal<Real>) {
    guard !hasFreeExponent else {
      signal.settle(
        limit: ScaledActivation.limit, squares: Real.sums(signal.base, count: signal.count).squares)
      return
    }
    if signal.exponent != 0 {
      Real.scale(signal.base, by: Real(powerOfTwo(signal.exponent)), count: signal.count)
      signal.exponent = 0
    }
    round(signal.base, count: signal.count)
  }

  /// Rounds numbers to the format's.
  func round<Real: NetworkReal>(_ numbers: UnsafeMutablePointer<Real>, count: Int) {
    switch self {
    case .extended, .float32, .float64: break
    case .float16: Real.roundToHalf(numbers, count: count)
    case .bfloat16: roundToBrain(numbers, count)
    }
  }
}

/// Rounds to eight bits of significand, ties to even; infinities and NaN stay what they are.
@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func roundToBrain<Real: NetworkReal>(_ numbers: UnsafeMutablePointer<Real>, _ count: Int) {
  for i in 0..<count {
    let number = Float(numbers[i])
    guard number.isFinite else { continue }
    let bits = number.bitPattern
    let rounded = bits &+ 0x7fff &+ ((bits >> 16) & 1)
    numbers[i] = Real(Float(bitPattern: rounded & 0xffff_0000))
  }
}
