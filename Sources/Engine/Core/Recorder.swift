import Kernels
import Networks

/// What a stage is, for those who read the record.
public struct StageInfo: Sendable, Equatable {
  /// Its name, with those of the stages around it: `blocks.3.attention.query`.
  public var name: String
  /// Its kind, such as `dense`.
  public var kind: String
  /// What it hands on.
  public var shape: Shape
  /// The tensors of its weights, as they are recorded.
  public var tensors: [TensorInfo]
}

/// A tensor of weights.
public struct TensorInfo: Sendable, Equatable {
  /// What it is called within its stage, empty if it is the only one.
  public var name: String
  /// The fans as the framework computes them.
  public var fanIn: Int
  /// The fan-out as the framework computes it.
  public var fanOut: Int
  /// How many terms an output really sums; differs from the fan-in where a framework counts otherwise.
  public var terms: Int
  /// How many weights.
  public var count: Int
  /// The rule's name.
  public var rule: String
  /// The variance of one weight.
  public var variance: Double
  /// To how many units an input goes, where the rule is given another fan-out that changes its variance; nil
  /// elsewhere.
  public var reach: Int?
}

/// What one network showed at one stage; logarithms are natural ones, −∞ for zero.
struct StageRecord: Sendable {
  var mean = Double.nan
  var logVariance = Double.nan
  var logSecondMoment = Double.nan
  var largest = Double.nan
  var zero = Double.nan
  var lost = Double.nan
  var saturated = Double.nan
  var cosine = Double.nan
  var logGradient = Double.nan
  var lostGradient = Double.nan
  var zeroGradient = Double.nan
  var logWeightGradients: [Double] = []
  /// Of a recurrent cell: of ∂ℓ/∂input at each step.
  var logStepGradients: [Double] = []
  /// Of a read-out: the loss.
  var loss = Double.nan
  /// Where ranges are asked for.
  var range: RangeRecord?
}

/// Notes what passes see; one recorder serves one thread.
final class Recorder<Real: NetworkReal> {
  private(set) var stages: [StageInfo] = []
  private(set) var records: [StageRecord] = []
  /// The places in the order in which signals pass them: what is inside a stage before the stage.
  private(set) var order: [Int] = []
  /// Whether anything is noted: between the records of a training nobody asks.
  @exclusivity(unchecked) var isActive = true
  /// Whether the ranges of half precision are noted.
  var notesRange = false
  /// ln of the factor that a loss scale multiplies gradients by: removed from what is noted.
  var logGradientScale = 0.0
  /// Whether units that are not zero are marked.
  @exclusivity(unchecked) var isWatchingUnits = false
  private var isHeard: [[Bool]] = []
  private let arithmetic: Arithmetic
  private var sum: [Double] = []

  init(arithmetic: Arithmetic) { self.arithmetic = arithmetic }

  /// A place in the record.
  func reserve(kind: String, name: String, shape: Shape) -> Int {
    stages.append(StageInfo(name: name, kind: kind, shape: shape, tensors: []))
    records.append(StageRecord())
    return stages.count - 1
  }

  /// Adds tensors to a place; returns the number of the first.
  func add(_ tensors: [TensorInfo], to index: Int) -> Int {
    defer { stages[index].tensors += tensors }
    return stages[index].tensors.count
  }

  /// Says that all inside a place is built.
  func finish(_ index: Int) { order.append(index) }

  /// Forgets the last network.
  func begin() {
    guard isActive else { return }
    for index in records.indices {
      records[index] = StageRecord()
      records[index].logWeightGradients = Array(
        repeating: .nan, count: stages[index].tensors.count)
    }
  }

  /// Notes a stage's output; so many of the signal's rows are one sample, or one where the rows themselves
  /// are compared.
  func noteOutput(_ signal: Signal<Real>, rowsPerSample: Int, at index: Int) {
    guard isActive else { return }
    let count = Double(signal.count)
    let sums = Real.sums(signal.base, count: signal.count)
    let shift = 2 * Double(signal.exponent) * Double.ln2
    let mean = sums.sum / count
    let (zeros, lost, largest) = Real.extremes(signal.base, count: signal.count)
    records[index].mean = mean * powerOfTwo(signal.exponent)
    // What is not a number came of infinities.
    records[index].logSecondMoment =
      Double.log(sums.squares.isNaN ? .infinity : sums.squares / count) + shift
    let variance = sums.squares / count - mean * mean
    records[index].logVariance =
      Double.log(variance.isNaN ? .infinity : max(0, variance)) + shift
    records[index].largest = Double(largest) * powerOfTwo(signal.exponent)
    records[index].zero = Double(zeros) / count
    records[index].lost = Double(lost) / count
    records[index].cosine = cosine(signal, rowsPerSample)
    if notesRange {
      var range = RangeRecord()
      range.noteOutput(signal)
      records[index].range = range
    }
  }

