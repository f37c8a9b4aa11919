import Kernels
import Numerics

/// Samples to learn from, and others to be tested on.
public struct LearningTask: Sendable {
  /// What is to be said of a sample.
  public enum Answers: Sendable {
    /// A class at each position that the read-out has, from 0 below the number of classes.
    case classes([Int])
    /// Numbers, as many as the read-out's inputs.
    case numbers([Float])

    /// How many entries there are.
    var count: Int {
      switch self {
      case .classes(let all): all.count
      case .numbers(let all): all.count
      }
    }
  }

  /// Inputs and answers, sample after sample.
  public struct Samples: Sendable {
    /// The inputs.
    public var inputs: [Float]
    /// The answers.
    public var answers: Answers

    /// Keeps samples.
    public init(inputs: [Float], answers: Answers) {
      self.inputs = inputs
      self.answers = answers
    }
  }

  /// What the task is called.
  public var name: String
  /// The shape of a sample.
  public var shape: Shape
  /// What is learned from.
  public var training: Samples
  /// What nothing is learned from.
  public var test: Samples

  /// Makes a task.
  public init(name: String, shape: Shape, training: Samples, test: Samples) {
    self.name = name
    self.shape = shape
    self.training = training
    self.test = test
  }

  /// How many samples there are to learn from.
  public var trainingCount: Int { training.inputs.count / shape.count }

  /// How many samples there are to be tested on.
  public var testCount: Int { test.inputs.count / shape.count }
}
