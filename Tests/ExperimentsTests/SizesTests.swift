import Study
import Testing

/// Sizes by name are exact at the named efforts, whatever lies between.
@Suite struct SizesTests {
  @Test(arguments: [
    (200, 80), (1000, 400), (10_000, 4000), (100, 40), (600, 240), (50_000, 20_000),
  ])
  func proportionalSizesStayProportional(networks: Int, expected: Int) {
    let study = StudyConfiguration(networks: networks)
    #expect(study.count(quick: 80, standard: 400, thorough: 4000) == expected)
  }

  @Test func eachEffortHasItsOwnNumber() {
    let counts = [200, 1000, 10_000].map {
      StudyConfiguration(networks: $0).count(quick: 3, standard: 8, thorough: 400)
    }
    #expect(counts == [3, 8, 400])
  }

  @Test func aFloorHolds() {
    let study = StudyConfiguration(networks: 10)
    #expect(study.count(quick: 20, standard: 100, thorough: 1000) == 2)
    #expect(study.count(quick: 20, standard: 100, thorough: 1000, atLeast: 20) == 20)
  }

  @Test(arguments: [(128, 1000), (64, 500), (8, 62), (1, 7)])
  func widthsScaleWithTheStudys(width: Int, expected: Int) {
    #expect(StudyConfiguration(width: width).units(1000) == expected)
    #expect(StudyConfiguration(width: width).units(4, atLeast: 8) >= 8)
  }
}
