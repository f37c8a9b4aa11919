import Experiments
import Study
import Testing

@Suite("Chapter 13: which start is this?")
struct DiagnosisChapterTests {
  private let study = StudyConfiguration(networks: 200)

  @Test("families are told by a hundred numbers, the cut one by a few hundred")
  func families() async throws {
    let outcome = try await FamilyRecovery().run(
      study, seed: FamilyRecovery().seed(in: study), jobs: 2)
    for family in outcome.families {
      let last = try #require(family.right.last)
      // A normal sample may pass for one cut at three deviations, from which 2,000 numbers begin to tell it.
      #expect(last.high > 0.95 && last.value > 0.85, "\(family.name)")
    }
    // The uniform law's edge shows at 64 numbers; the cut of 5 % of a normal law does not.
    let place = try #require(outcome.counts.firstIndex(of: 64))
    #expect(outcome.families[1].right[place].value > outcome.families[2].right[place].value)
    #expect(outcome.families[1].right[place].value > 0.9)
  }

  @Test("the share of starts that fail follows the χ² law, and right ones pass")
  func detection() async throws {
    let outcome = try await ScaleDetection().run(
      study, seed: ScaleDetection().seed(in: study), jobs: 2)
    for width in outcome.widths {
      #expect(width.found[0].value == 0)
      for (found, theory) in zip(width.found, width.theory) {
        // The other tests find a little more, never less: four deviations of the share.
        let deviation = (theory * (1 - theory) / Double(outcome.starts)).squareRoot()
        #expect(found.value >= theory - 4 * deviation - 1e-3, "\(width.width)")
      }
      #expect(width.found.last.map { $0.value > 0.5 || width.width == 32 } == true)
    }
    // Halves of √(1/2N): σ̂ varies by 1/√(2N), and the limit lies 5.5 of them out.
    let half = outcome.widths[1].half
    #expect(half > 0.05 && half < 0.075)
  }

  @Test("every planted defect is named, and right starts pass")
  func defects() async throws {
    let outcome = try await PlantedDefects().run(
      study, seed: PlantedDefects().seed(in: study), jobs: 2)
    #expect(outcome.falseAlarms == 0)
    var found: [String: String] = [:]
    for one in outcome.cases { found[one.defect] = one.finding ?? "" }
    #expect(
      found == [
        "none": "", "default": "expected-law", "gain": "expected-law", "variance": "expected-law",
        "depth": "expected-law", "cut": "expected-law", "shards": "duplicate-rows",
        "dead": "dead-rows", "nan": "not-finite", "bit": "outlier-entry", "unwritten": "garbage",
      ])
    for one in outcome.cases where one.finding == "expected-law" {
      #expect(one.mistake == one.defect)
    }
  }
}
