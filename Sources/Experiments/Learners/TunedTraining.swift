import Engine
import Simulation
import Study

/// Networks trained at the learning rate that suited others of their kind best.
///
/// A grid of rates is tried on a few pilot networks; the best one trains fresh ones, whose losses are reported:
/// choosing and reporting on the same networks would favour settings with noisy losses.
struct TunedTraining: Codable, Equatable, Sendable {
  /// The chosen rate.
  var rate: Double
  /// Test losses after the last step, network by network; `lost` for those that left the range.
  var losses: [Double]
  /// How many left it.
  var diverged: Int

  /// How many networks a rate is tried on: with one alone a last digit can choose another rate.
  static let pilots = 3

  /// What a network without a finite loss counts as: far above the ln 10 of guessing ten digits.
  static let lost = 20.0

  /// The plan's networks at the best of some rates.
  ///
  /// - Parameters:
  ///   - plan: its optimiser's rate does not matter.
  ///   - rates: what is tried, ascending, on ``pilots`` networks; with one rate nothing is.
  ///   - beyond: how many more rates may be tried beyond an end of the grid, by its last ratio, as long as the
  ///     best one lies there.
  static func run(
    _ plan: TrainingPlan, rates: [Double], beyond: Int = 0,
    optimizer: (Double) -> Optimizer = { .gradientDescent(rate: $0) }
  ) async throws -> TunedTraining {
    // Losses after the last step are all that is asked. (And LSUV settles on the first batch of training.)
    var plan = plan
    plan.recordsStart = false
    plan.notesStages = false
    var best = (rate: rates[0], loss: Double.infinity)
    func tryOut(_ rate: Double) async throws -> Bool {
      var pilot = plan
      pilot.optimizer = optimizer(rate)
      pilot.networks = pilots
      pilot.seed = plan.seed.child("pilot")
      let losses = Self.losses(try await train(pilot)).losses
      let loss = losses.reduce(0, +) / Double(losses.count)
      guard loss < best.loss else { return false }
      best = (rate, loss)
      return true
    }
    if rates.count > 1 {
      for rate in rates { _ = try await tryOut(rate) }
      let (first, last) = (rates[0], rates[rates.count - 1])
      for (end, ratio) in [
        (first, first / rates[1]), (last, last / rates[rates.count - 2]),
      ] where best.rate == end {
        var (rate, left) = (end * ratio, beyond)
        while left > 0, try await tryOut(rate) {
          rate *= ratio
          left -= 1
        }
      }
    }
    plan.optimizer = optimizer(best.rate)
    let (losses, diverged) = Self.losses(try await train(plan))
    return TunedTraining(rate: best.rate, losses: losses, diverged: diverged)
  }

  private static func losses(_ outcome: TrainingOutcome) -> (losses: [Double], diverged: Int) {
    let losses = outcome.networks.map { network -> Double in
      guard network.divergedAt == nil, let loss = network.records.last?.testLoss, loss.isFinite
      else { return lost }
      return min(lost, loss)
    }
    return (losses, outcome.networks.count { $0.divergedAt != nil })
  }

  /// The median loss, with the interval between order statistics from six networks on, else the range.
  var median: Estimate {
    if let median = try? Estimate.median(of: losses) { return median }
    let sorted = losses.sorted()
    return Estimate(
      value: sorted[(sorted.count - 1) / 2], low: sorted[0], high: sorted[sorted.count - 1],
      samples: sorted.count)
  }

  /// The ratio of two settings' losses on the same networks and data: geometric mean with its t interval.
  func ratio(to other: TunedTraining) -> Estimate {
    let logs = zip(losses, other.losses).map { Double.log($0) - Double.log($1) }
    return (try? .geometricMean(ofLogarithms: logs))
      ?? Estimate(value: .nan, low: .nan, high: .nan, samples: logs.count)
  }
}
