import Numerics
import Testing

@testable import Engine
@testable import Networks

/// A wide network with theory, and what the cases are made of.
extension TheoryTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var input: NetworkInput
    var samples: Int
    var trials: Int
    var width: Int
    var stages: [NamedStage]
    var testDescription: String { name }
  }

  static let width = 1024
  static let narrow = 400

  static func vector(
    _ name: String, samples: Int = 2, trials: Int = 1000, width: Int = Self.width,
    law: NetworkInput.Law = .normal(mean: 0, secondMoment: 1.5, correlation: 0.4),
    _ stages: [any Stage]
  ) -> Case {
    Case(
      name: name, input: NetworkInput(Shape(channels: width), law: law), samples: samples,
      trials: trials, width: width, stages: stages.map { NamedStage($0) })
  }

  static func positions(
    _ name: String, _ positions: [Int], samples: Int = 2, trials: Int = 600,
    law: NetworkInput.Law = .normal(mean: 0, secondMoment: 1.5, correlation: 0.4),
    _ stages: [any Stage]
  ) -> Case {
    Case(
      name: name, input: NetworkInput(Shape(positions: positions, channels: width), law: law),
      samples: samples, trials: trials, width: width, stages: stages.map { NamedStage($0) })
  }

  static func dense(_ bias: BiasLaw? = nil, units: Int = width, gain: Double = 1) -> Dense {
    Dense(units, rule: LeCun(), gain: gain, bias: bias)
  }

  static func attends(
    heads: Int, groups: Int? = nil, isCausal: Bool = false, isRotary: Bool = false,
    gain: Double = 1
  ) -> Attention {
    Attention(
      heads: heads, groups: groups, isCausal: isCausal, isRotary: isRotary, rule: LeCun(),
      gain: gain)
  }

  static func named(_ stages: any Stage...) -> [NamedStage] {
    stages.map { NamedStage($0) }
  }
}
