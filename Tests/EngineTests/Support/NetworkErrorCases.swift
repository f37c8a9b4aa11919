import Numerics
import Testing

@testable import Engine
@testable import Networks

/// Networks and runs that cannot be.
extension NetworkErrorTests {
  static let vector = Shape(channels: 6)
  static let tokens = Shape(positions: [4], channels: 6)
  static let image = Shape(positions: [4, 5], channels: 6)
  static let rule = LeCun()

  struct Bad: Sendable, CustomTestStringConvertible {
    var name: String
    var request: NetworkRequest
    /// What the message must hold.
    var words: [String]
    var testDescription: String { name }
  }

  static func bad(
    _ stage: any Stage, _ input: Shape, _ words: String..., samples: Int = 1,
    source: WeightSource = .automatic, arithmetic: Arithmetic = .extended
  ) -> Bad {
    Bad(
      name: words.joined(separator: ", "),
      request: NetworkRequest(
        Network(input: NetworkInput(input), stages: [NamedStage(stage)]), trials: 1,
        samples: samples, source: source, arithmetic: arithmetic), words: words)
  }

  static func badInput(
    _ input: NetworkInput, _ words: String..., samples: Int = 1, trials: Int = 1
  ) -> Bad {
    Bad(
      name: words.joined(separator: ", "),
      request: NetworkRequest(
        Network(input: input, stages: [NamedStage(Dense(3, rule: rule))]), trials: trials,
        samples: samples), words: words)
  }

  static func named(_ stages: any Stage...) -> [NamedStage] {
    stages.map { NamedStage($0) }
  }

  static func slides(
    _ window: Window, groups: Int = 1, isTransposed: Bool = false
  ) -> Convolution {
    Convolution(6, window: window, groups: groups, isTransposed: isTransposed, rule: rule)
  }

  static let shapes: [Bad] = [
    bad(Attention(heads: 2, rule: rule), vector, "attention", "single vector"),
    bad(GatedUnit(SiLU()), Shape(channels: 5), "gated", "5", "odd"),
    bad(ReadOut(.crossEntropy), Shape(channels: 1), "cross-entropy", "two classes"),
    bad(Normalize(.batch), vector, "norm", "two rows", "--batch"),
    bad(Embedding(vocabulary: 9, width: 3, rule: rule), tokens, "embedding", "4 × 6", "one number"),
    bad(TiedReadOut(vocabulary: 9), tokens, "tied-read-out", "no embedding"),
    bad(Positions(rule: rule), vector, "positions", "no positions"),
    bad(Pooling(.max), vector, "pool", "no positions"),
    bad(slides(Window(kernel: [3])), vector, "convolution", "0 directions"),
    bad(
      slides(Window(kernel: [3])), Shape(positions: [2, 2, 2], channels: 6), "convolution",
      "3 directions"),
    bad(slides(Window(kernel: [9])), tokens, "convolution", "9 positions", "4"),
    bad(
      slides(Window(kernel: [1], padding: .zeros([3])), isTransposed: true), tokens, "padding",
      "all that comes out"),
    bad(
      Repeat(
        9, named(slides(Window(kernel: [1], stride: [1000]), isTransposed: true))), tokens,
      "convolution", "10¹²"),
    bad(Recurrent(.lstm, units: 3, rule: rule), vector, "recurrent", "one direction"),
    bad(Recurrent(.lstm, units: 3, rule: rule), image, "recurrent", "one direction"),
  ]

