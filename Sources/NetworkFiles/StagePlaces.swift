import Engine
import Yams

/// Where the stages of a network file stand, for faults that show only once the network meets a task.
struct StagePlaces: Sendable {
  private let file: String
  private let marks: [Mark?]

  /// Those of a list of stages.
  init(_ document: YAMLDocument, _ stack: Node) {
    file = document.file
    marks = stack.sequence?.map(\.mark) ?? []
  }

  /// An error at a stage, counted from 0; at the file where there is none.
  func error(at stage: Int, _ problem: String) -> StudyFileError {
    let mark = marks.indices.contains(stage) ? marks[stage] : nil
    return StudyFileError(file: file, line: mark?.line, column: mark?.column, problem: problem)
  }
}

extension NetworkFile {
  /// The network with a task's samples going in and the task's loss at the end, if it has none.
  ///
  /// - Throws: ``StudyFileError`` with the line of the first stage that the samples do not fit, or of the end, if
  ///   it does not fit the answers.
  public func learning(_ task: LearningTask) throws(StudyFileError) -> Network {
    let learner = network.learning(task)
    let loss = network.stages.last?.stage as? ReadOut
    // What came before the first stage of the file: an image may have become a vector.
    let added = learner.stages.count - network.stages.count - (loss == nil ? 1 : 0)
    var shape = learner.input.shape
    var before = "the task \(task.name)"
    for (index, named) in learner.stages.enumerated() {
      let name = "“\(named.name ?? type(of: named.stage).kind)”"
      do {
        let output = try named.stage.output(for: shape)
        (shape, before) = (output, name)
      } catch {
        let reason = if case .shape(_, _, let reason) = error { reason } else { "\(error)" }
        throw places.error(
          at: max(0, index - added),
          "\(name) does not fit the task \(task.name): \(before) hands on \(shape.text), and \(reason)"
        )
      }
    }
    if let embedding = learner.stages.first?.stage as? Embedding {
      let rows = Float(embedding.vocabulary)
      let numbers = [task.training.inputs, task.test.inputs].joined()
      guard numbers.allSatisfy({ $0 >= 0 && $0 < rows && $0 == $0.rounded() }) else {
        throw places.error(
          at: 0,
          "“embedding” takes tokens, whole numbers from 0 to \(embedding.vocabulary - 1); the task \(task.name) has "
            + "others")
      }
    }
    do { try task.check(fits: learner) } catch {
      let asksForClasses = task.classCount != nil
      let isOtherLoss = loss.map { ($0.loss == .crossEntropy) != asksForClasses } ?? false
      let end = network.stages.count - 1
      throw places.error(at: loss == nil || isOtherLoss ? end : max(0, end - 1), "\(error)")
    }
    return learner
  }
}
