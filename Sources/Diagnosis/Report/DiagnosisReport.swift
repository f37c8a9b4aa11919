import TensorStatistics
import WeightFiles

/// A diagnosis as it is printed: the JSON of `report diagnose --json`, version 1.
public struct DiagnosisReport: Codable, Sendable {
  /// The version of this structure.
  public var version = 1
  public let file: String
  public let format: String
  /// "complete", or "partial" where something was not read.
  public let coverage: String
  public let parameters: Int
  public let depth: Int?
  public let start: FileDiagnosis.Start
  public let tests: Int
  public let falseAlarm: Double
  public let smallestProbability: Double?
  public let tensors: [Tensor]
  public let chain: Chain?
  /// Why there is no chain.
  public let noChain: String?
  public let findings: [Finding]
  public let exitCode: Int

  /// One tensor.
  public struct Tensor: Codable, Sendable {
    public let name: String
    public let shape: [Int]
    public let type: String
    public let role: TensorRole
    public let layout: Axes?
    public let law: Law
    public let deviation: DeviationInterval?
    public let mean: Double?
    public let fans: Pair?
    public let forwardFactor: Double?
    public let backwardFactor: Double?
    public let structure: [StructureTests.Test]
    public let isDraw: Bool?
    public let moved: MovedStart?
    public let rows: Rows
    public let outliers: Int
  }

  /// Axes and how they are known.
  public struct Axes: Codable, Sendable {
    public let axes: String
    public let certainty: Layout.Certainty
    public let why: String
    public let packed: Int
    public let stacked: Int
  }

  /// A law.
  public struct Law: Codable, Sendable {
    public let word: LawVerdict.Word
    public let phrase: String
    public let family: String
    public let names: [String]
    public let deviation: Double?
    public let posterior: Double?
    public let mistake: String?
    public let value: Double?
    public let fit: Fit?
    public let compatible: [Other]
  }

  /// A distance to a law.
  public struct Fit: Codable, Sendable {
    public let test: String
    public let distance: Double
    public let p: Double
  }

  /// A law that fits as well.
  public struct Other: Codable, Sendable {
    public let names: [String]
    public let family: String
    public let deviation: Double
    public let posterior: Double
    public let mistake: String?
  }

  /// Fans.
  public struct Pair: Codable, Sendable {
    public let input: Int
    public let output: Int
  }

  /// Rows and columns that are wrong, in the order of the file's numbers.
  public struct Rows: Codable, Sendable {
    public let zero: [Int]
    public let zeroColumns: [Int]
    public let notFinite: [Int]
    public let repeated: Int
    public let period: Int?
  }

  /// The chain.
  public struct Chain: Codable, Sendable {
    public let source: String
    public let certainty: Layout.Certainty
    public let activation: String
    public let inputs: Int
    public let lossScale: Int?
    public let layers: [ChainPropagation.Layer]
  }

  /// Puts a report together.
  public init(
    _ file: FileDiagnosis, propagation: ChainPropagation?, noChain: String?, findings: [Finding],
    exitCode: Int
  ) {
    self.file = file.name
    format = file.format.rawValue
    let isPartial =
      file.tensors.contains { $0.type.width == nil }
      || file.notes.contains { if case .skipped = $0 { true } else { false } }
    coverage = isPartial ? "partial" : "complete"
    parameters = file.parameterCount
    depth = file.depth
    start = file.start
    tests = file.testCount
    falseAlarm = file.options.falseAlarm
    smallestProbability = file.smallestProbability?.p
    tensors = file.tensors.map(Tensor.init)
    chain = propagation.map {
      Chain(
        source: $0.source, certainty: $0.certainty, activation: $0.activation, inputs: $0.inputs,
        lossScale: $0.lossScale, layers: $0.layers)
    }
    self.noChain = noChain
    self.findings = findings
    self.exitCode = exitCode
  }
}

extension DiagnosisReport.Tensor {
  init(_ tensor: TensorDiagnosis) {
    name = tensor.name
    shape = tensor.shape
    type = tensor.type.name
    role = tensor.role
    layout = tensor.layout.map {
      DiagnosisReport.Axes(
        axes: $0.axes, certainty: $0.certainty, why: $0.why, packed: $0.packed, stacked: $0.stacked)
    }
    law = DiagnosisReport.Law(
      word: tensor.law.word, phrase: tensor.law.phrase, family: tensor.law.family,
      names: tensor.law.names, deviation: tensor.law.best?.deviation,
      posterior: tensor.law.best?.probability, mistake: tensor.law.best?.mistake,
      value: tensor.law.value,
      fit: tensor.fit.map { DiagnosisReport.Fit(test: "KS", distance: $0.distance, p: $0.pValue) },
      compatible: tensor.law.others.map {
        DiagnosisReport.Other(
          names: $0.names, family: $0.family, deviation: $0.deviation, posterior: $0.probability,
          mistake: $0.mistake)
      })
    deviation = tensor.deviation
    mean = tensor.moments.count > 0 ? tensor.moments.mean : nil
    fans = tensor.fans.map { DiagnosisReport.Pair(input: $0.input, output: $0.output) }
    (forwardFactor, backwardFactor) = (tensor.forwardFactor, tensor.backwardFactor)
    structure = tensor.structure?.tests ?? []
    (isDraw, moved) = (tensor.isDraw, tensor.moved)
    rows = DiagnosisReport.Rows(
      zero: tensor.zeroRows, zeroColumns: tensor.zeroColumns, notFinite: tensor.notFiniteRows,
      repeated: tensor.repeated?.pairs.count ?? 0, period: tensor.repeated?.period)
    outliers = tensor.outliers
  }
}
