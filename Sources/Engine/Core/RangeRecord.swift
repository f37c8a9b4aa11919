import Kernels
import Networks

/// What half precision would make of a stage's output and of the gradient at it, in one network.
public struct RangeRecord: Sendable, Equatable {
  /// The share of the output beyond float16: 65,520 and more, which rounds to infinity.
  public var beyondHalf = 0.0
  /// The share beyond bfloat16 and single precision.
  public var beyondBrain = 0.0
  /// The share of the gradient's entries that are not zero and that float16 makes zero: 2⁻²⁵ and less.
  public var flushedHalf = 0.0
  /// The magnitude that a hundredth part of the gradient's entries other than zero lies below; infinite if all are zero.
  public var weakGradient = Double.infinity
  /// The largest magnitude of the gradient.
  public var largestGradient = 0.0
  /// The share of columns, units or channels, at which the gradient is zero for all rows.
  public var silentColumns = 0.0

  /// Nothing noted.
  public init() {}

  mutating func noteOutput<Real: NetworkReal>(_ signal: Signal<Real>) {
    let unit = powerOfTwo(-signal.exponent)
    let n = Double(max(1, signal.count))
    beyondHalf = Double(countBeyond(signal.base, signal.count, 65_520 * unit)) / n
    beyondBrain = Double(countBeyond(signal.base, signal.count, 0x1.FFp127 * unit)) / n
  }

  mutating func noteGradient<Real: NetworkReal>(
    _ gradient: Signal<Real>, logScale: Double
  ) {
    // Loss scales are powers of two.
    let unit = powerOfTwo(gradient.exponent) * Double.exp(-logScale)
    var magnitudes: [Float] = []
    magnitudes.reserveCapacity(gradient.count)
    var silent = [Bool](repeating: true, count: gradient.columns)
    for row in 0..<gradient.rows {
      let numbers = gradient.base + row * gradient.columns
      for column in 0..<gradient.columns where numbers[column] != 0 {
        silent[column] = false
        magnitudes.append(Float(numbers[column]).magnitude)
      }
    }
    silentColumns = Double(silent.count { $0 }) / Double(max(1, silent.count))
    guard !magnitudes.isEmpty else { return }
    magnitudes.sort()
    largestGradient = Double(magnitudes[magnitudes.count - 1]) * unit
    weakGradient = Double(magnitudes[magnitudes.count / 100]) * unit
    // The first that survives, by bisection.
    var (low, high) = (0, magnitudes.count)
    while low < high {
      let middle = (low + high) / 2
      if Double(magnitudes[middle]) * unit <= 0x1p-25 { low = middle + 1 } else { high = middle }
    }
    flushedHalf = Double(low) / Double(magnitudes.count)
  }
}

@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func countBeyond<Real: NetworkReal>(
  _ numbers: UnsafePointer<Real>, _ count: Int, _ limit: Double
) -> Int {
  var beyond = 0
  for i in 0..<count where !(Double(numbers[i]).magnitude < limit) { beyond += 1 }
  return beyond
}
