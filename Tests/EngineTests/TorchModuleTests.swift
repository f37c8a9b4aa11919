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
