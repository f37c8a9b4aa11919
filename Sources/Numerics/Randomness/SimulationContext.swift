import Synchronization

/// What a caller may set around simulations; none of it changes a result.
///
///     try await SimulationContext.$memoryLimit.withValue(2e9) { try await propagate(request) }
public enum SimulationContext {
  /// Bytes that one simulation may take; `nil` for half of the machine's memory.
  ///
  /// What needs more is refused before it is allocated, and fewer jobs run at a time to stay below.
  @TaskLocal public static var memoryLimit: Double?
  /// Counts trials as they finish, for progress.
  @TaskLocal public static var counter: TrialCounter?
}

/// How many trials have been finished, counted by all threads together.
public final class TrialCounter: Sendable {
  private let finished = Atomic<Int>(0)
  private let whole: TrialCounter?

  /// Starts at 0.
  ///
  /// - Parameter whole: counts the same trials, among others; nil for none.
  public init(within whole: TrialCounter? = nil) { self.whole = whole }

  /// The count so far.
  public var value: Int { finished.load(ordering: .relaxed) }

  /// Adds to the count.
  package func add(_ trials: Int) {
    finished.add(trials, ordering: .relaxed)
    whole?.add(trials)
  }
}

extension Machine {
  /// Bytes that a simulation may take here.
  package static var memoryLimit: Double { SimulationContext.memoryLimit ?? memory / 2 }
}
