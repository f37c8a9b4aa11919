import Networks

/// Memory for gradients, which live from one stage to the next: taken, handed on, given back.
final class Workspace<Real: NetworkReal> {
  private var free: [(count: Int, buffer: Buffer<Real>)] = []
  private var used: [UnsafeMutablePointer<Real>: (count: Int, buffer: Buffer<Real>)] = [:]

  /// Room for a signal; the numbers in it are anything.
  func take(rows: Int, columns: Int) -> Signal<Real> {
    let count = rows * columns
    var best: Int?
    for (index, block) in free.enumerated() where block.count >= count {
      if best.map({ free[$0].count > block.count }) ?? true { best = index }
    }
    let block = best.map { free.remove(at: $0) } ?? (count: count, buffer: Buffer(count: count))
    used[block.buffer.base] = block
    return Signal(base: block.buffer.base, rows: rows, columns: columns)
  }

  /// Room for a signal of the same shape and the same numbers.
  func copy(_ signal: Signal<Real>) -> Signal<Real> {
    var result = take(rows: signal.rows, columns: signal.columns)
    result.base.update(from: signal.base, count: signal.count)
    result.exponent = signal.exponent
    return result
  }

  /// Gives back what was taken.
  func give(_ signal: Signal<Real>) {
    guard let block = used.removeValue(forKey: signal.base) else {
      preconditionFailure("only what was taken can be given back")
    }
    free.append(block)
  }
}
