import Kernels
import Numerics

/// Why a propagation cannot be run.
public enum PropagationError: Error, Equatable, CustomStringConvertible {
  case noLayers(widths: [Int])
  case width(Int, layer: Int)
  case tooDeep(Int)
  case trials(Int)
  case batch(Int)
  case jobs(Int)
  case biasVariance(Double)
  case weightVariance(Double, layer: Int)
  case inputs(InputLaw)
  case residualWidths([Int])
  case batchNormalization(batch: Int)
  case tiedWidths([Int])
  case tiedInitializer(String)
  case expansion(Int)
  case expansionNeeds(String)
  case notExact(String)
  case memory(bytes: Double, limit: Double)

  public var description: String {
    switch self {
    case .noLayers(let widths):
      "widths need an input and at least one layer, not \(Self.list(widths))"
    case .width(let width, let layer):
      "the width \(width) of layer \(layer) is not between 1 and \(PropagationLimits.width)"
    case .tooDeep(let depth):
      "\(depth) layers are more than \(PropagationLimits.depth)"
    case .trials(let trials):
      "the number of trials, \(trials), is not between 2 and \(PropagationLimits.trials)"
    case .batch(let batch):
      "the batch, \(batch), is not between 1 and \(PropagationLimits.batch)"
    case .jobs(let jobs):
      "the number of jobs, \(jobs), is not between 1 and \(PropagationLimits.jobs)"
    case .biasVariance(let variance):
      "the bias variance, \(variance), is not a finite number from 0 to 1e20"
    case .weightVariance(let variance, let layer):
      "the weight variance of layer \(layer), \(variance), is neither 0 nor between 1e-40 and 1e40"
    case .inputs(let law):
      "inputs of second moment \(law.secondMoment) and correlation \(law.correlation) do not exist "
        + "or are too large: the first is between 0 and 1e20, the second between 0 and 1"
    case .residualWidths(let widths):
      "skip connections need layers of one width, as wide as the input, not \(Self.list(widths))"
    case .batchNormalization(let batch):
      "batch normalisation needs at least 2 inputs in a batch, not \(batch)"
    case .tiedWidths(let widths):
      "tied weights need layers of one width, as wide as the input, not \(Self.list(widths))"
    case .tiedInitializer(let name):
      "\(name) measures every layer and cannot start weights that layers share"
    case .expansion(let expansion):
      "the expansion, \(expansion), is not between 1 and \(PropagationLimits.expansion)"
    case .expansionNeeds(let what): "an expansion needs \(what)"
    case .notExact(let reason):
      "the exact sampler cannot be used: \(reason); use the dense one (or auto)"
    case .memory(let bytes, let limit):
      "this would need \(Self.size(bytes)) of memory, more than the limit of \(Self.size(limit)); "
        + "use fewer units, a smaller batch, fewer jobs or the exact sampler"
    }
  }

  // Written out, because embedded Swift prints no arrays.
  private static func list(_ widths: [Int]) -> String {
    "[" + widths.map { "\($0)" }.joined(separator: ", ") + "]"
  }

  private static func size(_ bytes: Double) -> String {
    let units = ["bytes", "KB", "MB", "GB", "TB", "PB", "EB", "ZB"]
    var (value, unit) = (bytes, 0)
    while value >= 1000, unit + 1 < units.count { (value, unit) = (value / 1000, unit + 1) }
    let tenths = (value * 10).rounded() / 10
    return "\(shortNumber(tenths)) \(units[unit])"
  }
}

/// The largest requests that make sense; beyond them a typing error is more likely.
public enum PropagationLimits {
  /// The most units of a layer.
  public static let width = 100_000_000
  /// The most layers.
  public static let depth = 100_000
  /// The most networks.
  public static let trials = 10_000_000
  /// The most inputs at once.
  public static let batch = 65_536
  /// The most threads.
  public static let jobs = 1024
  /// The largest factor of a block’s inner width.
  public static let expansion = 64
  /// Bytes that one propagation may take.
  public static let memory = 8e9
}
