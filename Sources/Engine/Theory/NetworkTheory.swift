import Networks
import Numerics

/// Theory of a whole network, by the names of its stages.
struct NetworkTheory {
  private var context: TheoryContext

  init(_ request: NetworkRequest) throws(NetworkError) {
    context = TheoryContext(
      samples: request.samples, residualCount: request.network.residualCount)
    guard let input = Self.moments(request) else { return }
    let sequence = Sequence(request.network.stages)
    guard
      let step = sequence.theory(of: input, shape: request.network.input.shape, &context)
    else { return }
    context.note(input, name: "input")
    guard !(request.network.stages.last?.stage is ReadOut) else { return }
    let start = GradientMoments(secondMoment: 1, hasIndependentRows: true)
    if let gradient = step.backward(start, &context) {
      context.noteGradient(gradient, name: "input")
    }
  }

  private static func moments(_ request: NetworkRequest) -> StageMoments? {
    switch request.network.input.law {
    case .normal(let mean, let secondMoment, let correlation):
      let own = secondMoment - mean * mean
      return StageMoments(
        mean: mean, secondMoment: secondMoment,
        cosine: request.samples > 1 && secondMoment > 0
          ? (mean * mean + own * correlation) / secondMoment : nil,
        isNormal: mean == 0)
    case .uniform(let low, let high):
      let mean = (low + high) / 2
      let second = (low * low + low * high + high * high) / 3
      return StageMoments(
        mean: mean, secondMoment: second,
        cosine: request.samples > 1 && second > 0 ? mean * mean / second : nil, isNormal: false)
    case .tokens(let vocabulary):
      // 0 … V − 1, each as likely.
      let last = Double(vocabulary - 1)
      let (mean, second) = (last / 2, last * (2 * last + 1) / 6)
      return StageMoments(
        mean: mean, secondMoment: second,
        cosine: request.samples > 1 && second > 0 ? mean * mean / second : nil, isNormal: false)
    case .given: return nil
    }
  }

  /// What is known of a stage.
  func stage(_ name: String) -> StageTheory {
    StageTheory(
      output: context.outputs[name], gradient: context.gradients[name],
      weightGradients: context.weightGradients[name] ?? [])
  }
}
