import Engine
import Simulation
import Testing

@testable import StudyFiles

/// What frameworks draw by default, by their documentation: the variance of a weight as a fraction of fans.
@Suite("Frameworks' defaults") struct FrameworkTests {
  private func stages(_ framework: String, _ input: String, _ stack: String) async throws
    -> [StageResult]
  {
    let file = try NetworkFile.parse("framework: \(framework)\ninput: \(input)\nstack: [\(stack)]")
    return try await propagate(NetworkRequest(file.network, trials: 1, samples: 2)).stages
  }

  private func tensors(_ framework: String, _ input: String, _ stack: String) async throws
    -> [TensorInfo]
  {
    try await stages(framework, input, stack).flatMap(\.info.tensors)
  }

  /// The variance of a dense layer's weights.
  ///
  /// PyTorch: kaiming_uniform_(a=√5) is U(±1/√fan-in), variance 1/(3 fan-in). Keras: Glorot uniform, 2/(fan-in +
  /// fan-out). Flax: LeCun, 1/fan-in. transformers: 0.02².
  @Test(
    arguments: [
      ("pytorch", 1.0 / 60), ("keras", 2.0 / 50), ("flax", 1.0 / 20), ("jax", 1.0 / 20),
      ("transformers", 0.0004),
    ] as [(String, Double)])
  func dense(framework: String, variance: Double) async throws {
    let tensor = try await tensors(framework, "20", "dense: 30")[0]
    #expect(tensor.fanIn == 20 && tensor.fanOut == 30 && tensor.terms == 20)
    #expect(abs(tensor.variance - variance) < 1e-12)
  }

  /// A depthwise 3 × 3 convolution of 4 channels: PyTorch's tensor is (4, 1, 3, 3): fan-in 9, fan-out 36;
  /// Keras' (3, 3, 1, 4) alike; what a unit sums and an input feeds is 9 and 9.
  @Test(
    arguments: [
      ("pytorch", 9, 36, 1.0 / 27), ("keras", 9, 36, 2.0 / 45), ("flax", 9, 36, 1.0 / 9),
    ] as [(String, Int, Int, Double)])
  func depthwise(framework: String, fanIn: Int, fanOut: Int, variance: Double) async throws {
    let tensor = try await tensors(
      framework, "{image: [8, 8], channels: 4}",
      "{convolution: {channels: 4, kernel: 3, groups: depthwise}}")[0]
    #expect(tensor.fanIn == fanIn && tensor.fanOut == fanOut && tensor.terms == 9)
    #expect(abs(tensor.variance - variance) < 1e-12)
  }

  /// He's rule by fan-out with the groups seen and forgotten: √(2/9) and √(2/36).
  @Test(arguments: [("terms", 0.471404520791), ("pytorch", 0.235702260396)])
  func groupsForgotten(fans: String, deviation: Double) async throws {
    let file = try NetworkFile.parse(
      """
      input: {image: [8, 8], channels: 4}
      init: he-normal-fan-out
      stack:
        - convolution: {channels: 4, kernel: 3, groups: 4, fans: \(fans)}
      """)
    let result = try await propagate(NetworkRequest(file.network, trials: 1))
    let tensor = result.stages[1].info.tensors[0]
    #expect(abs(tensor.variance.squareRoot() - deviation) < 1e-11)
  }

  /// A transposed convolution's kernel in PyTorch is (in, out, taps), so that fan-in is out · taps.
  @Test func transposed() async throws {
    let tensor = try await tensors(
      "pytorch", "{image: [4, 4], channels: 6}",
      "{convolution: {channels: 10, kernel: 3, transposed: true}}")[0]
    #expect(tensor.fanIn == 90 && tensor.fanOut == 54)
  }

  /// The variances of an LSTM's two kernels.
  ///
  /// torch.nn.RNNBase.reset_parameters: U(±1/√units) everywhere. Keras: Glorot of (64, 4 · 32), orthogonal
  /// (32, 4 · 32) of variance 1/128. Flax: LeCun per gate, orthogonal 32 × 32.
  @Test(
    arguments: [
      ("pytorch", 1.0 / 96, 1.0 / 96, 2), ("keras", 2.0 / 192, 1.0 / 128, 2),
      ("flax", 1.0 / 64, 1.0 / 32, 8),
    ] as [(String, Double, Double, Int)])
  func lstm(framework: String, input: Double, state: Double, count: Int) async throws {
    let tensors = try await tensors(framework, "{steps: 3, channels: 64}", "lstm: 32")
    #expect(tensors.count == count)
    for tensor in tensors {
      let expected = tensor.name.hasPrefix("input") ? input : state
      #expect(abs(tensor.variance - expected) < 1e-12, "\(tensor.name)")
    }
  }

  @Test func lstmBiases() throws {
    func cell(_ framework: String) throws -> Recurrent {
      let file = try NetworkFile.parse(
        "framework: \(framework)\ninput: {steps: 3, channels: 64}\nstack: [lstm: 32]")
      return try #require(file.network.stages[0].stage as? Recurrent)
    }
    let torch = try cell("pytorch")
    for bias in [torch.bias, torch.recurrentBias] {
      #expect(bias == BiasLaw(variance: 1.0 / 96, isUniform: true))
    }
    #expect(torch.forgetBias == 0)
    let keras = try cell("keras")
    #expect(keras.bias == .none && keras.recurrentBias == .none && keras.forgetBias == 1)
    #expect(try !cell("flax").isFused)
  }

  /// The variances of attention's tensors.
  ///
  /// PyTorch: Xavier's uniform rule on the fused (3 · 48, 48), 2/(48 + 144), and 1/(3 · 48) after the heads. Keras
  /// stores (48, 4, 12) and (4, 12, 48): fans 192 and 576 before, 48 and 192 after. Flax: 1/48 each.
  private static let attentionVariances: [(String, [Double])] = [
    ("pytorch", [0.010416666666666666, 0.006944444444444444]),
    (
      "keras",
      [0.0026041666666666665, 0.0026041666666666665, 0.0026041666666666665, 0.008333333333333333]
    ),
    (
      "flax",
      [0.020833333333333332, 0.020833333333333332, 0.020833333333333332, 0.020833333333333332]
    ),
  ]

  @Test(arguments: attentionVariances)
  func attention(framework: String, variances: [Double]) async throws {
    let tensors = try await tensors(framework, "{steps: 3, channels: 48}", "attention: 4")
    #expect(tensors.count == variances.count)
    for (tensor, variance) in zip(tensors, variances) {
      #expect(abs(tensor.variance - variance) < 1e-12, "\(tensor.name)")
    }
  }

  /// A rule in place of PyTorch's own leaves its biases: 64 inputs of mean square 1 under He's rule give 2 + 1/192.
  @Test func biasesStayWhenWeightsAreDrawnAnew() async throws {
    let stages = try await stages("pytorch", "64", "{dense: {units: 32, init: he-normal}}")
    let theory = try #require(stages[1].theory.output)
    #expect(abs(theory.secondMoment - (2 + 1.0 / 192)) < 1e-12)
    let none = try await self.stages(
      "pytorch", "64", "{dense: {units: 32, init: he-normal, bias: 0}}")
    #expect(abs((none[1].theory.output?.secondMoment ?? 0) - 2) < 1e-12)
  }
}
