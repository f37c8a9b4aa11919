import Engine
import Foundation
import Simulation
import TestSupport
import Testing

/// The code of the module's pages (`Simulation.docc`), compiled and run; the numbers beside it are closed
/// forms.
@Suite struct SimulationPages {
  @Test func overview() async throws {
    let request = PropagationRequest(
      width: 256, depth: 10, activation: ReLU(), initializer: HeNormal(), trials: 200,
      seed: SeedTree(seed: 1).child("relu"))
    let result = try await propagate(request)
    let last = result.layers[9].activation.mean
    print(last.value, "from", last.low, "to", last.high)
    // E h² = ½ E z² = ½ · m · 2/m · E h² of the layer before: 1, at every width.
    #expect(last.within(sigmas: 4, of: 1))
  }

  @Test func signalsAndGradients() async throws {
    let request = PropagationRequest(
      widths: [64, 128, 256, 128, 64], activation: Tanh(), initializer: XavierNormal(), trials: 500,
      seed: SeedTree(seed: 1).child("hourglass"))
    let result = try await propagate(request)
    for layer in result.layers {
      print(layer.layer, layer.width, layer.activation.mean.value, layer.gradient.log10.median)
    }
    #expect(result.layers.map(\.width) == [128, 256, 128, 64])
  }

  struct Cubic: ScalarActivation {
    let name = "cubic"
    func value(at x: Double) -> Double { x * x * x / 3 }
    func slope(at x: Double) -> Double { x * x }
  }

  struct Bent: Activation, PointwiseFunction {
    let name = "bent"
    func evaluate<Real: ElementaryReal>(_ x: Real) -> Real {
      ((x * x + 1).squareRoot() - 1) / 2 + x
    }
    func differentiate<Real: ElementaryReal>(_ x: Real) -> Real {
      x / (2 * (x * x + 1).squareRoot()) + 1
    }
  }

  @Test func anActivationOfYourOwn() async throws {
    let moments = try GaussianMoments(of: Cubic(), variance: 1)
    print(moments.secondMoment)
    // E z⁶ = 15.
    #expect(abs(moments.secondMoment - 15.0 / 9) < 1e-9)
    for activation in [Cubic(), Bent()] as [any Activation] {
      for x in [-2.0, -0.3, 0.7, 3] {
        let h = 1e-5
        let difference = (activation.value(at: x + h) - activation.value(at: x - h)) / (2 * h)
        #expect(abs(activation.slope(at: x) - difference) < 1e-8)
      }
      let result = try await propagate(
        PropagationRequest(
          width: 16, depth: 2, activation: activation, initializer: LeCun(), trials: 10,
          seed: SeedTree(seed: 2)))
      #expect(result.activation == activation.name)
    }
  }

  struct Rademacher: WeightInitializer {
    let name = "rademacher"
    let law = WeightLaw.independent

    func variance(fanIn: Int, fanOut: Int) -> Double { 1 / Double(fanIn) }

    func fill<Real: BufferReal>(
      _ weights: inout MutableSpan<Real>, fanIn: Int, fanOut: Int, random: inout RandomSource
    ) {
      let size = Real(variance(fanIn: fanIn, fanOut: fanOut).squareRoot())
      for i in weights.indices { weights[i] = random.uniform() < 0.5 ? -size : size }
    }
  }

  @Test func aRuleOfYourOwn() async throws {
    let request = PropagationRequest(
      width: 64, depth: 5, activation: Identity(), initializer: Rademacher(), trials: 400,
      seed: SeedTree(seed: 1).child("rademacher"))
    let result = try await propagate(request)
    print(result.layers[4].activation.mean.contains(1))
    // m σ² = 1 keeps the mean square of a linear network's signal at that of its input.
    #expect(result.layers[4].activation.mean.within(sigmas: 4, of: 1))
    var single = request
    single.precision = .float64
    #expect(try await propagate(single).layers[4].activation.mean.within(sigmas: 4, of: 1))
  }

