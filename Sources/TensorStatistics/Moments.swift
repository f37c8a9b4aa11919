import CKernels
import WeightFiles

/// What one pass over a tensor's numbers tells: counts, range and sums of powers.
///
/// Sums are double precision in eight lanes over blocks of 65,536 numbers, and the blocks are added in order: the
/// same bytes give the same bits. Numbers that are not finite are counted and left out.
public struct Moments: Equatable, Sendable {
  /// How many finite numbers there are.
  public private(set) var count = 0
  /// How many are NaN, and how many ±∞.
  public private(set) var notANumber = 0
  /// How many are +∞ or −∞.
  public private(set) var infinite = 0
  /// How many are exactly zero.
  public private(set) var zeros = 0
  /// The smallest finite number; +∞ if there is none.
  public private(set) var smallest = Double.infinity
  /// The largest finite number; −∞ if there is none.
  public private(set) var largest = -Double.infinity
  /// Σx, Σx², Σx³ and Σx⁴.
  public private(set) var powerSums = SIMD4<Double>()

  package static let block = 1 << 16

  /// Moments of nothing yet.
  public init() {}

  /// The moments of a stored tensor.
  ///
  /// - Throws: ``WeightFileError`` where the bytes fail.
  public init(of tensor: StoredTensor) throws(WeightFileError) {
    if tensor.type == .float64 {
      try tensor.withDoubleChunks(capacity: Self.block) { run throws(WeightFileError) in add(run) }
    } else {
      try tensor.withChunks(capacity: Self.block) { run throws(WeightFileError) in add(run) }
    }
  }

  /// Σx/n.
  public var mean: Double { powerSums[0] / Double(count) }

  /// Σx²/n, about zero and not about the mean: initialisers are centred.
  public var meanSquare: Double { powerSums[1] / Double(count) }

  /// The largest |x|.
  public var largestMagnitude: Double { count == 0 ? 0 : max(-smallest, largest) }

  /// Adds a run of at most 65,536 numbers.
  public mutating func add(_ run: UnsafeBufferPointer<Float>) {
    guard let start = run.baseAddress else { return }
    let found = init_study_moments(start, Int64(run.count))
    let powers = SIMD4(found.powers.0, found.powers.1, found.powers.2, found.powers.3)
    // A fourth power that is not finite betrays any number that is not.
    guard powers[3].isFinite else { return addSlowly(run) }
    take(
      powers, zeros: Int(found.zeros), found.smallest, found.largest, count: run.count)
  }

  /// Adds a run of at most 65,536 numbers.
  public mutating func add(_ run: UnsafeBufferPointer<Double>) {
    var block = Block()
    let whole = run.count / 8 * 8
    for start in stride(from: 0, to: whole, by: 8) {
      block.add(
        SIMD8(
          run[start], run[start + 1], run[start + 2], run[start + 3], run[start + 4],
          run[start + 5], run[start + 6], run[start + 7]))
    }
    for i in whole..<run.count { block.add(one: run[i]) }
    guard block.fourth.sum().isFinite else { return addSlowly(run) }
    take(block, count: run.count)
  }

  /// One number at a time, for runs with numbers that are not finite.
  private mutating func addSlowly<Real: BinaryFloatingPoint>(_ run: UnsafeBufferPointer<Real>) {
    var (block, finite) = (Block(), 0)
    for value in run {
      if value.isFinite {
        block.add(one: Double(value))
        finite += 1
      } else if value.isNaN {
        notANumber += 1
      } else {
        infinite += 1
      }
    }
    take(block, count: finite)
  }

  private mutating func take(_ block: Block, count: Int) {
    take(
      SIMD4(
        block.first.inOrder, block.second.inOrder, block.third.inOrder, block.fourth.inOrder),
      zeros: Int(block.zeros.sum()), block.smallest.min(), block.largest.max(), count: count)
  }

  private mutating func take(
    _ powers: SIMD4<Double>, zeros: Int, _ smallest: Double, _ largest: Double, count: Int
  ) {
    guard count > 0 else { return }
    self.count += count
    self.zeros += zeros
    self.smallest = min(self.smallest, smallest)
    self.largest = max(self.largest, largest)
    powerSums += powers
  }

  /// The sums of a block in eight lanes, as `init_study_moments` has them in C.
  private struct Block {
    var first = SIMD8<Double>()
    var second = SIMD8<Double>()
    var third = SIMD8<Double>()
    var fourth = SIMD8<Double>()
    var zeros = SIMD8<Double>()
    var smallest = SIMD8<Double>(repeating: .infinity)
    var largest = SIMD8<Double>(repeating: -.infinity)

    @inline(__always)
    mutating func add(_ x: SIMD8<Double>) {
      let square = x * x
      first += x
      second += square
      third += square * x
      fourth += square * square
      zeros += SIMD8(repeating: 0).replacing(with: 1, where: x .== 0)
      smallest = smallest.replacing(with: x, where: x .< smallest)
      largest = largest.replacing(with: x, where: x .> largest)
    }

    @inline(__always)
    mutating func add(one x: Double) {
      let square = x * x
      first[0] += x
      second[0] += square
      third[0] += square * x
      fourth[0] += square * square
      zeros[0] += x == 0 ? 1 : 0
      smallest[0] = min(smallest[0], x)
      largest[0] = max(largest[0], x)
    }
  }
}

extension SIMD8<Double> {
  /// The lanes added from first to last, whatever instructions there are.
  fileprivate var inOrder: Double {
    ((((((self[0] + self[1]) + self[2]) + self[3]) + self[4]) + self[5]) + self[6]) + self[7]
  }
}
