import Engine
import Networks

/// Convolutions and pools.
extension EngineCases {
  static func convolves(
    _ channels: Int, _ window: Window, groups: Int = 1, isTransposed: Bool = false,
    bias: BiasLaw? = nil, isStandardized: Bool = false
  ) -> Convolution {
    Convolution(
      channels, window: window, groups: groups, isTransposed: isTransposed, rule: XavierNormal(),
      bias: bias, isStandardized: isStandardized)
  }

  static let image = Shape(positions: [4, 5], channels: 2)
  static let sequence = Shape(positions: [7], channels: 4)

  static let convolutions = [
    EngineCase("convolution", image, samples: 2, [convolves(3, Window(kernel: [3]))]),
    EngineCase(
      "convolution, padded, biases", image,
      [
        convolves(
          3, Window(kernel: [3, 2], padding: .zeros([1, 1])), bias: BiasLaw(variance: 0.3))
      ]),
    EngineCase(
      "convolution, same size", image, [convolves(2, Window(kernel: [3], padding: .same))]),
    EngineCase(
      "convolution, circular, dilated", image, samples: 2,
      [convolves(2, Window(kernel: [2], dilation: [2, 1], padding: .circular))]),
    EngineCase(
      "convolution, stride", image,
      [convolves(2, Window(kernel: [3], stride: [2, 1], padding: .zeros([1])))]),
    EngineCase("convolution, 1 × 1", image, samples: 2, [convolves(3, Window(kernel: [1]))]),
    EngineCase(
      "convolution, 1 × 1, stride", image, [convolves(3, Window(kernel: [1], stride: [2]))]),
    EngineCase(
      "convolution, groups", sequence, samples: 2,
      [convolves(6, Window(kernel: [3], padding: .zeros([1])), groups: 2)]),
    EngineCase(
      "convolution, depthwise", sequence,
      [convolves(4, Window(kernel: [3], padding: .same), groups: 4)]),
    EngineCase(
      "convolution, 1 × 1, groups", sequence, [convolves(6, Window(kernel: [1]), groups: 2)]),
    EngineCase(
      "convolution, standardised", image,
      [convolves(3, Window(kernel: [3]), isStandardized: true)]),
    EngineCase(
      "transposed convolution", Shape(positions: [3, 2], channels: 2), samples: 2,
      [
        convolves(
          3, Window(kernel: [3], stride: [2], padding: .zeros([1])), isTransposed: true,
          bias: BiasLaw(variance: 0.3))
      ]),
    EngineCase(
      "transposed convolution, groups", sequence,
      [convolves(6, Window(kernel: [3], stride: [2]), groups: 2, isTransposed: true)]),
    EngineCase(
      "transposed convolution, 1 × 1, dilated", sequence, samples: 2,
      [
        convolves(3, Window(kernel: [1]), isTransposed: true),
        convolves(2, Window(kernel: [2], dilation: [3]), isTransposed: true),
      ]),
    EngineCase(
      "convolutions, large signals", image, exponent: 300,
      [
        convolves(3, Window(kernel: [3])), ActivationStage(ReLU()), Normalize(.batch),
        convolves(2, Window(kernel: [2])), Flatten(), dense(3),
      ]),
  ]

  static let pools =
    Pooling.Kind.allCases.flatMap { kind in
      [
        EngineCase("\(kind) pool", image, samples: 2, [Pooling(kind), dense(3)]),
        EngineCase(
          "\(kind) pool, window", image, samples: 2,
          [Pooling(kind, window: Window(kernel: [2], stride: [2])), dense(3)]),
        EngineCase(
          "\(kind) pool, overlapping, padded", image, exponent: 200,
          [Pooling(kind, window: Window(kernel: [3, 2], padding: .zeros([1]))), dense(3)]),
        EngineCase(
          "\(kind) pool of a sequence", sequence,
          [Pooling(kind, window: Window(kernel: [3], stride: [2], padding: .same)), dense(3)]),
      ]
    }
}
