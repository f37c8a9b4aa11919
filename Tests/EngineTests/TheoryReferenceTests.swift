import Foundation
import Testing

@testable import Engine
@testable import Networks

/// Averages of theory against those that `References/network_theory.py` finds by definition.
@Suite struct TheoryReferenceTests {
  struct Reference: Decodable {
    struct Softmax: Decodable {
      var count: Int
      var variance: Double
      var mean: Double
    }
    struct Sampled: Decodable {
      var count: Int
      var variance: Double
      var mean: [Double]
    }
    struct Heads: Decodable {
      var own: [[Double]]
      var across: [[Double]]
      var variances: [Double]
      var causal: Bool
      var rotary: Bool
      var result: [[[Double]]]
    }
    struct Largest: Decodable {
      var count: Int
      var moments: [Double]
    }
    struct Steps: Decodable {
      var a: Double
      var u: Double
      var b: Double
      var x: Double
      var squares: [Double]
    }
    struct Border: Decodable {
      var size: Int
      var kernel: Int
      var padding: Int
      var stride: Int
      var terms: [Double]
    }
    var softmax: [Softmax]
    var softmaxSampled: [Sampled]
    var heads: [Heads]
    var largest: [Largest]
    var recurrent: [Steps]
    var border: [Border]
  }

  static let reference = Result<Reference, any Error> {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("References/network_theory.json")
    return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
  }

  @Test func softmaxSquaresAreThoseOfTheDefinition() throws {
    let reference = try Self.reference.get()
    for known in reference.softmax {
      let mean = SoftmaxAverage.squares(count: known.count, variance: known.variance)
      #expect(abs(mean - known.mean) < 2e-7, "\(known.count) logits of variance \(known.variance)")
    }
    for known in reference.softmaxSampled {
      let mean = SoftmaxAverage.squares(count: known.count, variance: known.variance)
      // Five standard errors of the reference: one false alarm in 10⁶.
      #expect(abs(mean - known.mean[0]) < 5 * known.mean[1], "\(mean) for \(known.mean)")
    }
    #expect(SoftmaxAverage.squares(count: 1, variance: 3) == 1)
    #expect(SoftmaxAverage.squares(count: 5, variance: 0) == 0.2)
  }

  /// Entries are known to the error that is stated, one per cent of the values' mean square.
  @Test func headsAverageAsDrawnOnesDo() throws {
    for (number, known) in try Self.reference.get().heads.enumerated() {
      let n = known.own.count
      let kernel = PositionKernel(
        means: Array(repeating: 0, count: n),
        own: PositionMatrix(pairs: known.own.flatMap(\.self), count: n),
        across: PositionMatrix(pairs: known.across.flatMap(\.self), count: n))
      let stage = Attention(
        heads: 1, isCausal: known.causal, isRotary: known.rotary, rule: LeCun())
      let heads = try #require(
        HeadAverage(
          stage, width: 64, kernel: kernel, samples: 2, gains: known.variances, number: number,
          rows: 1 << 16))
      let result = try #require(heads.forward())
      let unit = known.variances[2] * kernel.own.mean
      let own = try #require(result.own.pairs)
      let across = try #require(result.across?.pairs)
      for (mine, theirs) in zip(own, known.result[0].flatMap(\.self)) {
        #expect(abs(mine - theirs) < 0.015 * unit, "\(mine) for \(theirs)")
      }
      for (mine, theirs) in zip(across, known.result[1].flatMap(\.self)) {
        #expect(abs(mine - theirs) < 0.015 * unit, "\(mine) for \(theirs)")
      }
    }
  }

  @Test func theLargestHasTheMomentsOfItsLaw() throws {
    for known in try Self.reference.get().largest {
      let moments = try #require(Pooling.largest(of: known.count))
      #expect(abs(moments.mean - known.moments[0]) < 1e-8)
      #expect(abs(moments.square - known.moments[1]) < 1e-8)
    }
  }

  @Test func aCellsStepsFollowTheRecursion() throws {
    for known in try Self.reference.get().recurrent {
      let cell = Recurrent(
        .plain(Tanh()), units: 50,
        rule: Normal(standardDeviation: (known.a / 20).squareRoot()),
        recurrentRule: Normal(standardDeviation: (known.u / 50).squareRoot()),
        bias: BiasLaw(variance: known.b))
      var context = TheoryContext(samples: 1, residualCount: 0)
      let step = try #require(
        cell.theory(
          of: StageMoments(mean: 0, secondMoment: known.x, cosine: nil, isNormal: true),
          shape: Shape(positions: [known.squares.count], channels: 20), &context))
      let squares = try #require(step.output.kernel).own.diagonal
      for (mine, theirs) in zip(squares, known.squares) { #expect(abs(mine - theirs) < 1e-9) }
    }
  }

  /// The mean square at each place of a convolution of ones: how many terms lie inside the border.
  @Test func placesAtTheBorderSumFewerTerms() throws {
    for known in try Self.reference.get().border {
      let stage = Convolution(
        8,
        window: Window(
          kernel: [known.kernel], stride: [known.stride], padding: .zeros([known.padding])),
        rule: Normal(standardDeviation: 0.5))
      var context = TheoryContext(samples: 1, residualCount: 0)
      let step = try #require(
        stage.theory(
          of: StageMoments(mean: 0, secondMoment: 1, cosine: nil, isNormal: true),
          shape: Shape(positions: [known.size], channels: 4), &context))
      let squares = try #require(step.output.kernel).own.diagonal
      #expect(squares.count == known.terms.count)
      for (mine, terms) in zip(squares, known.terms) { #expect(abs(mine - terms) < 1e-12) }
    }
  }
}
