import Numerics
import Testing

@testable import Engine

@Suite struct SampleLinesTests {
  @Test func readsNumbersWithAHeader() throws {
    let lines = try SampleLines("x, y ,target\n1,2,3\n\n-4.5, 1e3 ,0\r\n", asksForNumbers: true)
    #expect(lines.columns == 2 && lines.inputs == [1, 2, -4.5, 1000])
    #expect(lines.answers == .numbers([3, 0]))
  }

  @Test func readsClassesInOrderOfAppearance() throws {
    let lines = try SampleLines("0.5,cat\n1.5,dog\n2.5,cat", asksForNumbers: false)
    #expect(lines.count == 3 && lines.inputs == [0.5, 1.5, 2.5])
    #expect(lines.answers == .classes([0, 1, 0]))
  }

  @Test func badLinesAreNamed() {
    func error(_ text: String, numbers: Bool = true) -> SampleError? {
      do {
        _ = try SampleLines(text, asksForNumbers: numbers)
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
    #expect(error("1,a\n2,a", numbers: false) == .oneClass)
  }

  @Test func samplesThatAreNoneAreRefused() {
    func message(
      _ inputs: [Float], _ answers: [Float], channels: Int = 1
    ) -> String? {
      let task = LearningTask.byHeart(
        name: "t", shape: Shape(channels: channels),
        LearningTask.Samples(inputs: inputs, answers: .numbers(answers)))
      do {
        try task.check()
        return nil
      } catch {
        return "\(error)"
      }
    }
    #expect(message([1, 2], [1, 2]) == nil)
    #expect(message([], [])?.contains("0 inputs") == true)
    #expect(message([1, 2, 3], [1], channels: 2)?.contains("3 inputs") == true)
    #expect(message([1, 2], [1, 2, 3])?.contains("3 answers for 2 samples") == true)
    #expect(message([1, .nan], [1, 2])?.contains("number 1 of sample 2") == true)
  }

  @Test func twoClassesComeInTurn() {
    let seed = SeedTree(seed: 2)
    let task = LearningTask.twoClasses(examples: 5, inputs: 3, seed: seed)
    #expect(task.trainingCount == 5 && task.testCount == 5 && task.classCount == 2)
    #expect(task.training.inputs == task.test.inputs)
    var random = seed.source()
    #expect(task.training.inputs[0] == Float(random.normal()))
  }
}
