import Simulation

/// What a study of own networks will cost, known before it starts.
public struct StudyEstimate: Sendable {
  /// The most bytes that one of its settings takes.
  public var bytes = 0.0
  /// Seconds on this machine's cores, right within a factor of three or so.
  public var seconds = 0.0
  /// The same if every setting needs the study's most trials to reach its precision.
  public var longestSeconds = 0.0
}

extension StudyPlan {
  /// The estimate for so many jobs.
  ///
  /// - Throws: `SettingError` for a setting that would not fit into memory.
  public func estimate(jobs: Int) throws -> StudyEstimate {
    var estimate = StudyEstimate()
    for setting in settings {
      do {
        let first = try setting.request(trials: trials, seed: SeedTree(seed: 0), jobs: jobs)
          .estimate()
        estimate.bytes = max(estimate.bytes, first.bytes)
        estimate.seconds += first.seconds
        // Rounds of t, 2t, 4t, … trials, each drawn anew.
        let rounds = precision == nil ? 1 : 2 * Double(maximumTrials) / Double(trials)
        estimate.longestSeconds += first.seconds * max(1, rounds)
      } catch let error as PropagationError {
        throw SettingError(network: setting.name, error: error)
      }
    }
    return estimate
  }
}

/// A network of a study file that cannot be simulated here.
public struct SettingError: Error, CustomStringConvertible {
  /// The network's name in the study file.
  public let network: String
  /// What is wrong.
  public let error: PropagationError

  /// The sentence for the user.
  public var description: String {
    "the network “\(network)” cannot be simulated: \(error)"
  }
}
