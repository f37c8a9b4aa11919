import Foundation
import Numerics
import Testing

@testable import Engine
@testable import Networks

/// Networks as we compose them against real modules of a framework at their real start.
///
/// `References/torch_modules.py` measured means over 3000 modules with their standard errors. Ours are means
/// over as many networks; the two differ by less than five standard errors of the difference (with some 150
/// comparisons, a false alarm in 10⁻⁴ of runs; seeds are fixed), which is kept small enough to see 15 %, and by
/// what single precision rounds.
@Suite struct TorchModuleTests {
  struct Reference: Decodable {
    struct Module: Decodable {
      var output: [Double]?
      var outputSquare: [Double]?
      var gradientSquare: [Double]
      var weights: [String: [Double]]
      var starts: [String: [Double]]
      var inner: [String: [Double]]
      var fans: [String: [Int]]
      var loss: [Double]?
    }
    var seeds: Int
    var modules: [String: Module]
  }

  static let reference = Result<Reference, any Error> {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("References/torch_modules.json")
    return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
  }

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

  private static func named(_ stages: any Stage...) -> [NamedStage] {
    stages.map { NamedStage($0) }
  }

  private static func linear(_ units: Int) -> Dense { Dense(units, rule: TorchDefault()) }

  private static func convolves(
    _ channels: Int, _ window: Window, groups: Int = 1, isTransposed: Bool = false,
    rule: any WeightInitializer = TorchDefault(), bias: BiasLaw? = nil
  ) -> Convolution {
    Convolution(
      channels, window: window, groups: groups, isTransposed: isTransposed, rule: rule, bias: bias,
      fans: .pytorch)
  }

  private static func attends(isCausal: Bool = false) -> Attention {
    Attention(
      heads: 4, isCausal: isCausal, isFused: true, rule: XavierUniform(),
      outputRule: TorchDefault(), bias: BiasLaw.none)
  }

  private static func cell(_ cell: Recurrent.Cell) -> Recurrent {
    let bias = BiasLaw(variance: 1 / (3 * 8.0), isUniform: true)
    return Recurrent(
      cell, units: 8, rule: UniformRange(radius: 1 / 8.0.squareRoot()), bias: bias,
      recurrentBias: bias)
  }

  private static let sliding = Window(kernel: [3], stride: [2], padding: .zeros([1]))
  private static let spreading = Window(kernel: [4], stride: [2], padding: .zeros([1]))
  private static let grouped = Shape(positions: [7, 6], channels: 8)
  private static let spread = Shape(positions: [4, 3], channels: 6)
  private static let own = ["weight": ("convolution-1", 0)]
  private static let started = ["module.weight": ("convolution-1", 0)]

  private static func recurrent(_ name: String, _ kind: Recurrent.Cell) -> Case {
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

  /// A mean and its standard error.
  private struct Mean {
    var value: Double
    var error: Double

    init(_ reference: [Double]) { (value, error) = (reference[0], reference[1]) }

    init(of numbers: [Double]) {
      var moments = StreamingMoments()
      for x in numbers { moments.add(x) }
      value = moments.mean
      error = (moments.variance / Double(numbers.count)).squareRoot()
    }
  }

  @Test(arguments: cases) func equalsTheFramework(_ example: Case) throws {
    let reference = try Self.reference.get()
    let module = try #require(reference.modules[example.name])
    let run = try NetworkRun<Float>(
      NetworkRequest(
        Network(input: NetworkInput(example.input), stages: example.stages),
        samples: example.samples), isCounting: false)
    let records = (0..<reference.seeds).map { run.trial(SeedTree(seed: 23).child($0)) }
    let stages = run.builder.recorder.stages
    func place(_ name: String) throws -> Int {
      try #require(stages.firstIndex { $0.name == name }, "\(name) in \(stages.map(\.name))")
    }
    func compare(
      _ what: String, _ reference: [Double], unit: Double? = nil, _ own: (StageRecord) -> Double,
      at place: Int
    ) {
      let (theirs, ours) = (Mean(reference), Mean(of: records.map { own($0[place]) }))
      let unit = unit ?? theirs.value
      let error =
        5 * (theirs.error * theirs.error + ours.error * ours.error).squareRoot() + 1e-6 * unit
      #expect(error < 0.15 * unit, "\(what): 15 % could not be seen")
      #expect(abs(theirs.value - ours.value) < error, "\(what): \(ours) for \(theirs)")
    }
    // The last stage of the outermost sequence.
    let last = try place(
      stages.map(\.name).last { name in
        !name.dropFirst(name.hasPrefix("repeat-1.") ? 11 : 0).contains(".")
      } ?? "")
    if let output = module.output, let square = module.outputSquare {
      compare("output", square, { Double.exp($0.logSecondMoment) }, at: last)
      compare("mean", output, unit: square[0].squareRoot(), { $0.mean }, at: last)
    }
    if let loss = module.loss { compare("loss", loss, { $0.loss }, at: last) }
    compare("gradient", module.gradientSquare, { Double.exp($0.logGradient) }, at: 0)
    for (name, signal) in module.inner {
      let stage = try #require(example.inner[name])
      compare(name, signal, { Double.exp($0.logSecondMoment) }, at: try place(stage))
    }
    #expect(Set(module.weights.keys) == Set(example.weights.keys))
    for (name, gradient) in module.weights {
      let own = try #require(example.weights[name])
      let stage = try place(own.stage)
      compare(name, gradient, { Double.exp($0.logWeightGradients[own.tensor]) }, at: stage)
      // Starts: what is drawn, and the fans it was drawn by.
      let tensor = stages[stage].tensors[own.tensor]
      let start = Mean(try #require(module.starts[name]))
      #expect(abs(tensor.variance - start.value) < 5 * start.error, "\(name)")
      #expect(start.error < 0.01 * start.value)
      #expect([tensor.fanIn, tensor.fanOut] == module.fans[name], "\(name)")
    }
  }

  /// Every module that was measured is compared.
  @Test func noModuleIsLeftOut() throws {
    let names = try Self.reference.get().modules.keys
    #expect(Set(names) == Set(Self.cases.map(\.name)))
  }

  /// What the comparison must see: a kernel whose fans forget how the framework counts them.
  @Test func otherFansAreSeen() throws {
    let module = try #require(try Self.reference.get().modules["conv-transpose2d-groups"])
    var stage = Self.convolves(9, Self.spreading, groups: 3, isTransposed: true)
    stage.fans = .terms
    let bench = try Bench<Float>(
      [NamedStage(stage)], input: Self.spread, samples: 2, arithmetic: .extended)
    let tensor = bench.recorder.stages[1].tensors[0]
    let start = Mean(try #require(module.starts["weight"]))
    #expect(abs(tensor.variance - start.value) > 5 * start.error)
  }
}
