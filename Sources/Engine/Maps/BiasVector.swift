import Kernels
import Networks
import Numerics

/// The biases of a linear stage, one for each column.
final class BiasVector<Real: NetworkReal> {
  private let laws: [(columns: Int, law: BiasLaw)]
  private let values: UnsafeMutablePointer<Real>
  private let scaled: UnsafeMutablePointer<Real>
  private let columns: Int
  private let stream: Int
  private let arithmetic: Arithmetic
  /// The largest root mean square of the blocks' biases.
  private var size: Double
  private let parameter: Parameter<Real>?
  private let stored: StoredWeights.Reader?

  /// `nil` where there are no biases.
  init?(
    _ builder: PassBuilder<Real>, blocks: [ColumnBlock], laws: [BiasLaw], isLearned: Bool = true
  ) throws(NetworkError) {
    // Biases that begin at zero are trained like others.
    if let weights = builder.stored {
      guard let read = weights.biases[builder.name] else { return nil }
      try builder.check(read, count: blocks.reduce(0) { $0 + $1.columns })
      stored = read
    } else {
      guard (builder.isTrained && isLearned) || laws.contains(where: \.areDrawn) else { return nil }
      stored = nil
    }
    self.laws = zip(blocks, laws).map { ($0.columns, $1) }
    columns = blocks.reduce(0) { $0 + $1.columns }
    values = builder.allocate(columns)
    scaled = builder.allocate(columns)
    stream = builder.stream()
    arithmetic = builder.arithmetic
    parameter = builder.parameter("biases", values: values, count: columns)
    size = (laws.map(\.secondMoment).max() ?? 0).squareRoot()
  }

  func begin(_ network: SeedTree) {
    if let stored {
      let numbers = stored()
      precondition(numbers.count == columns, "a reader gives the biases of its stage")
      for i in 0..<columns { values[i] = Real(numbers[i]) }
      size =
        (Real.sums(values, count: columns).squares / Double(max(1, columns))).squareRoot()
      return
    }
    let seed = network.child(stream)
    var target = values
    for (index, (count, law)) in laws.enumerated() {
      let address = seed.source(lane: index).address
      if law.isUniform {
        Real.fillUniforms(
          target, count: count, from: address, radius: Real((3 * law.variance).squareRoot()))
      } else {
        Real.fillNormals(
          target, count: count, from: address, standardDeviation: Real(law.variance.squareRoot()))
      }
      if law.mean != 0 { for i in 0..<count { target[i] += Real(law.mean) } }
      target += count
    }
    arithmetic.round(values, count: columns)
  }

  /// Adds a gradient at the outputs to that of the biases: the sum of its rows.
  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func note(_ gradient: Signal<Real>) {
    guard let parameter else { return }
    let factor = Real(powerOfTwo(gradient.exponent))
    let target = parameter.gradient
    for row in 0..<gradient.rows {
      Real.add(
        gradient.base + row * columns, times: factor, to: target, count: columns)
    }
  }

  /// Adds the biases to every row, in a common power of two.
  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func add(to signal: inout Signal<Real>) {
    if let parameter { size = (parameter.squares / Double(columns)).squareRoot() }
    let common = Signal<Real>.commonExponent(signal, deviation: size)
    if common != signal.exponent {
      Real.scale(
        signal.base, by: Real(powerOfTwo(signal.exponent - common)), count: signal.count)
      signal.exponent = common
    }
    let terms = common == 0 ? values : scaled
    if common != 0 {
      scaled.update(from: values, count: columns)
      Real.scale(scaled, by: Real(powerOfTwo(-common)), count: columns)
    }
    for row in 0..<signal.rows {
      Real.add(terms, to: signal.base + row * columns, count: columns)
    }
  }
}
