import Kernels
import Networks
import Numerics

/// Averages over the law of an attention's head: queries, keys and what comes of them are normal with a kernel.
///
/// Heads are independent given the tokens, so that a wide network shows their mean. It is taken over rows of
/// shares that are drawn from fixed seeds: 2^15 in a network of one attention, which leaves an error of one per
/// cent in gradients and less in signals where tokens pick out few others, and none where they average over all.
/// Each of many attentions has fewer, 2^11 at least: then gradients within a single one may be off by thirteen per
/// cent where logits are far apart; these errors are independent, and the stream that sums all is known to one.
/// Heads are drawn at most 64 wide: the logits' law hardly changes beyond.
final class HeadAverage {
  private let kernel: PositionKernel
  private let count: Int
  private let samples: Int
  private let width: Int
  private let gains: [Double]
  private let isCausal: Bool
  private let seed: SeedTree
  private let draws: Int
  private let root: [Double]
  private let ownRoot: [Double]
  private let rotation: Rotation<Double>?
  /// Keeps the rotation's tables.
  private let builder: PassBuilder<Double>

  init?(
    _ stage: Attention, width full: Int, kernel: PositionKernel, samples: Int, gains: [Double],
    number: Int, rows: Int
  ) {
    guard let own = kernel.own.pairs, let ownRoot = kernel.own.root() else { return nil }
    self.kernel = kernel
    self.ownRoot = ownRoot
    self.gains = gains
    count = kernel.count
    let n = count
    isCausal = stage.isCausal
    width = min(full, 64)
    draws = max(16, rows / n)
    seed = SeedTree(seed: 70).child(number)
    builder = PassBuilder(
      samples: 1, source: .dense, arithmetic: .float64, residualCount: 0, isCounting: false)
    rotation = stage.isRotary ? Rotation(builder, positions: n, width: width) : nil
    if samples > 1, let across = kernel.across?.pairs {
      var both = Array(repeating: 0.0, count: 4 * n * n)
      for t in 0..<n {
        for u in 0..<n {
          both[t * 2 * n + u] = own[t * n + u]
          both[(n + t) * 2 * n + n + u] = own[t * n + u]
          both[t * 2 * n + n + u] = across[t * n + u]
          both[(n + t) * 2 * n + u] = across[u * n + t]
        }
      }
      guard let root = PositionMatrix(pairs: both, count: 2 * n).root() else { return nil }
      self.root = root
      self.samples = 2
    } else {
      root = ownRoot
      self.samples = 1
    }
  }

