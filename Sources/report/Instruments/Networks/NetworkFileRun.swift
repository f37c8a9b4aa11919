import ArgumentParser
import Engine
import Networks
import Numerics
import StudyFiles

/// `report propagate` of a network of stages: its request and its report.
struct NetworkFileRun {
  let file: NetworkFileOptions
  /// The network, if it is in no file.
  let chain: NetworkFile?
  let precision: String?
  let batch: Int?
  let networks: Int
  let sampler: Sampler
  let columns: String?
  let sampling: SamplingOptions

  /// Checks what can be checked without the file.
  func validate() throws {
    _ = try file.options()
    _ = try file.lossScaleExponent()
    _ = try arithmetic()
    _ = try columns.map(NetworkColumn.chosen)
    guard 1...10_000_000 ~= networks else {
      throw ValidationError("--networks \(networks) is out of range; give 1 to 10000000.")
    }
    if let batch, !(1...1_000_000 ~= batch) {
      throw ValidationError("--batch \(batch) is out of range; give 1 to 1000000.")
    }
  }

  private func arithmetic() throws -> Arithmetic {
    guard let precision else { return .extended }
    guard let arithmetic = Arithmetic(rawValue: precision) else {
      let error = CatalogError(
        kind: "precision", name: precision, known: Arithmetic.allCases.map(\.rawValue))
      throw ValidationError("--precision: \(error)")
    }
    return arithmetic
  }

  /// The columns that were asked for, else those that say something of this network.
  func columnList(_ report: NetworkReport) throws -> [NetworkColumn] {
    try columns.map(NetworkColumn.chosen) ?? NetworkColumn.standard(for: report)
  }

  /// Runs.
  func report() async throws -> NetworkReport {
    let read = try chain ?? file.network()
    let request = NetworkRequest(
      read.network, trials: networks, seed: SeedTree(seed: sampling.seed).child("propagate"),
      samples: batch ?? read.samples ?? 1, source: sampler.source, arithmetic: try arithmetic(),
      lossScaleExponent: try file.lossScaleExponent(), jobs: sampling.jobs)
    let limit = file.maxMemory?.bytes
    let clock = ContinuousClock()
    let start = clock.now
    let result = try await SimulationContext.$memoryLimit.withValue(limit) {
      try await propagate(request)
    }
    let seconds = (clock.now - start) / .seconds(1)
    return NetworkReport(
      request, result, summary: read.summary, sampler: sampler, seed: sampling.seed,
      seconds: seconds, showsAll: file.showsAll)
  }
}

extension Sampler {
  /// The same for networks of stages.
  fileprivate var source: WeightSource {
    switch self {
    case .automatic: .automatic
    case .exact: .exact
    case .dense: .dense
    }
  }
}
