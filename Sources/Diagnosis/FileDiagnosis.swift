import Kernels
import Simulation
import TensorStatistics
import WeightFiles

// Long because one file becomes one value here, step by step; each step is a type of its own.

/// What is found in one file of weights: a law for each tensor, and whether the start was left.
public struct FileDiagnosis: Sendable {
  /// What a diagnosis is made with.
  public struct Options: Sendable {
    /// The chance that independent draws fail any test of the file.
    public var falseAlarm = 1e-6
    /// How many threads; nil for one per core.
    public var jobs: Int?
    /// Whether the outputs of matrices come first; nil to find out.
    public var outputsFirst: Bool?
    /// Patterns of names that are looked at; empty for all.
    public var only: [NamePattern] = []
    /// Patterns of names that are passed over.
    public var except: [NamePattern] = []

    /// The defaults.
    public init() {}

    func includes(_ name: String) -> Bool {
      (only.isEmpty || only.contains { $0.matches(name) })
        && !except.contains { $0.matches(name) }
    }
  }

  /// Whether the numbers still are the draws of a start.
  public enum Start: String, Sendable, Codable {
    /// No tensor differs from independent draws.
    case fresh
    /// Some uniform starts were left, by little.
    case moved = "moved a little"
    /// No larger tensor is a draw of independent entries.
    case notDraws = "not draws"
    /// Some are draws, some are not.
    case mixed
    /// Too few numbers, or none that are draws.
    case cannotTell = "cannot tell"
  }

  /// The file's path, as it was given.
  public let name: String
  /// Its format.
  public let format: WeightFormat
  /// What its reader noted.
  public let notes: [WeightFileNote]
  /// The steps of its graph.
  public let nodes: [GraphNode]
  /// The configuration beside it.
  public let configuration: HubConfiguration?
  /// How many blocks of one kind it has, from its configuration or names.
  public let depth: Int?
  /// The tensors that were looked at, in the file's order.
  public let tensors: [TensorDiagnosis]
  /// The options.
  public let options: Options
  /// How many tests were made; each is held to the chance of false alarm over this number.
  public let testCount: Int
  /// Whether the numbers are those of a start.
  public let start: Start
  /// Groups of tensors with the same numbers: by index; of one place (tied), or copied.
  public let equal: [(tensors: [Int], isTied: Bool)]

  let stored: [StoredTensor]

  /// Diagnoses a file.
  ///
  /// - Throws: ``WeightFileError`` where the bytes fail, `CancellationError` when the task is cancelled.
  public init(
    _ file: WeightFile, configuration: HubConfiguration? = nil, options: Options = Options()
  ) async throws {
    let plan = Plan(file, configuration, options)
    // Each thread reads into memory of its own, as large as the largest tensor that it met.
    let measured = try await mapTrials(
      plan.stored.count, jobs: options.jobs, state: { Scratch() }
    ) { scratch, index in
      try plan.measurement(index, reading: &scratch.values)
    }
    try self.init(file, plan, measured, configuration, options)
  }

  /// The same on the calling thread, for callers that cannot wait.
  ///
  /// - Throws: ``WeightFileError`` where the bytes fail.
  public init(
    sequentially file: WeightFile, configuration: HubConfiguration? = nil,
    options: Options = Options()
  ) throws {
    let plan = Plan(file, configuration, options)
    var values: [Float] = []
    let measured = try plan.stored.indices.map { try plan.measurement($0, reading: &values) }
    try self.init(file, plan, measured, configuration, options)
  }

  private init(
    _ file: WeightFile, _ plan: Plan, _ measured: [TensorMeasurement],
    _ configuration: HubConfiguration?, _ options: Options
  ) throws {
    name = file.name
    format = file.format
    notes = file.notes
    nodes = file.nodes
    self.configuration = configuration
    self.options = options
    let (stored, headers, layouts) = (plan.stored, plan.headers, plan.layouts)
    self.stored = stored
    depth = plan.depth
    let rules = RuleContext(
      inference: plan.inference, configuration: configuration, depth: plan.depth)
    let candidates = stored.indices.map { index in
      rules.candidates(
        headers[index], layout: layouts[index], isShifted: measured[index].shift != nil)
    }
    let likelihoods = measured.indices.map { index -> CandidateLikelihoods? in
      guard case .sample(let sample) = measured[index].kind, sample.count >= 2,
        headers[index].role != .statistic
      else { return nil }
      return CandidateLikelihoods(sample, candidates[index])
    }
    let identified = FileEvidence.identify(
      likelihoods,
      groups: headers.map { $0.role.multiplies || $0.role == .embedding ? 0 : 1 })

    // Every fit and every test of structure counts.
    var fits = [GoodnessOfFit?](repeating: nil, count: stored.count)
    var structures = [StructureTests?](repeating: nil, count: stored.count)
    var tests = 0
    for index in stored.indices {
      guard let best = identified[index]?.candidates.first else { continue }
      let one = measured[index]
      if one.spread.count >= 8 {
        let shift = one.shift ?? 0
        let grid = one.grid ?? .single
        fits[index] =
          shift == 0
          ? GoodnessOfFit(one.spread, family: best.family, scale: best.scale, grid: grid)
          : try? GoodnessOfFit(
            one.spread.map { Double($0) - shift }, family: best.family, scale: best.scale,
            grid: grid)
        tests += 1
      }
      if let statistics = one.structure {
        let found = StructureTests(statistics, kurtosis: best.family.kurtosis)
        structures[index] = found
        tests += found.tests.count
      }
    }
    testCount = tests
    let limit = options.falseAlarm / Double(max(1, tests))
    tensors = stored.indices.map { index in
      TensorDiagnosis(
        stored[index], headers[index], layouts[index], measured[index], identified[index],
        fits[index], structures[index], candidates[index], limit: limit)
    }
    start = Self.start(of: tensors)
    equal = try Self.equalTensors(tensors, stored)
  }