  /// A normal matrix of so many rows with a kernel's root, √gain · L Z.
  private func rows(
    _ root: [Double], _ count: Int, gain: Double, _ random: inout RandomSource
  ) -> [Double] {
    var free = Array(repeating: 0.0, count: count * width)
    free.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      random.fillNormals(base, count: buffer.count, standardDeviation: gain.squareRoot())
    }
    return product(root, free, count, count, width)
  }

  private func product(
    _ a: [Double], _ b: [Double], _ rows: Int, _ inner: Int, _ columns: Int,
    transposed: Bool = false
  ) -> [Double] {
    [Double](unsafeUninitializedCapacity: rows * columns) { buffer, initialized in
      if let base = buffer.baseAddress {
        Double.matrixProduct(
          a, b, into: base, rows: rows, inner: inner, columns: columns, transposed: transposed)
      }
      initialized = rows * columns
    }
  }

  /// The shares of a sample from its queries and keys.
  private func shares(_ queries: [Double], _ keys: [Double]) -> [Double] {
    var shares = product(queries, keys, count, width, count, transposed: true)
    let scale = 1 / Double(width).squareRoot()
    shares.withUnsafeMutableBufferPointer { buffer in
      for row in 0..<count {
        guard let base = buffer.baseAddress.map({ $0 + row * count }) else { return }
        let seen = isCausal ? row + 1 : count
        softmax(base, count: seen, scale: scale)
        (base + seen).update(repeating: 0, count: count - seen)
      }
    }
    return shares
  }

  private func turned(_ rows: [Double], by direction: Double = 1) -> [Double] {
    guard let rotation else { return rows }
    var copy = rows
    copy.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { rotation.turn(base, by: direction) }
    }
    return copy
  }

  /// Queries, keys and shares of one draw, sample by sample.
  private func draw(
    _ root: [Double], samples: Int, _ random: inout RandomSource
  ) -> [(queries: [Double], keys: [Double], shares: [Double])] {
    let queries = rows(root, samples * count, gain: gains[0], &random)
    let keys = rows(root, samples * count, gain: gains[1], &random)
    return (0..<samples).map { sample in
      let part = sample * count * width..<(sample + 1) * count * width
      let (q, k) = (turned(Array(queries[part])), turned(Array(keys[part])))
      return (q, k, shares(q, k))
    }
  }

  /// The kernel of what a head hands on.
  func forward() -> PositionKernel? {
    guard let own = kernel.own.pairs else { return nil }
    let n = count
    var (mixed, between) = (
      Array(repeating: 0.0, count: n * n), Array(repeating: 0.0, count: n * n)
    )
    for number in 0..<draws {
      var random = seed.child(number).source()
      let drawn = draw(root, samples: samples, &random)
      for one in drawn {
        add(
          product(product(one.shares, own, n, n, n), one.shares, n, n, n, transposed: true), &mixed)
      }
      if samples > 1, let across = kernel.across?.pairs {
        add(
          product(
            product(drawn[0].shares, across, n, n, n), drawn[1].shares, n, n, n, transposed: true),
          &between)
      }
    }
    let unit = gains[2] / Double(draws)
    for i in mixed.indices { mixed[i] *= unit / Double(samples) }
    var across: PositionMatrix?
    if samples > 1 {
      // Two samples are alike.
      across = PositionMatrix(
        pairs: (0..<n * n).map { (between[$0] + between[$0 % n * n + $0 / n]) * unit / 2 }, count: n
      )
    }
    return PositionKernel(
      means: kernel.means, own: PositionMatrix(pairs: mixed, count: n), across: across)
  }

  /// The gradients at queries, keys and values of one head from that at what it hands on.
  func backward(_ gradient: PositionMatrix) -> [PositionMatrix]? {
    guard let pairs = gradient.pairs, let gradientRoot = gradient.root() else { return nil }
    let n = count
    var sums = Array(repeating: Array(repeating: 0.0, count: n * n), count: 3)
    for number in 0..<draws {
      var random = seed.child(number).source()
      let one = draw(ownRoot, samples: 1, &random)[0]
      let values = rows(ownRoot, n, gain: gains[2], &random)
      let own = rows(gradientRoot, n, gain: 1, &random)
      var slopes = product(own, values, n, width, n, transposed: true)
      slopes.withUnsafeMutableBufferPointer { buffer in
        one.shares.withUnsafeBufferPointer { shares in
          for row in 0..<n {
            guard let base = buffer.baseAddress, let from = shares.baseAddress else { return }
            softmaxPullBack(from + row * n, base + row * n, count: n)
          }
        }
      }
      let toQueries = turned(product(slopes, one.keys, n, n, width), by: -1)
      let toKeys = turned(product(turn(slopes), one.queries, n, n, width), by: -1)
      add(product(toQueries, toQueries, n, width, n, transposed: true), &sums[0])
      add(product(toKeys, toKeys, n, width, n, transposed: true), &sums[1])
      let back = turn(one.shares)
      add(product(product(back, pairs, n, n, n), back, n, n, n, transposed: true), &sums[2])
    }
    // 1/√width in the logits, and the mean over the width of a product.
    let unit = 1 / Double(draws * width * width)
    return sums.enumerated().map { index, sum in
      let factor = index < 2 ? unit : 1 / Double(draws)
      return PositionMatrix(pairs: sum.map { $0 * factor }, count: n)
    }
  }

  private func turn(_ matrix: [Double]) -> [Double] {
    (0..<count * count).map { matrix[$0 % count * count + $0 / count] }
  }

  private func add(_ one: [Double], _ sum: inout [Double]) {
    for i in sum.indices { sum[i] += one[i] }
  }
}
