import Kernels

@testable import Networks
@testable import Numerics

/// An activation made of closures, so that theory is tested without the catalogue.
struct TestActivation: ScalarActivation {
  let name: String
  let kinks: [Double]
  let f: @Sendable (Double) -> Double
  let derivative: @Sendable (Double) -> Double

  func value(at x: Double) -> Double { f(x) }
  func slope(at x: Double) -> Double { derivative(x) }

  init(
    _ name: String, kinks: [Double] = [], _ f: @escaping @Sendable (Double) -> Double,
    slope: @escaping @Sendable (Double) -> Double
  ) {
    self.name = name
    self.kinks = kinks
    self.f = f
    derivative = slope
  }

  private static func sigmoid(_ x: Double) -> Double { 1 / (1 + Double.exp(-x)) }

  private static func tanh(_ x: Double) -> Double {
    let a = Double.expMinusOne(2 * Swift.min(x.magnitude, 25))
    return x < 0 ? -a / (a + 2) : a / (a + 2)
  }

  static let identity = TestActivation("identity", { $0 }, slope: { _ in 1 })
  static let relu = TestActivation(
    "relu", kinks: [0], { Swift.max($0, 0) }, slope: { $0 > 0 ? 1 : 0 })
  static let sigmoid = TestActivation(
    "sigmoid", { sigmoid($0) }, slope: { sigmoid($0) * sigmoid(-$0) })
  static let tanh = TestActivation(
    "tanh", { tanh($0) }, slope: { 4 * sigmoid(2 * $0) * sigmoid(-2 * $0) })
  static let gelu = TestActivation(
    "gelu", { $0 * NormalDistribution.cumulative($0) },
    slope: { NormalDistribution.cumulative($0) + $0 * NormalDistribution.density($0) })
  static let selu = TestActivation(
    "selu", kinks: [0],
    { 1.0507009873554805 * ($0 > 0 ? $0 : 1.6732632423543772 * Double.expMinusOne($0)) },
    slope: { 1.0507009873554805 * ($0 > 0 ? 1 : 1.6732632423543772 * Double.exp($0)) })
  static let softplus = TestActivation(
    "softplus", { Swift.max($0, 0) + Double.logOnePlus(Double.exp(-$0.magnitude)) },
    slope: { sigmoid($0) })
  static let hardTanh = TestActivation(
    "hard-tanh", kinks: [-1, 1], { Swift.min(Swift.max($0, -1), 1) },
    slope: { $0.magnitude < 1 ? 1 : 0 })
  static let softsign = TestActivation(
    "softsign", kinks: [0], { $0 / (1 + $0.magnitude) },
    slope: { 1 / ((1 + $0.magnitude) * (1 + $0.magnitude)) })

  static let all = [
    identity, relu, sigmoid, tanh, gelu, selu, softplus, hardTanh, softsign,
  ]
}
