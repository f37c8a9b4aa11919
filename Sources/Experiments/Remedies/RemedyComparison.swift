import Engine
import Simulation
import Study

/// All remedies with one yardstick: the gradient of the first layer over the last's at the start, by depth, and the
/// test loss after equally many steps at the rate that suits each.
///
/// The patient is a sigmoid network with Xavier's start. Clipping leaves it as it is; all others are ReLU networks,
/// with He's start where they have none of their own. Fixed before the first run: depths 4 to 64, SGD, rates by
/// factors of four tried on pilot networks, the same pictures for all. He and others 2015 (figures 2 and 3): Xavier's
/// start stalls in 30 ReLU layers and He's learns, which chapter 5 trains.
public struct RemedyComparison: Experiment {
  public let id = "remedy-comparison"
  public let chartIDs = ["remedy-gradients", "remedy-losses"]

  /// Makes the experiment.
  public init() {}

  /// A case for each remedy.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer of the networks at their start.
    public var width: Int
    /// Layers of the networks at their start, ascending.
    public var depths: [Int]
    /// How many networks each remedy has at each depth.
    public var networks: Int
    /// Inputs that go through each of them.
    public var samples: Int
    /// Layers of the trained networks, ascending.
    public var trainedDepths: [Int]
    /// How many networks each remedy trains at each of these depths.
    public var trained: Int
    /// Units per layer of the trained networks.
    public var trainedWidth: Int
    /// How many steps they take.
    public var steps: Int
    /// Pictures per step.
    public var batch: Int
    /// One for each remedy; the first, `none`, is the patient.
    public var cases: [Case]
  }

  /// One remedy; gradients by depth.
  public struct Case: Codable, Equatable, Sendable {
    /// The remedy's key.
    public var remedy: String
    /// log₁₀ of the root mean square of ∂ℓ/∂h behind layer 1 over that behind layer L.
    public var signal: [Estimate]
    /// The same for the weights' gradients; nil where there is none, because branches start at zero.
    public var weights: [Estimate?]
    /// By trained depth.
    public var trainings: [Training]
  }

  /// Trained networks of one depth.
  public struct Training: Codable, Equatable, Sendable {
    /// The learning rate that suited pilot networks best.
    public var rate: Double
    /// The median over networks of the test loss after the last step, in nats.
    public var loss: Estimate
    /// How many networks left the range of numbers.
    public var diverged: Int
  }

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.count(quick: 16, standard: 32, thorough: 64, atLeast: 16),
      depths: [4, 8, 16, 32, 64],
      networks: study.count(quick: 4, standard: 30, thorough: 100, atLeast: 4), samples: 16,
      trainedWidth: 16, trainedDepths: study.isThorough ? [4, 16, 32, 64] : [4, 16],
      trained: study.count(quick: 6, standard: 30, thorough: 100, atLeast: 6),
      steps: study.count(quick: 6, standard: 40, thorough: 400, atLeast: 5), seed: seed,
      jobs: jobs)
  }

  static func simulate(
    width: Int, depths: [Int], networks: Int, samples: Int, trainedWidth: Int,
    trainedDepths: [Int], trained: Int, steps: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    let batch = 16
    let task = try DigitLearners.standardised(
      training: 320, test: 160, seed: seed.child("digits"))
    var cases: [Case] = []
    for remedy in Remedy.all {
      var one = Case(remedy: remedy.key, signal: [], weights: [], trainings: [])
      if remedy.clipping != nil, let patient = cases.first {
        // Clipping acts on a gradient that is there: the start is the patient's.
        (one.signal, one.weights) = (patient.signal, patient.weights)
      }
      for depth in depths where remedy.clipping == nil {
        let (signal, weights) = try await ratios(
          remedy, width: width, depth: depth, networks: networks, samples: samples,
          seed: seed.child("start").child(depth), jobs: jobs)
        one.signal.append(signal)
        one.weights.append(weights)
      }
      for depth in trainedDepths {
        let rule: any WeightInitializer =
          remedy.key == "none" || remedy.clipping != nil ? XavierNormal() : LeCun()
        let stages =
          [NamedStage(Dense(trainedWidth, rule: rule))]
          + remedy.hidden(width: trainedWidth, depth: depth)
          + [NamedStage(Dense(10, rule: XavierNormal())), NamedStage(ReadOut(.crossEntropy))]
        let result = try await TunedTraining.run(
          TrainingPlan(
            Network(input: NetworkInput(task.shape), stages: stages), task: task,
            optimizer: .gradientDescent(rate: 1), clipping: remedy.clipping, steps: steps,
            batch: batch, networks: trained, seed: seed.child("training").child(depth), jobs: jobs),
          rates: [1.0 / 64, 1.0 / 16, 0.25, 1], beyond: 3)
        one.trainings.append(
          Training(rate: result.rate, loss: result.median, diverged: result.diverged))
      }
      cases.append(one)
    }
    return Outcome(
      width: width, depths: depths, networks: networks, samples: samples,
      trainedDepths: trainedDepths, trained: trained, trainedWidth: trainedWidth, steps: steps,
      batch: batch, cases: cases)
  }

  /// What layer 1's gradients are, relative to layer L's.
  private static func ratios(
    _ remedy: Remedy, width: Int, depth: Int, networks: Int, samples: Int, seed: SeedTree,
    jobs: Int
  ) async throws -> (signal: Estimate, weights: Estimate?) {
    let result = try await propagate(
      NetworkRequest(
        Network(
          input: NetworkInput(Shape(positions: [1], channels: width)),
          stages: remedy.hidden(width: width, depth: depth)),
        trials: networks, seed: seed, samples: samples, source: .dense, jobs: jobs,
        asksTheory: false))
    let layers = result.stages.filter { $0.info.kind == remedy.layerKind }
    var maps = result.stages.filter { $0.info.kind == remedy.weightKind }
    // Of Fixup's two layers the second is compared: the first has no gradient, because the second is zero.
    if remedy.key == "fixup" { maps = stride(from: 1, to: maps.count, by: 2).map { maps[$0] } }
    // Every remedy has two layers and two maps at least.
    let (bottom, top) = (layers[0], layers[layers.count - 1])
    let (low, high) = (maps[0], maps[maps.count - 1])
    let signal = difference(bottom.gradient, top.gradient)
    let (first, last) = (low.weightGradients[0], high.weightGradients[0])
    guard first.log10.zeros == 0, last.log10.zeros == 0 else { return (signal, nil) }
    return (signal, difference(first, last))
  }

  /// Half the difference of two mean logarithms of squares; the intervals of both are combined.
  private static func difference(_ a: MomentSummary, _ b: MomentSummary) -> Estimate {
    let (x, y) = (a.log10.mean, b.log10.mean)
    let half = (x.halfWidth * x.halfWidth + y.halfWidth * y.halfWidth).squareRoot() / 2
    let value = (x.value - y.value) / 2
    return Estimate(value: value, low: value - half, high: value + half, samples: x.samples)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    var facts = [
      Fact("remedy-networks", outcome.networks), Fact("remedy-width", outcome.width),
      Fact("remedy-samples", outcome.samples), Fact("remedy-trained", outcome.trained),
      Fact("remedy-trained-width", outcome.trainedWidth),
      Fact("remedy-steps", outcome.steps), Fact("remedy-batch", outcome.batch),
      Fact("remedy-deep", outcome.depths.last ?? 0),
      Fact("remedy-trained-depth", outcome.trainedDepths.last ?? 0),
      Fact("remedy-trained-shallow", outcome.trainedDepths.first ?? 0),
      Fact("remedy-count", outcome.cases.count),
    ]
    facts += Self.theory(depth: outcome.depths.last ?? 2, samples: outcome.samples).map {
      Fact("remedy-\($0.key)-theory", $0.decades, .signed(1))
    }
    for one in outcome.cases {
      guard let signal = one.signal.last, let training = one.trainings.last,
        let shallow = one.trainings.first
      else { continue }
      facts += [
        Fact("remedy-\(one.remedy)-signal", signal, .signed(1)),
        Fact("remedy-\(one.remedy)-loss", training.loss, .fixed(2)),
        Fact("remedy-\(one.remedy)-shallow", shallow.loss, .fixed(2)),
        Fact("remedy-\(one.remedy)-rate", training.rate, .significant(2)),
      ]
      if let weights = one.weights.last ?? nil {
        facts.append(Fact("remedy-\(one.remedy)-weights", weights, .signed(1)))
      }
    }
    return facts
  }

  /// What wide networks do, in decades: √(π/(π − 1)) a layer for batches of such a size, √2 and √(1 + 1/L) a block.
  static func theory(depth: Int, samples: Int) -> [(key: String, decades: Double)] {
    let passed = Double(depth - 1)
    let plain: Double = passed * Elementary.log10(2) / 2
    let growth: Double = 1 + 1 / Double(depth)
    let scaled: Double = passed * Elementary.log10(growth) / 2
    let standardized: Double = passed * Elementary.log10(BatchNormalizedReLU.limit) / 2
    var result: [(key: String, decades: Double)] = [
      (key: "residual", decades: plain), (key: "scaled", decades: scaled),
      (key: "standardized", decades: standardized),
    ]
    if let law = try? BatchNormalizedReLU(batch: samples) {
      let next: Double = (passed - 1) * Elementary.log10(law.factor)
      let first: Double = Elementary.log10(law.firstFactor)
      result.append((key: "batch", decades: (first + next) / 2))
    }
    return result
  }

  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    let (decades, nats) = (NumberFormat.fixed(1), NumberFormat.fixed(2))
    func ratio(_ estimate: Estimate?) -> String {
      guard let estimate else { return "@none" }
      return "\(decades.text(estimate.value)) ± \(decades.text(estimate.halfWidth))"
    }
    func loss(_ estimate: Estimate?) -> String {
      // A median network that left the range of numbers has no loss but an infinite one.
      guard let estimate, estimate.value < TunedTraining.lost else { return "∞" }
      func end(_ number: Double) -> String {
        nats.text(number < TunedTraining.lost ? number : .infinity)
      }
      return "\(nats.text(estimate.value)) (\(end(estimate.low))–\(end(estimate.high)))"
    }
    return [
      FactTable(
        name: "remedies", header: ["remedy", "signal", "weights", "shallow", "deep", "rate"],
        numeric: [false, true, true, true, true, true],
        rows: outcome.cases.map { one in
          [
            "@\(one.remedy)", ratio(one.signal.last), ratio(one.weights.last ?? nil),
            loss(one.trainings.first?.loss), loss(one.trainings.last?.loss),
            NumberFormat.significant(2).text(one.trainings.last?.rate ?? .nan),
          ]
        })
    ]
  }
}
