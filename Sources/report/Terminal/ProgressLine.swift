import Experiments
import Study
import Publishing
import Simulation

/// The words of progress: what runs, how fast, and how long it will take.
struct ProgressLine {
  private let start = ContinuousClock.now
  /// What runs, often two experiments side by side, and for how long.
  private var running: [Run] = []
  private var ended = (trials: 0, seconds: 0.0)
  private var simulated = 0
  private var reused = 0
  private var total = 0
  private var drawing: (done: Int, count: Int)?

  private struct Run {
    let id: String
    let position: Int
    let count: Int
    let trials: Int?
    let counter: TrialCounter
    let start = ContinuousClock.now

    /// Its name, and once it takes its time how fast it is.
    var words: String {
      let (done, seconds) = (counter.value, ProgressLine.seconds(since: start))
      guard seconds > 0.5 else { return id }
      var text = id + ProgressLine.rate(done, seconds)
      if let trials, done > 0, done < trials {
        text += ", \(Duration.rough(seconds * Double(trials - done) / Double(done))) left"
      }
      return text
    }
  }

  /// What was taken over, for the last sentence.
  var reuse: String {
    reused == 0
      ? "" : ", with \(reused) of \(total) results from before (the same study and program)"
  }

  /// Takes note of an event.
  mutating func take(_ event: ProgressEvent) {
    switch event {
    case .simulating(let id, let position, let total, let trials, let counter):
      running.append(
        Run(id: id, position: position, count: total, trials: trials, counter: counter))
      self.total = total
    case .simulated(let id, _, _):
      if let index = running.firstIndex(where: { $0.id == id }) {
        let run = running.remove(at: index)
        ended = (run.counter.value, Self.seconds(since: run.start))
      }
      simulated += 1
    case .reusing(_, _, let total):
      reused += 1
      self.total = total
    case .drawing(let done, let count): drawing = done < count ? (done, count) : nil
    case .outdated, .assembled, .warning: break
    case .finished:
      running = []
      drawing = nil
    }
  }

  /// The line that an event leaves behind; nil for none.
  func lastingLine(for event: ProgressEvent) -> String? {
    switch event {
    case .simulated(let id, let position, let count):
      let rest = timeLeft(after: position, of: count)
      return Self.place(position, count) + id + Self.rate(ended.trials, ended.seconds)
        + (rest.map { ", about \($0) left" } ?? "")
    case .reusing(let id, let position, let count):
      return Self.place(position, count) + id + "  finished before"
    case .outdated(let version):
      return "the results are of version \(version): simulating again"
    case .assembled(let seconds):
      return "Markdown and HTML  \(NumberFormat.fixed(2).text(seconds)) s"
    default: return nil
    }
  }

  /// The line of what is going on, no wider than `width`.
  func passingLine(width: Int) -> String {
    var text = ""
    if let first = running.first {
      text = Self.place(first.position, first.count) + running.map(\.words).joined(separator: " · ")
    } else if let drawing {
      text = "drawing \(drawing.done)/\(drawing.count)"
    }
    return String(text.prefix(max(0, width)))
  }

  /// What the remaining experiments take if they are like the simulated ones.
  private func timeLeft(after position: Int, of count: Int) -> String? {
    guard position < count, simulated > 0 else { return nil }
    let each = Self.seconds(since: start) / Double(simulated)
    return Duration.rough(each * Double(count - position))
  }

  private static func place(_ position: Int, _ count: Int) -> String {
    let width = String(count).count
    let number = String(position)
    return String(repeating: " ", count: max(0, width - number.count)) + "\(number)/\(count) "
  }

  private static func rate(_ trials: Int, _ seconds: Double) -> String {
    let count = NumberFormat.count
    let time = seconds < 10 ? NumberFormat.fixed(1).text(seconds) + " s" : Duration.rough(seconds)
    guard trials > 0, seconds > 0 else { return "  \(time)" }
    let perSecond = count.text((Double(trials) / seconds).rounded())
    return "  \(count.text(Double(trials))) trials in \(time) (\(perSecond)/s)"
  }

  private static func seconds(since start: ContinuousClock.Instant) -> Double {
    (ContinuousClock.now - start) / .seconds(1)
  }
}
