import TensorStatistics
import WeightFiles

/// A diagnosis as it is printed: the JSON of `report diagnose --json`, version 1.
public struct DiagnosisReport: Codable, Sendable {
  /// The version of this structure.
  public var version = 1
  /// The file, as it was given.
  public let file: String
  /// Its format, as `safetensors`.
  public let format: String
  /// "complete", or "partial" where something was not read.
  public let coverage: String
  /// How many numbers its tensors hold.
  public let parameters: Int
  /// How many blocks of one kind it has; nil where names and configuration do not tell.
  public let depth: Int?
  /// Whether the numbers still are the draws of a start.
  public let start: FileDiagnosis.Start
  /// How many tests were made.
  public let tests: Int
  /// The chance that independent draws fail any of them.
  public let falseAlarm: Double
  /// The least probability of a test; nil where none was made.
  public let smallestProbability: Double?
  /// The tensors that were looked at, in the file’s order.
  public let tensors: [Tensor]
  /// The signal through the weights; nil where there is no chain.
  public let chain: Chain?
  /// Why there is no chain.
  public let noChain: String?
  /// What was found.
  public let findings: [Finding]
  /// What the command exits with: 0, or 2 for what fails.
  public let exitCode: Int

  /// One tensor.
  public struct Tensor: Codable, Sendable {
    /// Its name in the file.
    public let name: String
    /// Its sizes, slowest first.
    public let shape: [Int]
    /// The type that its numbers are stored in, as `F16`.
    public let type: String
    /// What it does in the network.
    public let role: TensorRole
    /// Its axes; nil for tensors that do not multiply.
    public let layout: Axes?
    /// The law that its numbers follow.
    public let law: Law
    /// The standard deviation with its interval; nil without numbers.
    public let deviation: DeviationInterval?
    /// The mean of its finite numbers; nil for none.
    public let mean: Double?
    /// Inputs and outputs; nil for tensors that do not multiply.
    public let fans: Pair?
    /// σ√in, by which it multiplies the root mean square of signals.
    public let forwardFactor: Double?
    /// σ√out, by which it multiplies that of gradients.
    public let backwardFactor: Double?
    /// Rows, columns and neighbours against independent entries.
    public let structure: [StructureTests.Test]
    /// Whether its numbers are draws of independent entries; nil where they cannot tell.
    public let isDraw: Bool?
    /// A uniform start that the numbers left only a little.
    public let moved: MovedStart?
    /// Rows and columns that are wrong.
    public let rows: Rows
    /// How many entries stand far outside of all others.
    public let outliers: Int
  }

  /// Axes and how they are known.
  public struct Axes: Codable, Sendable {
    /// The axes in their order, as `out, in`.
    public let axes: String
    /// How sure they are.
    public let certainty: Layout.Certainty
    /// What says so.
    public let why: String
    /// How many matrices lie side by side in the outputs: 3 for packed queries, keys and values, 4 for gates.
    public let packed: Int
    /// How many matrices are stacked on the first axis, or 1.
    public let stacked: Int
  }

  /// A law.
  public struct Law: Codable, Sendable {
    /// How sure it is.
    public let word: LawVerdict.Word
    /// The law in one phrase, as `he-normal`.
    public let phrase: String
    /// The family, as `normal`.
    public let family: String
    /// Rules that ask for just this law, likeliest first; empty for a scale of no known rule.
    public let names: [String]
    /// The standard deviation of the law; nil for exact laws.
    public let deviation: Double?
    /// Its probability beside the others, 0 … 1.
    public let posterior: Double?
    /// The mistake with the axes that gives it; nil where they are as they are.
    public let mistake: String?
    /// The number of an exact law, such as a constant.
    public let value: Double?
    /// The distance of the numbers to it.
    public let fit: Fit?
    /// Laws that fit as well.
    public let compatible: [Other]
  }

  /// A distance to a law.
  public struct Fit: Codable, Sendable {
    /// The test: `KS`, of Kolmogorov and Smirnov.
    public let test: String
    /// The largest distance of the distribution functions.
    public let distance: Double
    /// The probability of at least this distance.
    public let p: Double
  }

  /// A law that fits as well.
  public struct Other: Codable, Sendable {
    /// Rules that ask for it, likeliest first.
    public let names: [String]
    /// Its family.
    public let family: String
    /// Its standard deviation.
    public let deviation: Double
    /// Its probability beside the others, 0 … 1.
    public let posterior: Double
    /// The mistake with the axes that gives it; nil where they are as they are.
    public let mistake: String?
  }

  /// Fans.
  public struct Pair: Codable, Sendable {
    /// How many terms a unit sums.
    public let input: Int
    /// To how many units an input goes.
    public let output: Int
  }

  /// Rows and columns that are wrong, in the order of the file's numbers.
  public struct Rows: Codable, Sendable {
    /// Rows of zeros.
    public let zero: [Int]
    /// Columns of zeros.
    public let zeroColumns: [Int]
    /// Rows with numbers that are NaN or infinite.
    public let notFinite: [Int]
    /// How many rows repeat others.
    public let repeated: Int
    /// The distance of all repeats to what they repeat; nil where there is no one distance.
    public let period: Int?
  }

  /// The chain.
  public struct Chain: Codable, Sendable {
    /// What was taken for granted, in words.
    public let source: String
    /// How sure it is.
    public let certainty: Layout.Certainty
    /// The activation between its layers.
    public let activation: String
    /// How many inputs went through.
    public let inputs: Int
    /// k of the loss scale 2ᵏ that keeps gradients within float16; nil where none does.
    public let lossScale: Int?
    /// The layers, first to last.
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
