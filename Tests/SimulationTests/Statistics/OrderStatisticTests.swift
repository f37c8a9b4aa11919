import Testing

@testable import Numerics

@Suite struct OrderStatisticTests {
  /// What stands at the ranks is what sorting puts there, for numbers in any order, equal ones and infinities.
  @Test(arguments: [1, 2, 15, 16, 17, 1000, 4097]) func ranksHoldWhatSortingPutsThere(
    _ count: Int
  ) {
    var random = SeedTree(seed: 6).child(count).source()
    let normal = random.normals(count)
    let samples = [
      normal, normal.sorted(), normal.sorted(by: >), Array(repeating: 1, count: count),
      normal.map { $0.rounded() }, normal.map { $0 > 1 ? .infinity : $0 < -1 ? -.infinity : $0 },
    ]
    for sample in samples {
      let sorted = sample.sorted()
      for ranks in [[0], [count - 1], [0, count / 3, count / 2, count - 1], Array(0..<count)] {
        var numbers = sample
        OrderStatistics.place(ranks, in: &numbers)
        #expect(ranks.map { numbers[$0] } == ranks.map { sorted[$0] })
        #expect(numbers.sorted() == sorted)
      }
    }
  }
}