  /// Begins to mark the units of activations that say something.
  func watchUnits() {
    isWatchingUnits = true
    isHeard = stages.map { stage in
      Array(repeating: false, count: stage.kind == ActivationStage.kind ? stage.shape.channels : 0)
    }
  }

  /// Marks the units of a signal that are not zero.
  func noteUnits(_ signal: Signal<Real>, at index: Int) {
    guard isWatchingUnits, !isHeard[index].isEmpty else { return }
    mark(signal.base, rows: signal.rows, &isHeard[index])
  }

  /// The units of a stage that were zero since they are watched.
  func silentUnits(_ index: Int) -> [Int] {
    guard index < isHeard.count else { return [] }
    return isHeard[index].indices.filter { !isHeard[index][$0] }
  }

  /// Notes ∂ℓ/∂output.
  func noteGradient(_ gradient: Signal<Real>, at index: Int) {
    guard isActive else { return }
    let count = Double(gradient.count)
    let (zeros, lost, _) = Real.extremes(gradient.base, count: gradient.count)
    records[index].logGradient = logMeanSquare(gradient)
    records[index].zeroGradient = Double(zeros) / count
    records[index].lostGradient = Double(lost) / count
    records[index].range?.noteGradient(gradient, logScale: logGradientScale)
  }

  /// Notes ∂ℓ/∂input of a sequence by step; rows are kept step by step.
  func noteStepGradients(_ gradient: Signal<Real>, steps: Int, at index: Int) {
    guard isActive else { return }
    let rows = gradient.rows / steps
    records[index].logStepGradients = (0..<steps).map { step in
      logMeanSquare(
        Signal(
          base: gradient.base + step * rows * gradient.columns, rows: rows,
          columns: gradient.columns, exponent: gradient.exponent))
    }
  }

  /// Notes the mean square of ∂ℓ/∂W of a tensor from its logarithm.
  func noteWeightGradient(_ logMeanSquare: Double, tensor: Int, at index: Int) {
    guard isActive else { return }
    records[index].logWeightGradients[tensor] = logMeanSquare - 2 * logGradientScale
  }

  /// Notes the share of an activation's units that are saturated.
  func noteSaturated(_ share: Double, at index: Int) { records[index].saturated = share }

  /// Notes a loss.
  func noteLoss(_ loss: Double, at index: Int) { records[index].loss = loss }

  /// ln of the mean square, loss scale removed.
  func logMeanSquare(_ gradient: Signal<Real>) -> Double {
    let squares = Real.sums(gradient.base, count: gradient.count).squares
    return Double.log((squares.isNaN ? .infinity : squares) / Double(gradient.count))
      + 2 * Double(gradient.exponent) * Double.ln2 - 2 * logGradientScale
  }

  /// The mean cosine of two samples; NaN for a single one, and where all but one are zero.
  private func cosine(_ signal: Signal<Real>, _ rowsPerSample: Int) -> Double {
    let length = rowsPerSample * signal.columns
    let samples = signal.rows / rowsPerSample
    guard samples > 1 else { return .nan }
    // Σ_{i≠j} u_i·u_j = |Σu|² − n for unit vectors u.
    sum = Array(repeating: 0, count: length)
    var alive = 0
    for sample in 0..<samples {
      let row = signal.base + sample * length
      let size = Real.sums(row, count: length).squares.squareRoot()
      guard size > 0, size.isFinite else { continue }
      alive += 1
      accumulate(row, 1 / size, &sum)
    }
    guard alive > 1 else { return .nan }
    let n = Double(alive)
    let squares = sum.reduce(0) { $0 + $1 * $1 }
    return (squares - n) / (n * (n - 1))
  }
}

@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func accumulate<Real: NetworkReal>(
  _ row: UnsafePointer<Real>, _ factor: Double, _ sum: inout [Double]
) {
  sum.withUnsafeMutableBufferPointer { sum in
    for i in 0..<sum.count { sum[i] += factor * Double(row[i]) }
  }
}

@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func mark<Real: NetworkReal>(
  _ numbers: UnsafePointer<Real>, rows: Int, _ isHeard: inout [Bool]
) {
  let columns = isHeard.count
  for row in 0..<rows {
    for column in 0..<columns where numbers[row * columns + column] != 0 { isHeard[column] = true }
  }
}
