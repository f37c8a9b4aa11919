import Foundation
import Numerics
import Testing

@testable import Engine
@testable import Networks

/// The modules of the framework as stages.
extension TorchModuleTests {
  /// A module and the same network in stages; tensors by the framework's names for them.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var input: Shape
    var samples: Int
    var stages: [NamedStage]
    /// The stage that holds each of the framework's weights, and the number of the tensor in it.
    var weights: [String: (stage: String, tensor: Int)]
    /// The stage whose output each inner signal is.
    var inner: [String: String] = [:]
    var testDescription: String { name }

    init(
      _ name: String, _ input: Shape, samples: Int, _ stages: [any Stage],
      weights: [String: (String, Int)], inner: [String: String] = [:]
    ) {
      self.name = name
      self.input = input
      self.samples = samples
      self.stages = stages.map { NamedStage($0) }
      self.weights = weights.mapValues { (stage: $0.0, tensor: $0.1) }
      self.inner = inner
    }
  }

  static func named(_ stages: any Stage...) -> [NamedStage] {
    stages.map { NamedStage($0) }
  }

  static func linear(_ units: Int) -> Dense { Dense(units, rule: TorchDefault()) }

  static func convolves(
    _ channels: Int, _ window: Window, groups: Int = 1, isTransposed: Bool = false,
    rule: any WeightInitializer = TorchDefault(), bias: BiasLaw? = nil
  ) -> Convolution {
    Convolution(
      channels, window: window, groups: groups, isTransposed: isTransposed, rule: rule, bias: bias,
      fans: .pytorch)
  }

  static func attends(isCausal: Bool = false) -> Attention {
    Attention(
      heads: 4, isCausal: isCausal, isFused: true, rule: XavierUniform(),
      outputRule: TorchDefault(), bias: BiasLaw.none)
  }

  static func cell(_ cell: Recurrent.Cell) -> Recurrent {
    let bias = BiasLaw(variance: 1 / (3 * 8.0), isUniform: true)
    return Recurrent(
      cell, units: 8, rule: UniformRange(radius: 1 / 8.0.squareRoot()), bias: bias,
      recurrentBias: bias)
  }

  static let sliding = Window(kernel: [3], stride: [2], padding: .zeros([1]))
  static let spreading = Window(kernel: [4], stride: [2], padding: .zeros([1]))
  static let grouped = Shape(positions: [7, 6], channels: 8)
  static let spread = Shape(positions: [4, 3], channels: 6)
  static let own = ["weight": ("convolution-1", 0)]
  static let started = ["module.weight": ("convolution-1", 0)]

  static func recurrent(_ name: String, _ kind: Recurrent.Cell) -> Case {
    Case(
      name, Shape(positions: [6], channels: 5), samples: 3, [cell(kind)],
      weights: ["cell.weight_ih_l0": ("recurrent-1", 0), "cell.weight_hh_l0": ("recurrent-1", 1)])
  }

  static let cases: [Case] = [
    Case(
      "linear", Shape(channels: 24), samples: 5, [linear(17)], weights: ["weight": ("dense-1", 0)]),
    Case(
      "linear-deep", Shape(channels: 16), samples: 3,
      [Repeat(4, named(linear(16), ActivationStage(ReLU())))],
      weights: Dictionary(
        uniqueKeysWithValues: (0..<4).map {
          ("\(2 * $0).weight", ("repeat-1.\($0 + 1).dense-1", 0))
        })),
    Case(
      "glu", Shape(channels: 12), samples: 4, [linear(32), GatedUnit(Sigmoid()), linear(10)],
      weights: ["linear.weight": ("dense-1", 0), "after.weight": ("dense-3", 0)]),
    Case(
      "dropout", Shape(channels: 12), samples: 4, [linear(20), Dropout(0.3), linear(6)],
      weights: ["0.weight": ("dense-1", 0), "2.weight": ("dense-3", 0)]),
    Case("conv2d-groups", grouped, samples: 2, [convolves(12, sliding, groups: 4)], weights: own),
    Case(
      "conv2d-groups-he-fan-out", grouped, samples: 2,
      [convolves(12, sliding, groups: 4, rule: HeNormal(.fanOut))], weights: started),
    Case(
      "conv2d-depthwise", Shape(positions: [5, 5], channels: 6), samples: 2,
      [convolves(6, Window(kernel: [3], padding: .zeros([1])), groups: 6)], weights: own),
    Case(
      "conv2d-circular", Shape(positions: [5, 6], channels: 3), samples: 2,
      [convolves(8, Window(kernel: [3], padding: .circular))], weights: own),
    Case(
      "conv1d-dilated", Shape(positions: [11], channels: 5), samples: 3,
      [convolves(8, Window(kernel: [3], dilation: [2]))], weights: own),
    Case(
      "conv-transpose2d-groups", spread, samples: 2,
      [convolves(9, spreading, groups: 3, isTransposed: true)], weights: own),
    Case(
      "conv-transpose2d-groups-he-fan-out", spread, samples: 2,
      [convolves(9, spreading, groups: 3, isTransposed: true, rule: HeNormal(.fanOut))],
      weights: started),
    Case(
      "conv-transpose2d-groups-xavier", spread, samples: 2,
      [convolves(9, spreading, groups: 3, isTransposed: true, rule: XavierUniform())],
      weights: started),
    Case(
      "max-pool", Shape(positions: [7, 7], channels: 3), samples: 2,
      [convolves(8, Window(kernel: [3], padding: .zeros([1]))), Pooling(.max, window: sliding)],
      weights: ["0.weight": ("convolution-1", 0)]),
    Case(
      "average-pool", Shape(positions: [7, 7], channels: 3), samples: 2,
      [
        convolves(8, Window(kernel: [3], padding: .zeros([1]))), Pooling(.average, window: sliding),
      ],
      weights: ["0.weight": ("convolution-1", 0)]),
    Case(
      "attention", Shape(positions: [6], channels: 16), samples: 2, [attends()],
      weights: [
        "attention.in_proj_weight": ("attention-1.project", 0),
        "attention.out_proj.weight": ("attention-1.output", 0),
      ]),
    Case(
      "attention-causal", Shape(positions: [6], channels: 16), samples: 2,
      [attends(isCausal: true)],
      weights: [
        "attention.in_proj_weight": ("attention-1.project", 0),
        "attention.out_proj.weight": ("attention-1.output", 0),
      ]),
    Case(
      "encoder-layer", Shape(positions: [5], channels: 16), samples: 2,
      [
        ResidualStage(named(attends())), Normalize(.layer),
        ResidualStage(named(linear(32), ActivationStage(ReLU()), linear(16))), Normalize(.layer),
      ],
      weights: [
        "self_attn.in_proj_weight": ("residual-1.attention-1.project", 0),
        "self_attn.out_proj.weight": ("residual-1.attention-1.output", 0),
        "linear1.weight": ("residual-3.dense-1", 0), "linear2.weight": ("residual-3.dense-3", 0),
      ]),
    Case(
      "gpt2-block", Shape(positions: [6], channels: 32), samples: 2,
      [
        ResidualStage(
          named(
            Normalize(.layer),
            Attention(
              heads: 4, isCausal: true, isFused: true, rule: Normal(standardDeviation: 0.02),
              outputGain: 1 / 24.0.squareRoot()))),
        ResidualStage(
          named(
            Normalize(.layer), Dense(128, rule: Normal(standardDeviation: 0.02)),
            ActivationStage(TanhGELU()),
            Dense(32, rule: Normal(standardDeviation: 0.02), gain: 1 / 24.0.squareRoot()))),
      ],
      weights: [
        "attention.weight": ("residual-1.attention-2.project", 0),
        "projection.weight": ("residual-1.attention-2.output", 0),
        "up.weight": ("residual-2.dense-2", 0), "down.weight": ("residual-2.dense-4", 0),
      ], inner: ["attention": "residual-1.attention-2", "mlp": "residual-2.dense-4"]),
    recurrent("lstm", .lstm), recurrent("gru", .gru), recurrent("rnn", .plain(Tanh())),
    Case(
      "layer-norm", Shape(channels: 12), samples: 3,
      [linear(16), Normalize(.layer), ActivationStage(ReLU()), linear(8)],
      weights: ["0.weight": ("dense-1", 0), "3.weight": ("dense-4", 0)]),
    Case(
      "batch-norm", Shape(channels: 12), samples: 6,
      [linear(16), Normalize(.batch), ActivationStage(Tanh()), linear(8)],
      weights: ["0.weight": ("dense-1", 0), "3.weight": ("dense-4", 0)]),
    Case(
      "batch-norm-2d", Shape(positions: [6, 5], channels: 3), samples: 3,
      [convolves(8, Window(kernel: [3])), Normalize(.batch), ActivationStage(ReLU())],
      weights: ["0.weight": ("convolution-1", 0)]),
    Case(
      "group-norm", Shape(positions: [6, 5], channels: 3), samples: 2,
      [convolves(8, Window(kernel: [3])), Normalize(.group(2)), ActivationStage(ReLU())],
      weights: ["0.weight": ("convolution-1", 0)]),
    Case(
      "cross-entropy", Shape(channels: 20), samples: 5, [linear(7), ReadOut(.crossEntropy)],
      weights: ["linear.weight": ("dense-1", 0)]),
  ]
}
