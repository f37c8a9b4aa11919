import Charts
import Foundation
import Simulation

/// Do the three means conserve the variance of note 001's network as its table says?
///
/// The note gives the variance after each layer of a linear 64-128-256-128-64 network as a theoretical
/// prediction. Linear layers multiply the variance by mσ² exactly, so theory is the product of these
/// factors; the simulation checks both. Target: intervals within 1 %.
struct ClaimedAgainstMeasured: Experiment {
  let id = "claimed-against-measured"
  let question = "Does the variance through 64-128-256-128-64 follow the note's table?"
  let chartIDs = ["claimed-against-measured"]

  struct Outcome: Codable, Equatable, Sendable {
    var widths: [Int]
    var networks: Int
    var inputs: Int
    var rules: [RuleOutcome]
  }

  /// Mean squares after each layer relative to the input's.
  struct RuleOutcome: Codable, Equatable, Sendable {
    var rule: String
    var layers: [Layer]
  }

  struct Layer: Codable, Equatable, Sendable {
    var width: Int
    /// The note's number; nil where the study's network is another than the note's.
    var claimed: Double?
    var theory: Double
    var measured: Estimate
    /// The range of the central 95 % of single networks.
    var low: Double
    var high: Double
  }

  /// Note 001, section 4.3, the table below "results (theoretical prediction)": rows 1 to 4.
  static let noteWidths = [64, 128, 256, 128, 64]
  static let noteTable: [(rule: StartingRule, values: [Double])] = [
    (.geometric, [1.00, 1.00, 1.00, 1.00]),
    (.xavierNormal, [0.94, 0.89, 0.94, 1.00]),
    (.quadratic, [0.89, 0.80, 0.89, 1.00]),
  ]

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    let widths = study.hourglass
    let (networks, inputs) = (max(2, study.networks * 2 / 5), 64)
    // One set of draws serves all three rules.
    let pass = try await HomogeneousPass(
      widths: widths, activation: Identity(), reference: .geometric, batch: inputs,
      networks: networks, seed: SeedTree(seed: study.seed).child(id), jobs: jobs)
    let rules = try Self.noteTable.map { rule, claims in
      let theory = try LinearNetwork.logForwardVariances(
        widths: widths, weightVariances: rule.variances(of: widths))
      let sizes = pass.forward(rule)
      let layers = sizes.indices.map { index in
        Layer(
          width: widths[index + 1], claimed: widths == Self.noteWidths ? claims[index] : nil,
          theory: exp(theory[index]), measured: sizes[index].mean.map { pow(10, $0) },
          low: pow(10, sizes[index].low), high: pow(10, sizes[index].high))
      }
      return RuleOutcome(rule: rule.name, layers: layers)
    }
    return Outcome(widths: widths, networks: networks, inputs: inputs, rules: rules)
  }
}
