import Foundation
import Publishing
import ReportFolder

/// An event as a line of JSON, for scripts.
struct JSONProgress: Encodable {
  private var event: String
  private var experiment: String?
  private var position: Int?
  private var count: Int?
  /// How many trials have been finished in the whole run.
  private var trials: Int?
  /// How many trials the experiment will take.
  private var expected: Int?
  private var message: String?

  init(_ event: ProgressEvent, trials: Int) {
    switch event {
    case .simulating(let id, let position, let count, let expected, _):
      self.event = "simulating"
      at(id, position, count, trials)
      self.expected = expected
    case .simulated(let id, let position, let count):
      self.event = "simulated"
      at(id, position, count, trials)
    case .reusing(let id, let position, let count):
      self.event = "reused"
      at(id, position, count, trials)
    case .outdated(let version):
      self.event = "outdated"
      message = "the results are of version \(version)"
    case .drawing(let done, let count):
      self.event = "drawing"
      position = done
      self.count = count
    case .assembled(let seconds):
      self.event = "assembled"
      message = "\(seconds) s"
    case .warning(let sentence):
      self.event = "warning"
      message = sentence
    case .finished(let files):
      self.event = "finished"
      count = files
    }
  }

  private mutating func at(_ id: String, _ position: Int, _ count: Int, _ trials: Int) {
    experiment = id
    self.position = position
    self.count = count
    self.trials = trials
  }

  /// The line, with its end.
  var line: String {
    (try? CanonicalJSON.encode(self, indented: false)).map { String(decoding: $0, as: UTF8.self) }
      ?? ""
  }
}