  private static func start(of tensors: [TensorDiagnosis]) -> Start {
    let judged = tensors.filter {
      $0.isDraw != nil && ($0.role.multiplies || $0.role == .embedding) && $0.outliers == 0
        && $0.repeated == nil
    }
    guard !judged.isEmpty else { return .cannotTell }
    let draws = judged.count { $0.isDraw == true }
    if draws == judged.count {
      let moved = judged.count { $0.moved != nil }
      return 2 * moved > judged.count ? .moved : .fresh
    }
    // A part is at its start where a rule names it: numbers of any other scale may be trained and look like draws.
    if draws == 0
      || !judged.contains(where: {
        $0.isDraw == true && $0.count >= 1_000 && !$0.law.names.isEmpty
      })
    {
      return .notDraws
    }
    return .mixed
  }

  /// Tensors of the same numbers, told by fingerprint and compared one by one.
  private static func equalTensors(
    _ tensors: [TensorDiagnosis], _ stored: [StoredTensor]
  ) throws(WeightFileError) -> [(tensors: [Int], isTied: Bool)] {
    let able = tensors.indices.filter { index in
      guard tensors[index].role != .statistic else { return false }
      switch tensors[index].measurement.kind {
      case .sample, .orthogonal: return tensors[index].count >= 8
      default: return false
      }
    }
    let order = able.sorted {
      (tensors[$0].measurement.hash, $0) < (tensors[$1].measurement.hash, $1)
    }
    var groups: [(tensors: [Int], isTied: Bool)] = []
    var start = 0
    while start < order.count {
      var end = start + 1
      let first = order[start]
      while end < order.count,
        tensors[order[end]].measurement.hash == tensors[first].measurement.hash
      { end += 1 }
      if end > start + 1 {
        let values = try stored[first].values()
        var (tied, copied) = ([first], [first])
        for other in order[(start + 1)..<end] where tensors[other].shape == tensors[first].shape {
          if stored[other].place == stored[first].place {
            tied.append(other)
          } else if try stored[other].values() == values {
            copied.append(other)
          }
        }
        if tied.count > 1 { groups.append((tied, true)) }
        if copied.count > 1 { groups.append((copied, false)) }
      }
      start = end
    }
    return groups.sorted { $0.tensors[0] < $1.tensors[0] }
  }

  /// How many numbers the tensors that were looked at have, as far as they are trained.
  public var parameterCount: Int {
    tensors.reduce(0) {
      $0 + ($1.type.isFloatingPoint && $1.role != .statistic ? $1.count : 0)
    }
  }

  /// How many numbers are running means, masks or an optimiser's state.
  var untrainedCount: Int {
    tensors.reduce(0) { $0 + ($1.role == .statistic ? $1.count : 0) }
  }

  /// The smallest probability of all tests, and whose it is.
  public var smallestProbability: (p: Double, tensor: String)? {
    tensors.compactMap { tensor -> (p: Double, tensor: String)? in
      // Repeated lines are told as such, and spoil every other probability.
      guard tensor.repeated == nil else { return nil }
      let all = (tensor.structure?.tests.map(\.p) ?? []) + (tensor.fit.map { [$0.pValue] } ?? [])
      return all.min().map { ($0, tensor.name) }
    }.min { $0.p < $1.p }
  }
}

extension FileDiagnosis {
  /// The weights that multiply, layer 10 after layer 9.
  public var weightsInOrder: [TensorDiagnosis] {
    tensors.filter { $0.role.multiplies && $0.deviation != nil }
      .sorted { TensorName.isBefore(TensorName($0.name), TensorName($1.name)) }
  }
}

/// The memory of one thread; a class, because what a thread keeps is copied from trial to trial, and a copied array is
/// allocated anew.
private final class Scratch {
  var values: [Float] = []
}

/// What is known of a file before its numbers are read.
private struct Plan: Sendable {
  let inference: LayoutInference
  let stored: [StoredTensor]
  let headers: [LayoutInference.Header]
  let layouts: [Layout?]
  let depth: Int?
  private let samples: Int

  init(
    _ file: WeightFile, _ configuration: HubConfiguration?, _ options: FileDiagnosis.Options
  ) {
    let inference = LayoutInference(file, asked: options.outputsFirst)
    let chosen = file.tensors.indices.filter { options.includes(file.tensors[$0].name) }
    self.inference = inference
    stored = chosen.map { file.tensors[$0] }
    headers = chosen.map { inference.headers[$0] }
    layouts = chosen.map { inference.layout(of: $0) }
    depth =
      configuration?.number("n_layer", "num_hidden_layers", "num_layers").flatMap {
        Int(exactly: $0)
      } ?? TensorName.depth(of: inference.headers.map(\.name))
    // The samples of all tensors together stay below 16 MB, up to a thousand tensors.
    samples = min(65_536, max(4_096, (1 << 22) / max(1, chosen.count)))
  }

  func measurement(
    _ index: Int, reading values: inout [Float]
  ) throws(WeightFileError) -> TensorMeasurement {
    try TensorMeasurement(
      stored[index], outputsFirst: layouts[index]?.outputsFirst, samples: samples,
      reading: &values)
  }
}
