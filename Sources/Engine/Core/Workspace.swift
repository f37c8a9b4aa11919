import Networks

/// Memory for gradients, which live from one stage to the next: taken, handed on, given back.
final class Workspace<Real: NetworkReal> {
  // One thread's, and never while another of its methods runs; checking that took longer than the work.
  @exclusivity(unchecked) private var free: [Block<Real>] = []
  @exclusivity(unchecked) private var used: [Block<Real>] = []

  /// Room for a signal; the numbers in it are anything.
  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func take(rows: Int, columns: Int) -> Signal<Real> {
    let count = rows * columns
    var best = -1
    for index in free.indices where free[index].count >= count {
      if best < 0 || free[index].count < free[best].count { best = index }
    }
    let block = best < 0 ? Block<Real>(count: count) : free.remove(at: best)
    used.append(block)
    return Signal(base: block.base, rows: rows, columns: columns)
  }

  /// Room for a signal of the same shape and the same numbers.
  func copy(_ signal: Signal<Real>) -> Signal<Real> {
    var result = take(rows: signal.rows, columns: signal.columns)
    result.base.update(from: signal.base, count: signal.count)
    result.exponent = signal.exponent
    return result
  }

  /// Gives back what was taken.
  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func give(_ signal: Signal<Real>) {
    // Mostly what was taken last.
    var index = used.count - 1
    while index >= 0, used[index].base != signal.base { index -= 1 }
    precondition(index >= 0, "only what was taken can be given back")
    free.append(used.remove(at: index))
  }
}

/// A piece of a workspace's memory; a class of its own, because arrays of tuples of a generic type cost a
/// look-up of their type for every element.
private final class Block<Real> {
  let count: Int
  let base: UnsafeMutablePointer<Real>
  private let buffer: Buffer<Real>

  init(count: Int) {
    self.count = count
    buffer = Buffer(count: count)
    base = buffer.base
  }
}
