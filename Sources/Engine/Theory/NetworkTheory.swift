import Networks
import Numerics

/// Theory of a whole network, by the names of its stages.
struct NetworkTheory: Sendable {
  private var context: TheoryContext

  init(_ request: NetworkRequest) throws(NetworkError) {
    context = TheoryContext(
      samples: request.samples, residualCount: request.network.residualCount)
    context.attentionCount = request.network.stages.count { $0 is Attention }
    guard let input = Self.moments(request) else { return }
    let loss = request.network.stages.last?.stage as? ReadOut
    let sequence = Sequence(request.network.stages.dropLast(loss == nil ? 0 : 1))
    let shape = request.network.input.shape
    context.note(input, name: "input")
    guard let step = sequence.theory(of: input, shape: shape, &context) else { return }
    var start = GradientMoments(secondMoment: 1, hasIndependentRows: true)
    if let loss {
      guard let logits = try? sequence.output(for: shape),
        let gradient = loss.gradient(at: step.output, shape: logits, &context)
      else { return }
      start = gradient
    }
    if let gradient = step.backward(start, &context) {
      context.noteGradient(gradient, name: "input")
    }
  }

  private static func moments(_ request: NetworkRequest) -> StageMoments? {
    var moments = law(request)
    // A single vector has nothing to be compared with.
    if request.samples == 1, request.network.input.shape.positionCount == 1 {
      moments?.cosine = nil
    }
    return moments
  }

  private static func law(_ request: NetworkRequest) -> StageMoments? {
    let isCompared = request.samples > 1
    switch request.network.input.law {
    case .normal(let mean, let secondMoment, let correlation):
      let own = secondMoment - mean * mean
      return StageMoments(
        mean: mean, secondMoment: secondMoment,
        cosine: secondMoment > 0
          ? (mean * mean + (isCompared ? own * correlation : 0)) / secondMoment : nil,
        isNormal: mean == 0)
    case .uniform(let low, let high):
      let mean = (low + high) / 2
      let second = (low * low + low * high + high * high) / 3
      return StageMoments(
        mean: mean, secondMoment: second,
        cosine: second > 0 ? mean * mean / second : nil, isNormal: false)
    case .tokens(let vocabulary):
      // 0 … V − 1, each as likely.
      let last = Double(vocabulary - 1)
      let (mean, second) = (last / 2, last * (2 * last + 1) / 6)
      return StageMoments(
        mean: mean, secondMoment: second,
        cosine: second > 0 ? mean * mean / second : nil, isNormal: false)
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
