import Kernels
import Simulation
import TensorStatistics
import WeightFiles

/// What is found of one tensor.
public struct TensorDiagnosis: Sendable {
  /// Its name in the file.
  public let name: String
  /// Its sizes, slowest first.
  public let shape: [Int]
  /// The type that its numbers are stored in.
  public let type: ElementType
  /// What it does in the network.
  public let role: TensorRole
  /// Its axes; nil for tensors that do not multiply.
  public let layout: Layout?
  /// Counts, range and sums of powers.
  public let moments: Moments
  /// The law.
  public let law: LawVerdict
  /// The standard deviation of the numbers about zero, or about their mean where they are shifted.
  public let deviation: DeviationInterval?
  /// The mean, where it is far from zero.
  public let shift: Double?
  /// The share of scattered zeros, where there are many.
  public let sparsity: Double?
  /// The distance to the law.
  public let fit: GoodnessOfFit?
  /// Rows, columns and neighbours against independent entries.
  public let structure: StructureTests?
  /// A uniform start that the numbers left only a little.
  public let moved: MovedStart?
  /// Rows of zeros, in the order of the file's numbers.
  public let zeroRows: [Int]
  /// Columns of zeros, in the same order.
  public let zeroColumns: [Int]
  /// Rows with NaN or infinite numbers.
  public let notFiniteRows: [Int]
  /// Rows that repeat others.
  public let repeated: RepeatedLines?
  /// How many entries stand far outside of all others.
  public let outliers: Int
  /// Whether rejected as draws of independent entries; nil where the numbers cannot tell.
  public let isDraw: Bool?

  /// The fans that rules take: a bias has those of the weight beside it, a table its features and rows.
  let ruleFans: Fans?

  let measurement: TensorMeasurement

  /// How many numbers.
  public var count: Int { shape.reduce(1, *) }
  /// Whether it was never written: random bits.
  public var isGarbage: Bool { if case .garbage = measurement.kind { true } else { false } }
  /// Whether infinite numbers beside zeros mask something, as in attention, and are no accident.
  var isMask: Bool {
    moments.notANumber == 0 && moments.infinite > 0 && !role.multiplies && role != .embedding
      && (moments.count == 0 || moments.smallest == 0 && moments.largest == 0)
  }
  /// Inputs and outputs of the axes as they are.
  public var fans: Fans? { layout?.fans }

  /// What turns the deviation of the numbers that are not zero into that of all: √(1 − s) for a share s of scattered zeros.
  ///
  /// A sum over n inputs has the variance n(1 − s)σ²: zeros add nothing to it.
  var densityRoot: Double {
    // Where no law is named, σ is that of all numbers already.
    law.best == nil ? 1 : (1 - (sparsity ?? 0)).squareRoot()
  }

  /// σ√(in), by which a layer multiplies the root mean square of signals before its activation; σ of all numbers,
  /// scattered zeros among them.
  public var forwardFactor: Double? { forwardInterval?.value }

  /// The factor with the interval of σ.
  public var forwardInterval: DeviationInterval? {
    guard role.multiplies, let fans, let deviation else { return nil }
    return deviation.scaled(by: Double(fans.input).squareRoot() * densityRoot)
  }

  /// σ√(out), by which it multiplies that of gradients; all packed matrices together.
  public var backwardFactor: Double? {
    guard role.multiplies, let fans, let deviation else { return nil }
    return Double(fans.output * (layout?.packed ?? 1)).squareRoot() * densityRoot * deviation.value
  }

  /// The deviation of the law that was named, its scattered zeros counted, or the root mean square: what theory takes.
  var lawDeviation: Double {
    law.best.map { $0.deviation * densityRoot } ?? moments.meanSquare.squareRoot()
  }

  /// Whether it is the kernel of a transposed convolution, whose inputs stand where others have their outputs.
  var isTransposedKernel: Bool {
    guard role == .convolution, let axes = layout?.axes else { return false }
    return axes.hasPrefix("in, out, ") || axes.hasSuffix(", out, in")
  }

  var sample: ScaleStatistics? {
    if case .sample(let sample) = measurement.kind { sample } else { nil }
  }
}

/// A standard deviation with the interval that holds the law's with 99 %.
public struct DeviationInterval: Equatable, Sendable, Codable {
  /// The estimate.
  public let value: Double
  /// The lower end.
  public let low: Double
  /// The upper end.
  public let high: Double

  /// The interval for draws of a family.
  ///
  /// A uniform law's bound lies between the largest magnitude M and M·0.01^(−1/N); for the others ln σ̂ has
  /// deviation √((κ − 1)/4N).
  init(_ sample: ScaleStatistics, family: any LawFamily) {
    let n = Double(sample.count)
    if family.name == "uniform" {
      let unit = family.deviationOfUnitScale
      low = sample.largestMagnitude * unit
      high = low * Double.exp(4.605170185988091 / n)
      value = low * (1 + 1 / n)
    } else {
      value = sample.meanSquare.squareRoot()
      let width = 2.5758293035489 * ((family.kurtosis - 1) / (4 * n)).squareRoot()
      (low, high) = (value * Double.exp(-width), value * Double.exp(width))
    }
  }
}

/// A start with a bound that only a few numbers have passed, and not far.
public struct MovedStart: Equatable, Sendable, Codable {
  /// The rule of the start.
  public let rule: String
  /// Its bound.
  public let bound: Double
  /// The share of numbers beyond it.
  public let share: Double
  /// How far the largest is beyond it, relative to it.
  public let excess: Double

  /// The uniform rule that fits but for at most 5 % beyond its bound by at most 15 %; nil if there is none.
  ///
  /// The distance to the rule must be no more than twice that share would make it.
  init?(_ values: [Float], candidates: [RuleCandidate]) {
    guard values.count >= 200 else { return nil }
    let magnitudes = values.map { Double($0.magnitude) }
    let largest = magnitudes.max() ?? 0
    let n = Double(values.count)
    var best: MovedStart?
    for candidate in candidates where candidate.family.name == "uniform" && candidate.isRight {
      let bound = candidate.scale
      guard largest > bound * 1.000_01, largest < bound * 1.15 else { continue }
      let beyond = Double(magnitudes.count { $0 > bound }) / n
      guard beyond < 0.05 else { continue }
      // The inner quartiles of |x| must stand where the rule has them, up to sampling and the move.
      let half = Double(magnitudes.count { $0 < bound / 2 }) / n
      guard (half - 0.5).magnitude < 3 / (2 * n.squareRoot()) + beyond else { continue }
      if best.map({ beyond < $0.share }) ?? true {
        best = MovedStart(
          rule: candidate.name, bound: bound, share: beyond, excess: largest / bound - 1)
      }
    }
    guard let best else { return nil }
    self = best
  }

  private init(rule: String, bound: Double, share: Double, excess: Double) {
    (self.rule, self.bound, self.share, self.excess) = (rule, bound, share, excess)
  }
}
