import Kernels
import Networks
import Numerics

/// Something that befalls the weights once, at a step: what a start or a trained network can bear.
public struct Disturbance: Sendable, Equatable {
  /// What happens.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// The optimiser's step is so many times as long as it would be.
    case stretch
    /// After the step, a move against the gradient whose length is so much of all parameters' length.
    case descent
    /// After the step, a move of that length in a random direction, normal in every entry, in proportion to
    /// each tensor's own length.
    case noise
  }

  /// Before which record, counted as steps are.
  public var step: Int
  /// What happens.
  public var kind: Kind
  /// How much.
  public var size: Double

  /// Makes a disturbance.
  public init(step: Int, kind: Kind, size: Double) {
    self.step = step
    self.kind = kind
    self.size = size
  }

  /// What the step is multiplied by.
  var stretch: Double { kind == .stretch ? size : 1 }
}

extension NetworkTrainer {
  /// Moves the parameters after a step.
  func disturb(_ disturbance: Disturbance, _ seed: SeedTree) {
    switch disturbance.kind {
    case .stretch: return
    case .descent:
      let squares = steppers.reduce(0) { $0 + $1.parameter.squares }
      let slope = steppers.reduce(0) { $0 + $1.gradientSquares }
      guard slope > 0, slope.isFinite else { return }
      let factor = -disturbance.size * (squares / slope).squareRoot()
      for stepper in steppers {
        let parameter = stepper.parameter
        Real.add(
          parameter.gradient, times: Real(factor), to: parameter.values, count: parameter.count)
        parameter.didStep()
      }
    case .noise:
      for (index, stepper) in steppers.enumerated() {
        let parameter = stepper.parameter
        let count = parameter.count
        let noise = run.builder.workspace.take(rows: 1, columns: count)
        let size = (parameter.squares / Double(count)).squareRoot()
        Real.fillNormals(
          noise.base, count: count, from: seed.child(index).source().address,
          standardDeviation: Real(disturbance.size * size))
        Real.add(noise.base, to: parameter.values, count: count)
        run.builder.workspace.give(noise)
        parameter.didStep()
      }
    }
  }
}
