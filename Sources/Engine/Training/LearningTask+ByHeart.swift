import Kernels
import Numerics

extension LearningTask {
  /// A task to be learned by heart: the samples to learn from are those to be tested on.
  ///
  /// With all of them in every batch, the held-out loss is that of the samples themselves.
  public static func byHeart(name: String, shape: Shape, _ samples: Samples) -> LearningTask {
    LearningTask(name: name, shape: shape, training: samples, test: samples)
  }

  /// Normal inputs with two classes in turn, which nothing but the example itself tells apart, by heart.
  ///
  /// - Precondition: at least two examples of at least one input.
  public static func twoClasses(examples: Int, inputs: Int, seed: SeedTree) -> LearningTask {
    precondition(examples >= 2 && inputs >= 1)
    var random = seed.source()
    let numbers = (0..<examples * inputs).map { _ in Float(random.normal()) }
    return byHeart(
      name: "two classes", shape: Shape(channels: inputs),
      Samples(inputs: numbers, answers: .classes((0..<examples).map { $0 % 2 })))
  }
}
