/// What a build tells while it works; the command decides whether and how to show it.
public enum ProgressEvent: Sendable, Equatable {
  /// An experiment begins: its id, its position (from 1) and how many there are.
  case simulating(id: String, position: Int, count: Int)
  /// An experiment that an earlier, stopped run of the same study finished is taken over.
  case reusing(id: String, position: Int, count: Int)
  /// The report to redraw was measured by another version, so it is simulated again.
  case outdated(version: String)
  /// Charts drawn so far, of how many.
  case drawing(done: Int, count: Int)
  /// Something is missing on this machine; the report is made all the same.
  case warning(String)
  /// The folder was replaced: how many files it has.
  case finished(files: Int)
}
