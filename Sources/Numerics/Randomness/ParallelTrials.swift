import Synchronization

/// Runs `body` for every index in 0..<count on several threads; the results come back by index.
///
/// The work is cut into chunks of consecutive indices: a task costs microseconds, a trial often less.
/// Results depend on the index alone, so any number of jobs gives the same values; reduce them in
/// index order and any number of jobs gives the same bytes.
///
/// - Parameters:
///   - count: how many trials.
///   - jobs: how many threads work; `nil` for one per core.
///   - body: one trial; it must draw its random numbers from a source made from the index.
public func mapTrials<Result: Sendable>(
  _ count: Int, jobs: Int? = nil, _ body: @escaping @Sendable (Int) throws -> Result
) async throws -> [Result] {
  try await mapTrials(count, jobs: jobs, state: {}, { _, index in try body(index) })
}

/// The same with a workspace per thread, made once and reused from trial to trial.
///
/// What a trial returns must not depend on what earlier trials left in the workspace.
public func mapTrials<State, Result: Sendable>(
  _ count: Int, jobs: Int? = nil, state: @escaping @Sendable () -> State,
  _ body: @escaping @Sendable (inout State, Int) throws -> Result
) async throws -> [Result] {
  guard count > 0 else { return [] }
  let chunks = ChunkQueue(count: count, chunks: min(count, 64))
  let workers = min(max(1, jobs ?? Machine.cores), chunks.chunks)
  let counter = SimulationContext.counter
  let parts = try await mapConcurrently(workers, jobs: workers) { _ in
    var parts: [(Int, [Result])] = []
    var workspace: State?
    while let (chunk, range) = chunks.next() {
      try Task.checkCancellation()
      var own = workspace ?? state()
      var results: [Result] = []
      results.reserveCapacity(range.count)
      for index in range { results.append(try body(&own, index)) }
      parts.append((chunk, results))
      workspace = own
      counter?.add(range.count)
    }
    return parts
  }
  var byChunk = [[Result]](repeating: [], count: chunks.chunks)
  for (chunk, part) in parts.joined() { byChunk[chunk] = part }
  return byChunk.flatMap { $0 }
}

/// Hands out chunks of 0..<count, first come, first served.
private final class ChunkQueue: Sendable {
  let count: Int
  let chunks: Int
  private let taken = Atomic<Int>(0)

  init(count: Int, chunks: Int) {
    self.count = count
    self.chunks = chunks
  }

  func next() -> (chunk: Int, range: Range<Int>)? {
    let chunk = taken.add(1, ordering: .relaxed).oldValue
    guard chunk < chunks else { return nil }
    return (chunk, (chunk * count / chunks)..<((chunk + 1) * count / chunks))
  }
}
