import Kernels
import Numerics

/// The kind of law that weights are drawn from; it decides which samplers are exact.
public enum WeightLaw: String, Sendable, Codable, CaseIterable {
  /// Independent normal entries of mean 0 and the rule's variance.
  case gaussian
  /// Independent uniform entries on a symmetric interval.
  case uniform
  /// A multiple of a matrix with orthonormal rows or columns, uniform under rotations (Haar).
  case orthogonal
  /// Numbers that are not random: the same in every entry, perhaps zero, or a fixed matrix. Theory of random
  /// weights says nothing about them.
  case constant
  /// Independent entries of another symmetric law, such as a truncated normal one.
  case independent
  /// Any other law of random weights: sparse, dependent on data.
  case other

  /// Whether entries are independent and of one law, so that random matrix theory holds.
  public var hasIndependentEntries: Bool {
    switch self {
    case .gaussian, .uniform, .independent: true
    case .orthogonal, .constant, .other: false
    }
  }
}

/// A rule for the weights of one fully connected layer of m inputs and n outputs.
///
/// Convention of the source notes: y = xW with W of m rows and n columns, stored row by row, so that
/// `weights[i * fanOut + j]` leads from input i to output j. m is the fan-in, n the fan-out, and
/// σ² the variance of one weight; all rules have mean zero unless they say otherwise.
public protocol WeightInitializer: Sendable {
  /// The name users type and charts print, such as `xavier-normal`.
  var name: String { get }

  /// The kind of law.
  var law: WeightLaw { get }

  /// σ², the mean square of one weight.
  func variance(fanIn: Int, fanOut: Int) -> Double

  /// The variance of one bias, if the rule draws biases beside the weights, as frameworks' defaults do:
  /// from U(−a, a) with a²/3 this variance. 0 for no biases, as for most rules.
  func biasVariance(fanIn: Int, fanOut: Int) -> Double

  /// The same rule for weights, without biases of its own.
  var withoutBiases: any WeightInitializer { get }

  /// Writes the weights of a layer, row by row, in either precision.
  ///
  /// - Parameters:
  ///   - weights: `fanIn · fanOut` numbers.
  ///   - fanIn: m, the number of inputs.
  ///   - fanOut: n, the number of outputs.
  ///   - random: where random numbers come from; a rule that draws the same ones in the same order
  ///     gives the same weights on every machine.
  func fill<Real: BufferReal>(
    _ weights: inout MutableSpan<Real>, fanIn: Int, fanOut: Int, random: inout RandomSource)
}

extension WeightInitializer {
  /// None unless a conformer says otherwise.
  public func biasVariance(fanIn: Int, fanOut: Int) -> Double { 0 }

  /// Itself unless a conformer draws biases.
  public var withoutBiases: any WeightInitializer { self }

  /// The same for memory that is addressed by a pointer.
  package func fill<Real: BufferReal>(
    _ weights: UnsafeMutablePointer<Real>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) {
    let buffer = UnsafeMutableBufferPointer(start: weights, count: fanIn * fanOut)
    var span = buffer.mutableSpan
    fill(&span, fanIn: fanIn, fanOut: fanOut, random: &random)
  }
}

/// Independent N(0, σ²) entries, σ² given by the fans.
public protocol GaussianInitializer: WeightInitializer {}

extension GaussianInitializer {
  /// Normal.
  public var law: WeightLaw { .gaussian }

  public func fill<Real: BufferReal>(
    _ weights: inout MutableSpan<Real>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) {
    let deviation = variance(fanIn: fanIn, fanOut: fanOut).squareRoot()
    random.fillNormals(&weights, standardDeviation: Real(deviation))
  }
}

/// Independent entries from U(−a, a) with a²/3 = σ².
public protocol UniformInitializer: WeightInitializer {}

extension UniformInitializer {
  /// Uniform.
  public var law: WeightLaw { .uniform }

  public func fill<Real: BufferReal>(
    _ weights: inout MutableSpan<Real>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) {
    let radius = (3 * variance(fanIn: fanIn, fanOut: fanOut)).squareRoot()
    random.fillUniforms(&weights, radius: Real(radius))
  }
}
