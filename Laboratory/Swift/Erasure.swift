// What `any Activation` and `any WeightInitializer` are in embedded Swift, which has no values of
// protocol types but for classes: a box with one override for each requirement. The build writes these
// names where the sources say `any`.

/// An activation of any type.
public struct AnyActivation: Activation {
  private let box: ActivationBox

  init(_ activation: some Activation) { box = ActivationBoxOf(activation) }

  public var name: String { box.name }
  public var kinks: [Double] { box.kinks }
  public var homogeneousSlopes: (negative: Double, positive: Double)? { box.homogeneousSlopes }
  public var homogeneousDegree: Int { box.homogeneousDegree }
  public var sinusoid: Sinusoid? { box.sinusoid }
  public func value(at x: Double) -> Double { box.value(at: x) }
  public func slope(at x: Double) -> Double { box.slope(at: x) }
  public func apply(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    box.apply(input, into: &output)
  }
  public func apply(_ input: Span<Double>, into output: inout MutableSpan<Double>) {
    box.apply(input, into: &output)
  }
  public func slopes(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    box.slopes(input, into: &output)
  }
  public func slopes(_ input: Span<Double>, into output: inout MutableSpan<Double>) {
    box.slopes(input, into: &output)
  }
}

private class ActivationBox: @unchecked Sendable {
  var name: String { "" }
  var kinks: [Double] { [] }
  var homogeneousSlopes: (negative: Double, positive: Double)? { nil }
  var homogeneousDegree: Int { 1 }
  var sinusoid: Sinusoid? { nil }
  func value(at x: Double) -> Double { 0 }
  func slope(at x: Double) -> Double { 0 }
  func apply(_ input: Span<Float>, into output: inout MutableSpan<Float>) {}
  func apply(_ input: Span<Double>, into output: inout MutableSpan<Double>) {}
  func slopes(_ input: Span<Float>, into output: inout MutableSpan<Float>) {}
  func slopes(_ input: Span<Double>, into output: inout MutableSpan<Double>) {}
}

private final class ActivationBoxOf<Wrapped: Activation>: ActivationBox, @unchecked Sendable {
  private let wrapped: Wrapped

  init(_ wrapped: Wrapped) { self.wrapped = wrapped }

  override var name: String { wrapped.name }
  override var kinks: [Double] { wrapped.kinks }
  override var homogeneousSlopes: (negative: Double, positive: Double)? {
    wrapped.homogeneousSlopes
  }
  override var homogeneousDegree: Int { wrapped.homogeneousDegree }
  override var sinusoid: Sinusoid? { wrapped.sinusoid }
  override func value(at x: Double) -> Double { wrapped.value(at: x) }
  override func slope(at x: Double) -> Double { wrapped.slope(at: x) }
  override func apply(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    wrapped.apply(input, into: &output)
  }
  override func apply(_ input: Span<Double>, into output: inout MutableSpan<Double>) {
    wrapped.apply(input, into: &output)
  }
  override func slopes(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    wrapped.slopes(input, into: &output)
  }
  override func slopes(_ input: Span<Double>, into output: inout MutableSpan<Double>) {
    wrapped.slopes(input, into: &output)
  }
}

/// A rule of any type.
public struct AnyInitializer: WeightInitializer {
  private let box: InitializerBox

  init(_ rule: some WeightInitializer) { box = InitializerBoxOf(rule) }

  public var name: String { box.name }
  public var law: WeightLaw { box.law }
  public func variance(fanIn: Int, fanOut: Int) -> Double {
    box.variance(fanIn: fanIn, fanOut: fanOut)
  }
  public func biasVariance(fanIn: Int, fanOut: Int) -> Double {
    box.biasVariance(fanIn: fanIn, fanOut: fanOut)
  }
  public var withoutBiases: AnyInitializer { box.withoutBiases }
  /// The rule, if it measures what a layer does to data.
  var dataDependent: LSUV? { box.dataDependent }

  public func fill<Real: BufferReal>(
    _ weights: inout MutableSpan<Real>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) {
    // The box has a method for each precision: a generic one cannot be overridden.
    weights.withUnsafeMutableBufferPointer { buffer in
      guard let base = UnsafeMutableRawPointer(buffer.baseAddress) else { return }
      if Real.self == Float.self {
        let numbers = UnsafeMutableBufferPointer(
          start: base.assumingMemoryBound(to: Float.self), count: buffer.count)
        var span = numbers.mutableSpan
        box.fill(&span, fanIn: fanIn, fanOut: fanOut, random: &random)
      } else {
        let numbers = UnsafeMutableBufferPointer(
          start: base.assumingMemoryBound(to: Double.self), count: buffer.count)
        var span = numbers.mutableSpan
        box.fill(&span, fanIn: fanIn, fanOut: fanOut, random: &random)
      }
    }
  }
}

private class InitializerBox: @unchecked Sendable {
  var name: String { "" }
  var law: WeightLaw { .other }
  var withoutBiases: AnyInitializer { preconditionFailure("the box of a rule answers") }
  var dataDependent: LSUV? { nil }
  func variance(fanIn: Int, fanOut: Int) -> Double { 0 }
  func biasVariance(fanIn: Int, fanOut: Int) -> Double { 0 }
  func fill(
    _ weights: inout MutableSpan<Float>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) {}
  func fill(
    _ weights: inout MutableSpan<Double>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) {}
}

private final class InitializerBoxOf<Rule: WeightInitializer>: InitializerBox, @unchecked Sendable {
  private let rule: Rule

  init(_ rule: Rule) { self.rule = rule }

  override var name: String { rule.name }
  override var law: WeightLaw { rule.law }
  override var withoutBiases: AnyInitializer { rule.withoutBiases }
  override var dataDependent: LSUV? { rule as? LSUV }
  override func variance(fanIn: Int, fanOut: Int) -> Double {
    rule.variance(fanIn: fanIn, fanOut: fanOut)
  }
  override func biasVariance(fanIn: Int, fanOut: Int) -> Double {
    rule.biasVariance(fanIn: fanIn, fanOut: fanOut)
  }
  override func fill(
    _ weights: inout MutableSpan<Float>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) { rule.fill(&weights, fanIn: fanIn, fanOut: fanOut, random: &random) }
  override func fill(
    _ weights: inout MutableSpan<Double>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) { rule.fill(&weights, fanIn: fanIn, fanOut: fanOut, random: &random) }
}

extension CatalogFamily where Item == AnyActivation {
  init(
    _ name: CatalogName, _ range: ClosedRange<Double>, isWhole: Bool = false, meaning: String,
    make: @escaping @Sendable (Double) -> some Activation
  ) {
    self.name = name
    self.range = range
    self.isWhole = isWhole
    self.meaning = meaning
    self.make = { AnyActivation(make($0)) }
  }
}

extension CatalogFamily where Item == AnyInitializer {
  init(
    _ name: CatalogName, _ range: ClosedRange<Double>, isWhole: Bool = false, meaning: String,
    make: @escaping @Sendable (Double) -> some WeightInitializer
  ) {
    self.name = name
    self.range = range
    self.isWhole = isWhole
    self.meaning = meaning
    self.make = { AnyInitializer(make($0)) }
  }
}
