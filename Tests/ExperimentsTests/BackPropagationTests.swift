import Simulation
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
    let table = WorkedExample().tables(of: outcome, study: StudyConfiguration())[0]
    #expect(table.rows.map { $0[3] } == ["@agrees", "@misprint", "@agrees"])
    #expect(outcome.totalErrorAfterOneStep < outcome.totalError)
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
      let ours = one.factor.halfWidth / 1.96
      let bound = 4 * (ours * ours + dense.error * dense.error).squareRoot()
      #expect(abs(one.factor.value - dense.value) < bound, "\(one.activation)-\(slug)")
    }
  }

  @Test func onlyThreeOfNineStartsBringAUsableGradient() async throws {
    let outcome = try await GradientDecay.simulate(
      width: 64, depth: 50, networks: 40, seed: SeedTree(seed: 8), jobs: 2)
    let names = Fact("names", groups: outcome.usableKeys)
    #expect(
      names.text(vocabulary: TemplateLibrary.builtIn.vocabulary)
        == "tanh (Xavier, He) and ReLU (He)")
    // At depth 3 nothing has had the time to vanish.
    let shallow = try await GradientDecay.simulate(
      width: 64, depth: 3, networks: 40, seed: SeedTree(seed: 8), jobs: 2)
    #expect(shallow.usable.count == 9)
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
}
