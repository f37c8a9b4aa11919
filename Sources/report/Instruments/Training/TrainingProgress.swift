import Dispatch
import Engine
import Foundation
import Simulation
import Study
import Synchronization

/// Says on stderr what a training will cost, and on a terminal how far it is.
final class TrainingProgress: Sendable {
  let counter = TrialCounter()
  private let total: Int
  private let timer = Mutex<(any DispatchSourceTimer)?>(nil)
  private let begun = Mutex<ContinuousClock.Instant?>(nil)
  private let isTerminal = isatty(STDERR_FILENO) == 1

  /// Below so many multiplications nobody has to be told.
  private static let small = 2e11
  /// Seconds that a try takes at least, beside what comes with every training.
  private static let probe = 0.2
  /// More multiplications than any core makes in a second.
  private static let fastest = 2e11

  init(_ plan: TrainingPlan) { total = plan.steps * plan.networks }

  /// Refuses what does not fit; a training of more than some seconds is tried for a few steps first, and what
  /// all of it will take is said.
  func announce(_ plan: TrainingPlan) async throws {
    let cost = try TrainingCost(of: plan)
    guard cost.multiplications > Self.small, plan.steps > 8 else { return }
    var probe = plan
    probe.networks = 1
    probe.records = []
    probe.progress = nil
    probe.curvatureIterations = 0
    func seconds(_ steps: Int) async throws -> Double {
      probe.steps = steps
      let plan = probe
      let start = ContinuousClock.now
      _ = try await train(plan)
      return (ContinuousClock.now - start) / .seconds(1)
    }
    let one = try await seconds(1)
    var (more, count) = (one, 1)
    // Until steps take longer than what else differs from try to try.
    while more - one < Self.probe, count < plan.steps {
      count = min(plan.steps, 4 * count)
      more = try await seconds(count)
    }
    // Both test twice; steps are what they differ in. No step is faster than its multiplications.
    let step = max(
      (more - one) / Double(max(1, count - 1)),
      cost.multiplications / Double(plan.steps) / Double(plan.networks) / Self.fastest)
    let test = max(0, one - step) / 2
    let each = step * Double(plan.steps) + test * Double(plan.records.count + 2)
    let threads = min(plan.jobs ?? Machine.cores, Machine.cores, plan.networks)
    let rounds = (Double(plan.networks) / Double(threads)).rounded(.up)
    let all = each * rounds
    guard all > 10 else { return }
    let sentence =
      "\(plan.networks) networks of \(cost.parameters) parameters and \(plan.steps) steps each: about "
      + "\(Duration.rough(all)) on \(threads) thread\(threads == 1 ? "" : "s")"
    Self.write(
      sentence
        + (all > 3600
          ? "; fewer --steps, --networks or a smaller --width would be faster (Ctrl-C stops)" : "")
        + "\n")
  }

  /// Begins to show how far it is, on a terminal.
  func start() {
    guard isTerminal else { return }
    begun.withLock { $0 = .now }
    timer.withLock { timer in
      guard timer == nil else { return }
      let source = DispatchSource.makeTimerSource(queue: .global())
      source.schedule(deadline: .now() + 0.5, repeating: 0.25)
      source.setEventHandler { [weak self] in self?.show() }
      source.resume()
      timer = source
    }
  }

  /// Stops, and clears the line.
  func stop() {
    timer.withLock { timer in
      guard timer != nil else { return }
      timer?.cancel()
      timer = nil
      Self.write("\r\u{1B}[K")
    }
  }

  private func show() {
    let done = min(counter.value, total)
    let seconds = begun.withLock { $0.map { (ContinuousClock.now - $0) / .seconds(1) } } ?? 0
    var line = "step \(done) of \(total) (\(100 * done / max(1, total)) %)"
    if done > 0, seconds > 0.5, done < total {
      let left = seconds * Double(total - done) / Double(done)
      line += ", \(Duration.rough(left)) left"
    }
    Self.write("\r\u{1B}[K" + line)
  }

  private static func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