  static let parameters: [Bad] = [
    bad(Dense(0, rule: rule), vector, "dense", "units", "0", "10,000,000"),
    bad(Dense(-3, rule: rule), vector, "units", "-3"),
    bad(Dense(10_000_001, rule: rule), vector, "units", "10000001"),
    bad(Dropout(1), vector, "dropout", "probability", "1.0"),
    bad(Dropout(.nan), vector, "dropout", "nan"),
    bad(Normalize(.group(4)), vector, "norm", "groups", "4", "6 channels"),
    bad(Normalize(.group(0)), vector, "groups", "0"),
    bad(Normalize(.layer, epsilon: -1), vector, "epsilon", "-1.0"),
    bad(Normalize(.layer, epsilon: .infinity), vector, "epsilon", "inf"),
    bad(Repeat(0, named(Dense(6, rule: rule))), vector, "repeat", "count", "0", "100,000"),
    bad(Attention(heads: 4, rule: rule), tokens, "heads", "4", "6 channels"),
    bad(Attention(heads: 0, rule: rule), tokens, "heads", "0"),
    bad(Attention(heads: 3, groups: 2, rule: rule), tokens, "groups", "2", "3 heads"),
    bad(Attention(heads: 2, headWidth: 0, rule: rule), tokens, "head-width", "0"),
    bad(Attention(heads: 2, isRotary: true, rule: rule), tokens, "head-width", "3", "odd"),
    bad(Maxout(pieces: 4), vector, "maxout", "pieces", "4"),
    bad(slides(Window(kernel: [2]), groups: 4), tokens, "groups", "4", "6"),
    bad(slides(Window(kernel: [2, 2])), tokens, "kernel", "[2, 2]"),
    bad(slides(Window(kernel: [2], stride: [0])), tokens, "stride", "[0]"),
    bad(slides(Window(kernel: [2], dilation: [1, 1, 1])), image, "dilation", "[1, 1, 1]"),
    bad(slides(Window(kernel: [2], padding: .zeros([-1]))), image, "padding", "[-1]"),
    bad(Convolution(3, window: Window(kernel: [2]), rule: LSUV()), tokens, "rule", "lsuv", "dense"),
  ]

  static let exact: [Bad] = [
    bad(Dense(6, rule: XavierUniform()), vector, "dense-1", "xavier-uniform", source: .exact),
    bad(Dense(6, rule: LSUV()), vector, "dense-1", "lsuv", source: .exact),
    bad(
      Dense(6, rule: Orthogonal()), vector, "dense-1", "more rows", samples: 4, source: .exact),
    bad(Dense(6, rule: rule), vector, "dense-1", "float16", source: .exact, arithmetic: .float16),
    bad(
      Convolution(6, window: Window(kernel: [1]), rule: rule, isStandardized: true), tokens,
      "convolution-1", "standardised", source: .exact),
  ]

  static let runs: [Bad] = [
    badInput(NetworkInput(vector), "0 networks", trials: 0),
    badInput(NetworkInput(vector), "10000001 networks", trials: 10_000_001),
    badInput(NetworkInput(vector), "batch of 0", samples: 0),
    badInput(NetworkInput(vector), "batch of 1000001", samples: 1_000_001),
    badInput(NetworkInput(Shape(channels: 0)), "shape 0"),
    badInput(NetworkInput(Shape(positions: [3, -1], channels: 2)), "3 × -1 × 2"),
    badInput(
      NetworkInput(Shape(positions: [1 << 40, 1 << 40], channels: 2)), "1099511627776"),
    badInput(
      NetworkInput(vector, law: .normal(mean: 2, secondMoment: 1, correlation: 0)), "mean 2.0",
      "mean square 1.0"),
    badInput(
      NetworkInput(vector, law: .normal(mean: 0, secondMoment: 1, correlation: 1.5)),
      "correlation 1.5"),
    badInput(
      NetworkInput(vector, law: .normal(mean: .nan, secondMoment: 1, correlation: 0)), "nan"),
    badInput(
      NetworkInput(vector, law: .normal(mean: 0, secondMoment: .infinity, correlation: 0)), "inf"),
    badInput(NetworkInput(vector, law: .uniform(low: 1, high: 0)), "1.0", "0.0"),
    badInput(NetworkInput(vector, law: .uniform(low: 0, high: .infinity)), "inf"),
    badInput(NetworkInput(vector, law: .tokens(vocabulary: 5)), "tokens"),
    badInput(
      NetworkInput(Shape(positions: [3], channels: 1), law: .tokens(vocabulary: 0)), "0 tokens"),
    badInput(NetworkInput(vector, law: .given([])), "0 given"),
    badInput(NetworkInput(vector, law: .given([1, 2, 3])), "3 given", "6"),
    badInput(NetworkInput(vector, law: .given([1, 2, 3, 4, 5, .nan])), "finite"),
    badInput(
      NetworkInput(vector, law: .given([1, 2, 3, 4, 5, 6])), "1 samples", "2", "--batch", samples: 2
    ),
  ]
}
