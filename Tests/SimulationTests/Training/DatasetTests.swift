import Testing

@testable import Networks
@testable import Numerics

@Suite struct DatasetTests {
  @Test func readsNumbersWithAHeader() throws {
    let data = try Dataset(csv: "x, y ,target\n1,2,3\n\n-4.5, 1e3 ,0\r\n", task: .regression)
    #expect(data.inputs == Matrix([[1, 2], [-4.5, 1000]]))
    #expect(data.targets == Matrix([[3], [0]]))
  }

  @Test func readsClassesInOrderOfAppearance() throws {
    let data = try Dataset(csv: "0.5,cat\n1.5,dog\n2.5,cat", task: .classification)
    #expect(data.inputs == Matrix([[0.5], [1.5], [2.5]]))
    #expect(data.targets == Matrix([[1, 0], [0, 1], [1, 0]]))
  }

  @Test func badLinesAreNamed() {
    func error(_ text: String, _ task: Dataset.Task = .regression) -> TrainingError? {
      do {
        _ = try Dataset(csv: text, task: task)
        return nil
      } catch {
        return error
      }
    }
    #expect(error("") == .noSamples)
    #expect(error("a,b\n") == .noSamples)
    #expect(error("1,2\n3") == .badLine(2, "has fewer than two columns"))
    #expect(error("1,2\n3,4,5") == .badLine(2, "has 3 columns, not 2"))
    #expect(error("1,2\nx,4") == .badLine(2, "has “x”, which is not a finite number"))
    #expect(error("1,nan") == .badLine(1, "has “nan”, which is not a finite number"))
    #expect(error("1,a\n2,a", .classification) == .oneClass)
  }

  @Test func generatedDataIsReproducible() throws {
    let seed = SeedTree(seed: 2)
    let spirals = try Dataset.spirals(samples: 30, classes: 3, seed: seed)
    #expect(try Dataset.spirals(samples: 30, classes: 3, seed: seed) == spirals)
    for row in 0..<30 {
      let ones = spirals.targets.elements[(3 * row)..<(3 * row + 3)].reduce(0, +)
      #expect(ones == 1)
    }
    let curve = try Dataset.curve(samples: 3) { $0 * $0 }
    #expect(curve.inputs.elements == [-1, 0, 1] && curve.targets.elements == [1, 0, 1])
    #expect(throws: TrainingError.noSamples) { try Dataset.curve(samples: 1) { $0 } }
    #expect(throws: TrainingError.notFinite(row: 0, column: 0)) {
      try Dataset.curve(samples: 2) { _ in .nan }
    }
    #expect(throws: TrainingError.unequalLengths(inputs: 1, targets: 2)) {
      try Dataset(inputs: Matrix([[1]]), targets: Matrix([[1], [2]]), task: .regression)
    }
  }
}
