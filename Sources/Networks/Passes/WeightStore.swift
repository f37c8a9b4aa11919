import Kernels
import Numerics

/// The matrices of one network at a time, for one thread; several networks of one law can read them.
///
/// A matrix is drawn when its layer is first asked for under a new seed. How it is kept depends on the
/// room there is: packed for products in both directions, once for all that read it; plain; or not at
/// all, then it is drawn from the same counters whenever it is needed. The products have the same bits.
final class WeightStore<Real: NetworkReal> {
  /// How matrices are kept.
  enum Storage: Hashable {
    case packed, plain, redrawn

    /// Bytes that kept matrices may take.
    static var budget: Double { 0x1p28 }

    /// What fits for so many networks of these widths that read the same matrices.
    init(widths: [Int], batch: Int, readers: Int) {
      let sizes = WeightStore.sizes(widths)
      let room = Self.budget / Double(MemoryLayout<Real>.stride)
      // A batch of a few inputs, or one network alone, reads a matrix too seldom to pay for packing it.
      if batch >= 8, readers > 1, WeightStore.packedCount(widths) <= room {
        self = .packed
      } else {
        self = sizes.reduce(0, +) <= room ? .plain : .redrawn
      }
    }
  }

  let widths: [Int]
  /// The rule of the entries; for a standard law any rule of that law.
  let rule: any WeightInitializer
  /// The standard law that is drawn, `nil` if the rule itself draws.
  let law: StandardLaw?
  let isHalf: Bool
  private let isTied: Bool  // all layers use the matrix of the first
  private let storage: Storage
  private let plain: [Buffer<Real>]
  private let packedMemory: Buffer<Real>  // one block for all of the next
  private let packed: [(forward: UnsafeMutablePointer<Real>, backward: UnsafeMutablePointer<Real>)]
  private var drawn: [SeedTree?]

  init(
    widths: [Int], rule: any WeightInitializer, isHalf: Bool = false, isTied: Bool = false,
    storage: Storage
  ) {
    self.widths = widths
    self.rule = rule
    self.isHalf = isHalf
    self.isTied = isTied
    self.storage = storage
    law = StandardLaw(of: rule, isHalf: isHalf)
    let shapes = Array(zip(widths, widths.dropFirst()).prefix(isTied ? 1 : .max))
    let sizes = shapes.map { $0 * $1 }
    plain =
      storage == .plain
      ? sizes.map { Buffer(count: $0) } : [Buffer(count: sizes.max() ?? 0)]
    let packedSizes =
      storage == .packed
      ? shapes.map { fanIn, fanOut in
        (
          Real.packedCount(inner: fanIn, columns: fanOut),
          Real.packedCount(inner: fanOut, columns: fanIn)
        )
      } : []
    packedMemory = Buffer(count: packedSizes.reduce(0) { $0 + $1.0 + $1.1 })
    var next = packedMemory.base
    packed = packedSizes.map { forward, backward in
      defer { next += forward + backward }
      return (next, next + forward)
    }
    drawn = Array(repeating: nil, count: sizes.count)
  }

  /// Numbers that a store keeps at most.
  static func capacity(widths: [Int], batch: Int) -> Double {
    let largest = sizes(widths).max() ?? 0
    switch Storage(widths: widths, batch: batch, readers: .max) {
    case .packed: return packedCount(widths) + largest
    case .plain: return sizes(widths).reduce(0, +)
    case .redrawn: return largest
    }
  }

  private static func sizes(_ widths: [Int]) -> [Double] {
    zip(widths, widths.dropFirst()).map { Double($0) * Double($1) }
  }

  private static func packedCount(_ widths: [Int]) -> Double {
    func padded(_ n: Int) -> Double { Double(n) + Double(Real.packedPanel) }
    return zip(widths, widths.dropFirst()).reduce(0) {
      $0 + Double($1.0) * padded($1.1) + Double($1.1) * padded($1.0)
    }
  }

  /// C ← factor · (A W), or factor · (A Wᵀ) if `transposed`, for `rows` rows of A.
  func multiply(
    _ a: UnsafePointer<Real>, rows: Int, layer index: Int, transposed: Bool, of seed: SeedTree,
    factor: Real, into c: UnsafeMutablePointer<Real>
  ) {
    let layer = isTied ? 0 : index
    let (fanIn, fanOut) = (widths[layer], widths[layer + 1])
    let (inner, columns) = transposed ? (fanOut, fanIn) : (fanIn, fanOut)
    let matrix = matrix(layer, seed)
    if storage == .packed {
      let packed = transposed ? packed[layer].backward : packed[layer].forward
      Real.packedProduct(
        a, packed, into: c, rows: rows, inner: inner, columns: columns, stride: columns,
        factor: factor)
    } else {
      Real.matrixProduct(
        a, matrix, into: c, rows: rows, inner: inner, columns: columns, transposed: transposed)
      if factor != 1 { Real.scale(c, by: factor, count: rows * columns) }
    }
  }

  /// The layer's matrix, drawn if it is not there; only what was drawn last if matrices are packed.
  private func matrix(_ layer: Int, _ seed: SeedTree) -> UnsafeMutablePointer<Real> {
    let base = plain[storage == .plain ? layer : 0].base
    if drawn[layer] == seed { return base }
    let (fanIn, fanOut) = (widths[layer], widths[layer + 1])
    var random = seed.source(lane: Lane.weights.of(layer))
    if let law {
      law.fill(base, count: fanIn * fanOut, from: random)
    } else {
      Real.fill(base, by: rule, fanIn: fanIn, fanOut: fanOut, random: &random)
      if isHalf { Real.roundToHalf(base, count: fanIn * fanOut) }
    }
    switch storage {
    case .packed:
      Real.pack(
        base, into: packed[layer].forward, inner: fanIn, columns: fanOut,
        transposed: false)
      Real.pack(
        base, into: packed[layer].backward, inner: fanOut, columns: fanIn, transposed: true)
      drawn[layer] = seed
    case .plain: drawn[layer] = seed
    case .redrawn: break  // the next layer overwrites it
    }
    return base
  }
}
