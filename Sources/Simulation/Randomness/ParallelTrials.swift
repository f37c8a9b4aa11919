/// Runs `body` for every index in 0..<count on several threads; the results come back by index.
///
/// The work is cut into chunks of consecutive indices, one task each: a task costs microseconds, a
/// trial often less. Results depend on the index alone, so any number of jobs gives the same values;
/// reduce them in index order and any number of jobs gives the same bytes.
///
/// - Parameters:
///   - count: how many trials.
///   - jobs: how many chunks run at a time; `nil` leaves it to the machine's cores.
///   - body: one trial; it must draw its random numbers from a source made from the index.
public func mapTrials<Result: Sendable>(
  _ count: Int, jobs: Int? = nil, _ body: @escaping @Sendable (Int) throws -> Result
) async throws -> [Result] {
  try await mapChunks(count, jobs: jobs) { range in try range.map(body) }
}

/// The same by chunks, for bodies that reuse buffers from one trial to the next.
///
/// `body` returns one result per index of its range.
public func mapChunks<Result: Sendable>(
  _ count: Int, jobs: Int? = nil, _ body: @escaping @Sendable (Range<Int>) throws -> [Result]
) async throws -> [Result] {
  guard count > 0 else { return [] }
  // Where the chunks end must not depend on `jobs`: a body may carry state along its range.
  let chunks = min(count, 64)
  let bounds = (0...chunks).map { $0 * count / chunks }
  return try await withThrowingTaskGroup(of: (Int, [Result]).self) { group in
    var next = 0
    func start() {
      guard next < chunks else { return }
      let chunk = next
      next += 1
      group.addTask { (chunk, try body(bounds[chunk]..<bounds[chunk + 1])) }
    }
    for _ in 0..<max(1, jobs ?? chunks) { start() }
    var parts = [[Result]](repeating: [], count: chunks)
    while let (chunk, part) = try await group.next() {
      try Task.checkCancellation()
      parts[chunk] = part
      start()
    }
    return parts.flatMap { $0 }
  }
}
