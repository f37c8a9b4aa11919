import Simulation

/// What a build tells while it works; the command decides whether and how to show it.
public enum ProgressEvent: Sendable {
  /// An experiment begins, perhaps beside another: its id, its position (from 1), how many there are, how
  /// many trials it will take if that is known, and what counts them.
  case simulating(
    id: String, position: Int, count: Int, trials: Int? = nil, counter: TrialCounter)
  /// It ended, as the position-th of all.
  case simulated(id: String, position: Int, count: Int)
  /// The results of an experiment are taken over: an earlier, stopped run of the same study finished
  /// it, or the report to redraw holds it.
  case reusing(id: String, position: Int, count: Int)
  /// The report to redraw was measured by another version, so it is simulated again.
  case outdated(version: String)
  /// Charts drawn so far, of how many.
  case drawing(done: Int, count: Int)
  /// Markdown and HTML were put together in so many seconds.
  case assembled(seconds: Double)
  /// Something the user should know, in a sentence: a typeface that is missing.
  case warning(String)
  /// The folder was replaced: how many files it has.
  case finished(files: Int)
}