  @Test func whatTheoryKnows() throws {
    let pass = try MeanFieldPass(
      activation: ReLU(), widths: [100, 100, 100], weightVariances: [0.02, 0.02])
    print(pass.layers[1].activationSecondMoment)
    #expect(abs(pass.layers[1].activationSecondMoment - 1) < 1e-12)
    let phase = try MeanFieldPhase(activation: ReLU(), weightVariance: 2)
    print(phase.phase, phase.chi1)
    #expect(phase.phase == .critical)
    let law = try FiniteWidthLaw(
      .linear, widths: Array(repeating: 64, count: 50),
      weightVariances: Array(repeating: 1 / 64, count: 50))
    print(law.meanLogarithm, law.logVariance)
    // ψ′(32) of each layer's χ²₆₄, fifty times.
    #expect(abs(law.meanLogarithm) < 1e-12 && abs(law.logVariance - 50 * 0.0317435) < 1e-4)
  }

  @Test func spectraOfWeights() async throws {
    let spectrum = try await sampleSpectrum(
      SpectrumRequest(
        rows: 64, columns: 256, initializer: LeCun(), trials: 20, seed: SeedTree(seed: 1)))
    print(spectrum.largest.value, spectrum.smallest.value)
    let law = try MarchenkoPastur(ratio: 0.25)
    print(law.lowerEdge, law.upperEdge, law.cumulative(1))
    #expect(abs(law.lowerEdge - 0.25) < 1e-12 && abs(law.upperEdge - 2.25) < 1e-12)
    // LeCun's 1/m over 64 inputs is the law's scale 256/64.
    let edge = (4 * law.upperEdge).squareRoot()
    #expect(spectrum.largest.value < edge && spectrum.largest.value > 0.95 * edge)
  }

  @Test func trainingASmallNetwork() throws {
    let x = (0...64).map { Float($0) / 32 - 1 }
    let task = LearningTask.byHeart(
      name: "parabola", shape: Shape(channels: 1),
      LearningTask.Samples(inputs: x, answers: .numbers(x.map { $0 * $0 })))
    let network = Network(
      chain: [16, 16], for: task, activation: Tanh(), rule: XavierNormal())
    let training = try trainInTurn(
      TrainingPlan(
        network, task: task, optimizer: .adam(rate: 0.01), steps: 300, batch: 65, networks: 1,
        seed: SeedTree(seed: 1)))
    let records = training.networks[0].records
    if let first = records.first, let last = records.last {
      print(first.testLoss, last.testLoss, last.movement)
    }
    let losses = records.map(\.testLoss)
    #expect(try #require(losses.last) < 0.01 * (try #require(losses.first)))
    #expect(training.networks[0].divergedAt == nil)
  }

  @Test func seedsAndIntervals() async throws {
    let seeds = SeedTree(seed: 7).child("coins")
    let tosses = try await mapTrials(1000) { trial in
      var random = seeds.child(trial).source()
      return random.uniform() < 0.5 ? 1.0 : 0.0
    }
    let mean = try Estimate.mean(of: tosses)
    let share = try Estimate.proportion(successes: tosses.count { $0 == 1 }, trials: tosses.count)
    print(mean.contains(0.5), share.contains(0.5))
    #expect(mean.within(sigmas: 4, of: 0.5) && share.within(sigmas: 4, of: 0.5))
  }

  /// Every line of code on the pages stands in this file.
  @Test func pagesShowCodeThatRuns() throws {
    let here = URL(filePath: #filePath)
    let code = try String(contentsOf: here, encoding: .utf8).split(separator: "\n").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    let folder = here.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources/Simulation/Simulation.docc")
    let pages = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".md") }
    #expect(pages.count == 8)
    for page in pages {
      let text = try String(contentsOf: folder.appending(path: page), encoding: .utf8)
      let blocks = text.components(separatedBy: "```swift\n").dropFirst()
      #expect(!blocks.isEmpty, "\(page)")
      for block in blocks {
        for line in block.components(separatedBy: "```")[0].split(separator: "\n") {
          let wanted = line.trimmingCharacters(in: .whitespaces)
          #expect(code.contains(wanted), "\(page): “\(wanted)”")
        }
      }
    }
  }
}
