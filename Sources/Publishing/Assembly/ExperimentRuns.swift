import Foundation
import ReportFolder
import Simulation
import Study

extension ReportBuilder {
  /// Runs the experiments, each saved as soon as it is finished; a run that was stopped goes on here.
  ///
  /// - Parameter saved: outcomes of this study that are known already.
  func simulate(
    into output: OutputDirectory, saved: Results,
    progress: @escaping @Sendable (ProgressEvent) -> Void
  ) async throws -> Results {
    var results = saved
    let experiments = chapters.flatMap(\.experiments)
    var open: [any Experiment] = []
    var done = 0
    for experiment in experiments {
      let id = experiment.id
      guard
        saved.has(experiment)
          || output.leftover("results/\(id).json").map({ results.reuse($0, of: experiment) })
            ?? false
      else {
        open.append(experiment)
        continue
      }
      done += 1
      progress(.reusing(id: id, position: done, count: experiments.count))
      try output.save(results.documents[id] ?? Data(), to: "results/\(id).json")
    }
    // An experiment that knows its trials is as large as the study's author made it, and has the machine
    // for itself; the report's own are small, and the second takes the cores that the first leaves idle
    // between its batches. Cores stay as many as they are, whoever asks for them.
    let sharesMachine = jobs >= Machine.cores && SimulationContext.memoryLimit == nil
    let small = open.filter { $0.trials(of: study) == nil }
    let large = open.filter { $0.trials(of: study) != nil }
    for (share, side) in [(small, sharesMachine ? 2 : 1), (large, 1)] {
      let first = done
      _ = try await mapConcurrently(
        share.count, jobs: side,
        finished: { index, data in
          let experiment = share[index]
          done += 1
          guard results.reuse(data, of: experiment) else {
            throw ResultsError.unreadable(experiment: experiment.id)
          }
          try output.save(data, to: "results/\(experiment.id).json")
          progress(.simulated(id: experiment.id, position: done, count: experiments.count))
        }
      ) { index in
        let experiment = share[index]
        return try await counted(
          experiment.id, position: first + index + 1, of: experiments.count,
          trials: experiment.trials(of: study), progress: progress
        ) { try await outcome(of: experiment) }
      }
    }
    return results
  }

  /// Says that a piece of work begins, unless the run was stopped, and does it with a counter of its own.
  ///
  /// - Parameters:
  ///   - id: the name of the experiment or of its cell.
  ///   - position: from 1, of `count`.
  ///   - trials: how many there will be; nil if that is not known.
  func counted(
    _ id: String, position: Int, of count: Int, trials: Int? = nil,
    progress: @Sendable (ProgressEvent) -> Void, _ work: () async throws -> Data
  ) async throws -> Data {
    try Task.checkCancellation()
    let counter = TrialCounter(within: SimulationContext.counter)
    progress(
      .simulating(id: id, position: position, count: count, trials: trials, counter: counter))
    return try await SimulationContext.$counter.withValue(counter) { try await work() }
  }

  /// The outcome of an experiment, as it is saved.
  private func outcome(of experiment: some Experiment) async throws -> Data {
    try CanonicalJSON.encode(try await experiment.run(study, jobs: jobs), indented: false)
  }
}
