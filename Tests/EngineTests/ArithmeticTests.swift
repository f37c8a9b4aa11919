import Numerics
import Testing

@testable import Engine
@testable import Networks

/// Number formats: what they hold, and where networks leave them.
@Suite struct ArithmeticTests {
  private func linear(
    layers: Int, width: Int, deviation: Double = 1
  ) -> Network {
    Network(
      input: NetworkInput(Shape(channels: width)),
      stages: (1...layers).map {
        NamedStage(
          Dense(width, rule: Normal(standardDeviation: deviation), bias: BiasLaw.none),
          name: "layer-\($0)")
      })
  }

  /// Ten linear layers of 512 units with N(0, 1) weights have deviations of 512^(l/2): 11585 in layer three and
  /// 262144 in layer four, beyond 65504.
  @Test func halvesOverflowInLayerFour() async throws {
    let result = try await propagate(
      NetworkRequest(
        linear(layers: 10, width: 512), trials: 8, seed: SeedTree(seed: 1), arithmetic: .float16))
    for (layer, stage) in result.stages.dropFirst().enumerated() {
      if layer + 1 < 4 {
        #expect(stage.lost.value == 0)
        let expected = powerOfTwo(9 * (layer + 1))  // 512 = 2⁹
        #expect(abs(stage.secondMoment.mean.value / expected - 1) < 0.3)
      } else {
        #expect(stage.lost.value > 0.5)
        #expect(stage.secondMoment.mean.value == .infinity)
        #expect(stage.secondMoment.log10.overflows == 8)
        #expect(stage.variance.mean.value == .infinity)
        #expect(stage.largest.value == .infinity)
      }
    }
    // Gradients are in range in the last four layers, counted from the end.
    let gradients = result.stages.dropFirst().map(\.lostGradient.value)
    #expect(gradients[6...] == [0, 0, 0, 0])
    #expect(gradients[5] > 0.5)
  }

  /// ReLU layers behind an overflow: no unit there has a slope, so no gradient is lost for being small.
  @Test(arguments: ["relu", "leaky-relu", "squared-relu", "gelu"])
  func noGradientIsMadeUpBehindAnOverflow(activation: String) async throws {
    let function = try ActivationCatalog.activation(named: activation)
    let start = Normal(standardDeviation: 1)
    let network = Network(
      input: NetworkInput(Shape(channels: 256)),
      stages: (1...8).flatMap { layer in
        [
          NamedStage(Dense(256, rule: start, bias: BiasLaw.none), name: "dense-\(layer)"),
          NamedStage(ActivationStage(function), name: "f-\(layer)"),
        ]
      })
    let result = try await propagate(
      NetworkRequest(network, trials: 2, seed: SeedTree(seed: 1), arithmetic: .float16))
    for stage in result.stages.dropLast() {
      #expect(stage.lostGradient.value > 0.9, "\(stage.info.name)")
      #expect(stage.gradient.log10.zeros == 0)
    }
  }

  /// The same network in formats of wider range.
  @Test(arguments: [Arithmetic.float32, .bfloat16, .extended, .float64])
  func widerFormatsHoldIt(arithmetic: Arithmetic) async throws {
    let result = try await propagate(
      NetworkRequest(
        linear(layers: 10, width: 512), trials: 4, seed: SeedTree(seed: 1), arithmetic: arithmetic))
    #expect(result.stages.allSatisfy { $0.lost.value == 0 && $0.lostGradient.value == 0 })
    let last = try #require(result.stages.last)
    #expect(abs(last.secondMoment.log10.mean.value / (10 * Double.log10(512)) - 1) < 0.02)
  }

  /// Single precision ends near 3.4 · 10³⁸, the extended format does not.
  @Test func singleOverflowsInLayerThirty() async throws {
    // r.m.s. 512^(l/2): 10^38.5 at l = 28.5; entries of several deviations overflow a layer earlier.
    let network = linear(layers: 32, width: 512)
    let single = try await propagate(
      NetworkRequest(network, trials: 2, seed: SeedTree(seed: 1), arithmetic: .float32))
    let first = try #require(single.stages.firstIndex { $0.lost.value > 0 })
    #expect((28...30).contains(first))
    let extended = try await propagate(
      NetworkRequest(network, trials: 2, seed: SeedTree(seed: 1), arithmetic: .extended))
    #expect(extended.stages.allSatisfy { $0.lost.value == 0 })
    let last = try #require(extended.stages.last)
    #expect(abs(last.secondMoment.log10.mean.value / (32 * Double.log10(512)) - 1) < 0.02)
  }

