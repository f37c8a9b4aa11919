import Simulation
import TestSupport
import Testing

@testable import Experiments
@testable import Publishing
import Study

@Suite("Chapter 2: back-propagation") struct BackPropagationTests {
  @Test func reverseModeCostsOneSweepAndForwardOnePerParameter() {
    let costs = [2, 4, 8].map(GraphModes.cost)
    for cost in costs { #expect(cost.forward > cost.reverse) }
    // Twice the width has four times the parameters, so reverse grows about fourfold.
    #expect(costs[2].reverse < 5 * costs[1].reverse)
    #expect(costs[2].forward > 7 * costs[1].forward)
    #expect(costs[0].parameters == 2 * (2 * 2 + 2))
  }

  @Test func theNotesGraphHasTheNotesDerivatives() async throws {
    let note = try await GraphModes().run(StudyConfiguration(), jobs: 1).note
    #expect(note.steps.map(\.forward) == [1, 1, -1, -1, -1, 0.25])
    #expect(note.steps.map(\.reverse) == [0.25, 0.25, -0.25, -0.25, -0.25, 1])
  }

  @Test func onlyTheSecondPrintedOutputIsAMisprint() async throws {
    let outcome = try await WorkedExample().run(StudyConfiguration(), jobs: 1)
    let tables = WorkedExample().tables(of: outcome, study: StudyConfiguration())
    let table = try #require(tables.first { $0.name == "worked-printed" })
    #expect(table.rows.map { $0[3] } == ["@agrees", "@misprint", "@agrees"])
    #expect(outcome.totalErrorAfterOneStep < outcome.totalError)
    // Mazur 2015 prints these: net inputs and outputs of the hidden units and of the first output.
    let units = try #require(tables.first { $0.name == "worked-units" })
    #expect(units.rows.map { $0[0] } == ["$h_1$", "$h_2$", "$out_1$", "$out_2$"])
    #expect(units.rows[0][4] == "0.377500000" && units.rows[0][5] == "0.593269992")
    #expect(units.rows[1][5] == "0.596884378" && units.rows[2][4] == "1.105905967")
  }

  @Test func recursionEqualsAutomaticDifferentiation() {
    let outcome = RecursionCheck.simulate(width: 12, depth: 7, seed: SeedTree(seed: 3))
    #expect(outcome.cases.count == 3)
    for one in outcome.cases {
      #expect(one.recursion.count == 7)
      // Sums of twelve products, seven layers deep: some tens of roundings of 10⁻¹⁶.
      #expect(one.difference.allSatisfy { $0 < 1e-14 }, "\(one.activation)")
      #expect(one.recursion.allSatisfy { $0 > 0 }, "\(one.activation)")
    }
  }

  @Test func factorsAgreeWithDenseNetworks() async throws {
    let reference = try ChapterReference.load()
    let outcome = try await GradientDecay.simulate(
      width: 128, depth: 50, networks: 100, seed: SeedTree(seed: 8), jobs: 2)
    for one in outcome.cases {
      let slug = GradientDecay.starts.first { $0.name == one.start }?.slug ?? ""
      let dense = try #require(reference.gradientFactors["\(one.activation)-\(slug)"])
      let ours = one.factor.standardError
      let bound = 4 * (ours * ours + dense.error * dense.error).squareRoot()
      #expect(abs(one.factor.value - dense.value) < bound, "\(one.activation)-\(slug)")
    }
  }

  @Test func onlyThreeOfNineStartsFeedEveryLayer() async throws {
    let outcome = try await GradientDecay.simulate(
      width: 64, depth: 50, networks: 40, seed: SeedTree(seed: 8), jobs: 2)
    func fed(_ supply: GradientDecay.Supply) -> [String] {
      outcome.keys(fed: supply).map { "\($0.key): \($0.parts.joined(separator: " "))" }
    }
    #expect(fed(.everyLayer) == ["tanh: xavier he", "relu: he"])
    #expect(fed(.none) == ["tanh: normal-0.01", "relu: normal-0.01 xavier"])
    #expect(fed(.topOnly) == ["sigmoid: normal-0.01 xavier he"])
    #expect(outcome.partsWays)
    // At depth 3 nothing has had the time to vanish.
    let shallow = try await GradientDecay.simulate(
      width: 64, depth: 3, networks: 40, seed: SeedTree(seed: 8), jobs: 2)
    #expect(shallow.cases(fed: .everyLayer).count == 9)
    // The words of the chapter follow: what fails at depth 50 does not at depth 3.
    for (one, word) in [(outcome, "yes"), (shallow, "")] {
      let facts = GradientDecay().facts(of: one, study: StudyConfiguration())
      for name in ["gradient-sigmoid-fails", "gradient-small-fails"] {
        #expect(facts.first { $0.name == name }?.text() == word, "\(name)")
      }
    }
    let study = StudyConfiguration(width: 64, depth: 3, networks: 40)
    #expect(throws: Never.self) { try charts(of: GradientDecay(), shallow, study: study) }
  }

  /// What trains a layer is δhᵀ, whose size is the product of two sizes, network by network.
  @Test func theWeightsGradientIsThatOfDeltaTimesTheSignal() async throws {
    let outcome = try await GradientDecay.simulate(
      width: 64, depth: 20, networks: 40, seed: SeedTree(seed: 3), jobs: 2)
    for one in outcome.cases {
      let name = "\(one.activation), \(one.start)"
      #expect(one.signal.median.count == 19, "\(name)")
      for layer in 1..<20 {
        // Medians of a product and of its factors, which scatter by some hundredths of a decade.
        let sum = one.gradient.median[layer] + one.signal.median[layer - 1]
        #expect(abs(one.weights.median[layer] - sum) < 0.15, "\(name)")
      }
    }
    // ReLU halves signal and gradient per layer when nσ² = 1: E(∂ℓ/∂w)² = 2^−L in every layer, exactly.
    let relu = try #require(
      outcome.cases.first { $0.activation == "relu" && $0.start == "Xavier" })
    for layer in 0..<20 {
      #expect(abs(relu.weights.theory[layer] - -10 * 0.301029995663981) < 1e-9)
      #expect(abs(relu.weights.median[layer] - relu.weights.theory[layer]) < 0.35)
    }
    #expect(relu.supply == .everyLayer && abs(relu.tilt) < 0.2)
    // The sigmoid's h stays near ½, and its slope at most ¼: the first layer starves before the last.
    let sigmoid = outcome.cases.filter { $0.activation == "sigmoid" }
    #expect(sigmoid.allSatisfy { $0.supply == .topOnly && $0.tilt < -9 })
  }
}
