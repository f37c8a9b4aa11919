/// Runs `body` for every index in 0..<count, at most `jobs` at a time; the results come back by index.
///
/// For work whose pieces are few and of unlike size, such as drawing charts; ``mapTrials(_:jobs:_:)``
/// is for many small alike ones. The first error cancels the rest and is thrown.
///
/// - Parameters:
///   - count: how many pieces of work there are.
///   - jobs: how many run at once, at least one.
///   - finished: told of each piece as it is done, with its index and result; called from the caller's task.
///   - body: one piece; its result must depend on its index alone.
public func mapConcurrently<Result: Sendable>(
  _ count: Int, jobs: Int, finished: (Int, Result) throws -> Void = { _, _ in },
  _ body: @escaping @Sendable (Int) async throws -> Result
) async throws -> [Result] {
  var results = [Result?](repeating: nil, count: max(0, count))
  try await withThrowingTaskGroup(of: (Int, Result).self) { group in
    var next = 0
    func addNext() {
      guard next < count else { return }
      let index = next
      group.addTask { (index, try await body(index)) }
      next += 1
    }
    for _ in 0..<max(1, jobs) { addNext() }
    while let (index, result) = try await group.next() {
      results[index] = result
      try finished(index, result)
      addNext()
    }
  }
  return results.compactMap(\.self)
}