  /// Half precision flushes what is below 2⁻²⁵; a loss scale lifts gradients over it, and is taken out of
  /// what is reported.
  @Test func lossScaleLiftsGradients() async throws {
    // σ² n = 2⁻¹²: gradients lose a factor 64 a layer, 2⁻³⁰ after five.
    let network = linear(layers: 6, width: 256, deviation: 0x1p-10)
    func run(_ arithmetic: Arithmetic, _ exponent: Int) async throws -> NetworkResult {
      try await propagate(
        NetworkRequest(
          network, trials: 4, seed: SeedTree(seed: 2), arithmetic: arithmetic,
          lossScaleExponent: exponent))
    }
    let plain = try await run(.float16, 0)
    let scaled = try await run(.float16, 12)
    let reference = try await run(.extended, 0)
    let lifted = try await run(.extended, 12)
    #expect(plain.inputGradient.mean.value == 0)
    #expect(plain.stages[0].zeroGradient.value == 1)
    #expect(scaled.stages[1].zeroGradient.value < 0.01)
    for stage in 1...6 {
      let (a, b, c) = (
        scaled.stages[stage].gradient.mean.value, reference.stages[stage].gradient.mean.value,
        lifted.stages[stage].gradient.mean.value
      )
      // Different weights, of 256 × 256: their moments agree to a few per cent.
      #expect(abs(a / b - 1) < 0.25)
      // A power of two changes nothing where nothing is rounded to a format.
      #expect(abs(c / b - 1) < 1e-12)
      let tensors = (reference.stages[stage].weightGradients, lifted.stages[stage].weightGradients)
      #expect(abs(tensors.1[0].mean.value / tensors.0[0].mean.value - 1) < 1e-12)
    }
    #expect(abs(lifted.inputGradient.mean.value / reference.inputGradient.mean.value - 1) < 1e-12)
  }

  /// bfloat16 is the upper half of a single's bits, rounded to nearest, ties to even.
  @Test(arguments: [
    // Known conversions: exact numbers, ties both ways, just beyond ties, subnormal, largest, overflow.
    (0x3f80_0000, 0x3f80_0000), (0x3f80_8000, 0x3f80_0000), (0x3f81_8000, 0x3f82_0000),
    (0x3f80_8001, 0x3f81_0000), (0x3f80_7fff, 0x3f80_0000), (0xbf81_8000, 0xbf82_0000),
    (0x0000_8000, 0x0000_0000), (0x0001_8000, 0x0002_0000), (0x0000_8001, 0x0001_0000),
    (0x7f7f_7fff, 0x7f7f_0000), (0x7f7f_8000, 0x7f80_0000), (0x7f80_0000, 0x7f80_0000),
    (0xff80_0000, 0xff80_0000), (0x8000_0000, 0x8000_0000), (0x4049_0fdb, 0x4049_0000),
  ]) func brainBits(from: UInt32, to: UInt32) {
    var number = [Float(bitPattern: from)]
    Arithmetic.bfloat16.round(&number, count: 1)
    #expect(number[0].bitPattern == to)
    var wide = [Double(Float(bitPattern: from))]
    Arithmetic.bfloat16.round(&wide, count: 1)
    #expect(wide[0] == Double(Float(bitPattern: to)))
  }

  @Test func notANumberStaysOne() {
    for arithmetic in Arithmetic.allCases {
      var number: [Float] = [.nan, .infinity, -.infinity]
      arithmetic.round(&number, count: 3)
      #expect(number[0].isNaN && number[1] == .infinity && number[2] == -.infinity)
    }
  }

  /// Weights, signals and gradients are numbers of the format.
  @Test(arguments: [Arithmetic.float16, .bfloat16]) func everythingIsRounded(
    arithmetic: Arithmetic
  ) throws {
    let bench = try Bench<Float>(
      [
        NamedStage(Dense(7, rule: XavierUniform(), bias: BiasLaw(variance: 1))),
        NamedStage(ActivationStage(Tanh())), NamedStage(Dense(3, rule: TruncatedNormal())),
      ], input: Shape(channels: 5), samples: 2, arithmetic: arithmetic)
    for i in 0..<10 { bench.input.base[i] = Float(i) / 8 }
    bench.begin(SeedTree(seed: 1))
    let output = bench.forward()
    let (gradient, exponent) = bench.backward([1, 2, 3, 4, 5, 6])
    #expect(output.exponent == 0 && exponent == 0)
    for numbers in [output.numbers, gradient]
      + bench.builder.maps.compactMap({ $0.map as? DenseMap<Float> }).map({ map in
        Array(UnsafeBufferPointer(start: map.matrix, count: map.inputs * map.outputs))
      })
    {
      var rounded = numbers
      arithmetic.round(&rounded, count: rounded.count)
      #expect(rounded == numbers)
      #expect(numbers.contains { $0 != 0 })
    }
  }
}
