import Diagnosis
import ExperimentMeasuring
import Simulation
import Study
import TensorStatistics
import WeightFiles

/// A checkpoint made in memory, broken in known ways, and what a diagnosis says of each.
///
/// Six layers of 64 units with He's rule for ReLU; every defect is one that threads of frameworks tell of. The right
/// start is drawn many times, to see how often it fails.
public struct PlantedDefects: Experiment {
  public let id = "planted-defects"
  public let chartIDs: [String] = []

  /// Makes the experiment.
  public init() {}

  /// What was found.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer.
    public var width: Int
    /// Layers per checkpoint.
    public var layers: Int
    /// How many checkpoints with the right start were diagnosed.
    public var rightStarts: Int
    /// How many of those a diagnosis found an error in.
    public var falseAlarms: Int
    /// One for each defect; the first, `none`, is the right start.
    public var cases: [Case]
  }

  /// One defect.
  public struct Case: Codable, Equatable, Sendable {
    /// The defect's key, such as `gain`, `dead` or `bit`.
    public var defect: String
    /// The worst finding's id; nil for none.
    public var finding: String?
    /// The key of the mistake that the ratio fits best; nil where nothing fits.
    public var mistake: String?
    /// Measured over asked, where the law was another.
    public var ratio: Double?
  }

  static let layers = 6

  /// A defect by its key, and what it does to the layer's numbers.
  private static let defects:
    [(key: String, change: @Sendable (inout [Float], Int, Int, inout RandomSource) -> Void)] = [
      ("none", { _, _, _, _ in }),
      (
        "default",
        { values, _, width, random in
          let bound = 1 / Double(width).squareRoot()
          for i in values.indices { values[i] = Float(bound * (2 * random.uniform() - 1)) }
        }
      ),
      (
        "gain",
        { values, _, _, _ in for i in values.indices { values[i] *= Float(0.5.squareRoot()) } }
      ),
      (
        "variance",
        { values, _, width, _ in
          let factor = Float((2 / Double(width)).squareRoot())
          for i in values.indices { values[i] *= factor }
        }
      ),
      (
        "depth",
        { values, layer, _, _ in
          for i in values.indices { values[i] *= Float((2 * Double(layers)).squareRoot()) }
        }
      ),
      (
        "cut",
        { values, _, width, random in
          let draw = StartDraw(
            family: NormalFamily.cutAtTwo,
            deviation: (2 / Double(width)).squareRoot() * NormalFamily.cutAtTwo.deviationOfUnitScale
          )
          values = draw.draws(values.count, &random).map { Float($0) }
        }
      ),
      (
        "shards",
        { values, layer, _, _ in
          guard layer == 2 else { return }
          let half = values.count / 2
          for i in 0..<half { values[half + i] = values[i] }
        }
      ),
      (
        "dead",
        { values, layer, width, _ in
          guard layer == 3 else { return }
          for i in 0..<(4 * width) { values[i] = 0 }
        }
      ),
      ("nan", { values, layer, _, _ in if layer == 4 { values[77] = .nan } }),
      ("bit", { values, layer, _, _ in if layer == 1 { values[1_000] = 2_000 } }),
      (
        "unwritten",
        { values, layer, _, random in
          guard layer == 5 else { return }
          for i in values.indices {
            values[i] = Float(
              bitPattern: UInt32(truncatingIfNeeded: random.integer(below: 0x7F00_0000)))
          }
        }
      ),
    ]

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let (width, starts) = (64, study.count(quick: 5, standard: 20, thorough: 1000))
    var cases: [Case] = []
    for (index, defect) in Self.defects.enumerated() {
      let found = try Self.findings(seed.child(defect.key).child(index), width, defect.change)
      let worst = found.first { $0.severity != .note }
      let ratio = worst.flatMap { finding in
        finding.expected.flatMap { expected in finding.measured.map { $0 / expected } }
      }
      cases.append(
        Case(
          defect: defect.key, finding: worst?.id,
          mistake: worst?.explanations.first.map { Self.key($0, width: width) },
          ratio: ratio))
    }
    let none = Self.defects[0].change
    let alarms = try await mapTrials(starts, jobs: jobs) { trial in
      try Self.findings(seed.child("right").child(trial), width, none).contains {
        $0.severity == .error
      }
    }
    return Outcome(
      width: width, layers: Self.layers, rightStarts: starts,
      falseAlarms: alarms.count { $0 }, cases: cases)
  }

  /// The key of an explanation, by the factor that the mistake makes of He's deviation.
  private static func key(_ explanation: Explanation, width: Int) -> String {
    let known: [(key: String, factor: Double)] = [
      ("default", 1 / 6.0.squareRoot()), ("depth", (2 * Double(layers)).squareRoot()),
      ("cut", NormalFamily.cutAtTwo.deviationOfUnitScale), ("gain", 0.5.squareRoot()),
      ("variance", (2 / Double(width)).squareRoot()),
    ]
    return known.first { (explanation.ratio / $0.factor - 1).magnitude < 1e-6 }?.key ?? "other"
  }

  /// What a diagnosis finds that expects He's rule everywhere.
  private static func findings(
    _ seed: SeedTree, _ width: Int,
    _ change: (inout [Float], Int, Int, inout RandomSource) -> Void
  ) throws -> [Finding] {
    var checkpoint = MemoryCheckpoint()
    for layer in 0..<layers {
      var random = seed.child(layer).source()
      let deviation = (2 / Double(width)).squareRoot()
      var values = normalWeights(width * width, deviation: deviation, &random)
      change(&values, layer, width, &random)
      checkpoint.add("layers.\(layer).weight", [width, width], values)
      checkpoint.add("layers.\(layer).bias", [width], [Float](repeating: 0, count: width))
    }
    let file = try FileDiagnosis(
      sequentially: WeightFile(bytes: checkpoint.bytes, name: "step0.safetensors"))
    let law = try ExpectedLaw(named: "he-normal")
    let expected = try ExpectedLaws(law, named: "he-normal").findings(file)
    // What is broken explains more than the law that it breaks.
    let own = Finding.all(in: file).filter { $0.severity != .note }
    return own.filter { $0.severity == .error } + (own.isEmpty ? expected : own)
      + expected
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let defects = outcome.cases.filter { $0.defect != "none" }
    return [
      Fact("defects-planted", defects.count),
      Fact("defects-named", defects.count { $0.finding != nil }),
      Fact("defects-starts", outcome.rightStarts), Fact("defects-alarms", outcome.falseAlarms),
      Fact("defects-width", outcome.width), Fact("defects-layers", outcome.layers),
    ]
      + defects.compactMap { one in
        one.ratio.map { Fact("defects-\(one.defect)-ratio", $0, .significant(3)) }
      }
  }

  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    [
      FactTable(
        name: "planted-defects", header: ["defect", "finding", "ratio", "mistake"],
        numeric: [false, false, true, false],
        rows: outcome.cases.map { one in
          [
            "@\(one.defect)", one.finding.map { "`\($0)`" } ?? "–",
            one.ratio.map { NumberFormat.significant(3).text($0) } ?? "–",
            one.mistake.map { "@if.mistake.\($0)" } ?? "–",
          ]
        })
    ]
  }
}
