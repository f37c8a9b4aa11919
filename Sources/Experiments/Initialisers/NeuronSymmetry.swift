import Charts
import Graphics
import Simulation
import Study

/// How many different neurons a hidden layer has after k steps of training.
///
/// A network of 4 inputs, 8 tanh units and one linear output learns by gradient descent from starts
/// that differ only in their weights. Deterministic but for the draws; no intervals.
struct NeuronSymmetry: Experiment {
  let id = "neuron-symmetry"
  let question = "What do networks learn whose weights start equal?"
  let chartIDs = ["neuron-symmetry"]

  struct Outcome: Codable, Equatable, Sendable {
    var units: Int
    var steps: Int
    var starts: [Start]
  }

  struct Start: Codable, Equatable, Sendable {
    var name: String
    /// After 0 … k steps.
    var distinct: [Int]
    var loss: [Double]
  }

  /// How the weights of both layers start.
  private static let starts:
    [(name: String, hidden: any WeightInitializer, output: any WeightInitializer)] = [
      ("Random", XavierNormal(), XavierNormal()),
      ("Constant, random output", Constant(0.3), XavierNormal()),
      ("Constant", Constant(0.3), Constant(0.3)), ("Zero", Constant(0), Constant(0)),
    ]

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    let (units, steps) = (8, 200)
    let seed = SeedTree(seed: study.seed).child(id)
    let data = TwoLayerNetwork.Data(seed: seed.child("data"), inputs: 4, count: 32)
    let starts = Self.starts.map { start in
      var network = TwoLayerNetwork(
        inputs: 4, units: units, hidden: start.hidden, output: start.output,
        seed: seed.child("weights"))
      var result = Start(name: start.name, distinct: [], loss: [])
      for _ in 0...steps {
        result.distinct.append(network.distinctUnits)
        result.loss.append(network.descend(on: data, rate: 0.2))
      }
      return result
    }
    return Outcome(units: units, steps: steps, starts: starts)
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let steps = Array(0...outcome.steps)
    let chart = Chart("neuron-symmetry") {
      PanelRow("Different hidden units, of \(outcome.units)", height: 90) {
        for start in outcome.starts {
          Panel(start.name, detail: detail(start)) {
            LineMark(x: .value("Step", steps), y: .value("Different units", start.distinct))
              .interpolationMethod(.stepEnd).foregroundStyle(.accent)
          }
        }
      }
      .chartYScale(domain: 0...(Double(outcome.units) + 0.6))
      .chartYAxis(values: [0, 0.5, 1].map { $0 * Double(outcome.units) })
      PanelRow("Loss", height: 120) {
        for start in outcome.starts {
          Panel {
            LineMark(x: .value("Step", steps), y: .value("Loss", start.loss))
              .foregroundStyle(.accent)
          }
        }
      }
      .chartYScale(domain: 0...(1.1 * (outcome.starts.flatMap(\.loss).max() ?? 1)))
    }
    return [
      chart
        .chartXScale(domain: 0...Double(outcome.steps))
        .chartXAxis(values: [0, 50, 100, 150, 200].filter { $0 <= Double(outcome.steps) })
        .chartXAxisLabel("Step of gradient descent")
        .chartLegend(.hidden)
        .chartTitle(
          "Units that start equal stay equal: a constant start trains one neuron, zero trains none"
        )
        .chartSubtitle(
          "How many of \(outcome.units) hidden tanh units compute different functions, and the loss, "
            + "over \(outcome.steps) steps. The panels differ only in the starting weights."
        )
        .chartCaption(
          "**Method.** 4 inputs, \(outcome.units) tanh units, one linear output, biases 0; full-batch "
            + "gradient descent on the squared error of 32 examples, rate 0.2; the same data and the "
            + "same draws for all. Random weights follow Xavier’s rule, constant ones are 0.3. One run "
            + "for each start: no intervals. Seed \(study.seed)."
        )
        .chartAltText(
          "Four panels show the number of different hidden units and the loss over training. "
            + outcome.starts.map {
              "\($0.name): \($0.distinct.last ?? 0) different units, loss "
                + NumberFormat.significant(2).text($0.loss.last ?? .nan)
            }.joined(separator: "; ") + ".")
    ]
  }

  private func detail(_ start: Start) -> String {
    "\(start.distinct.last ?? 0) different, loss "
      + NumberFormat.significant(2).text(start.loss.last ?? .nan)
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let (random, mixed) = (outcome.starts[0], outcome.starts[1])
    let (constant, zero) = (outcome.starts[2], outcome.starts[3])
    return [
      Fact("symmetry-units", outcome.units),
      Fact("symmetry-random-loss", random.loss.last ?? .nan, .significant(2)),
      Fact("symmetry-mixed-units", mixed.distinct[1]),
      Fact("symmetry-constant-units", constant.distinct.last ?? 0),
      Fact("symmetry-constant-loss", constant.loss.last ?? .nan, .significant(2)),
      Fact("symmetry-zero-loss", zero.loss.last ?? .nan, .significant(2)),
    ]
  }
}
