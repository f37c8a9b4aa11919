import Kernels

/// What one network showed, by layer: natural logarithms of mean squares, −∞ for zero, and ratios.
struct TrialMoments: Sendable {
  var activation: [Double]
  var variance: [Double]
  var gradient: [Double]
  var weightGradient: [Double]
  var inputGradient = 0.0
  /// Only when asked for: the mean of h, and ln of the mean square of what the activation sees.
  var mean: [Double] = []
  var preactivation: [Double] = []
  /// Only for batches: the variance over the batch, and the mean cosines of two inputs.
  var varianceAcrossInputs: [Double] = []
  var activationCosine: [Double] = []
  var gradientCosine: [Double] = []
  /// Only when asked for: shares of the entries.
  var zeroActivations: [Double] = []
  var zeroGradients: [Double] = []
  var lostActivations: [Double] = []
  var lostGradients: [Double] = []

  init(_ design: NetworkDesign) {
    let none = Array(repeating: 0.0, count: design.depth)
    (activation, variance, gradient, weightGradient) = (none, none, none, none)
    if design.batch > 1 {
      (varianceAcrossInputs, activationCosine, gradientCosine) = (none, none, none)
    }
    if design.recordsDetails { (mean, preactivation) = (none, none) }
    if design.countsZeros {
      (zeroActivations, zeroGradients) = (none, none)
      (lostActivations, lostGradients) = (none, none)
    }
  }
}

/// Measures signals as a pass produces them.
struct SignalStatistics<Real: NetworkReal> {
  private let design: NetworkDesign
  private let scratch: UnsafeMutablePointer<Real>
  private let acrossInputs: Buffer<Real>

  /// `scratch` holds as many numbers as the widest layer.
  init(_ design: NetworkDesign, scratch: UnsafeMutablePointer<Real>) {
    self.design = design
    self.scratch = scratch
    acrossInputs = Buffer(count: design.batch > 1 ? design.widths.max() ?? 1 : 1)
  }

  /// ln of the mean square, with the exponent.
  func logMeanSquare(_ signal: Signal<Real>, squares: Double) -> Double {
    Double.log(squares / Double(signal.count)) + shift(signal)
  }

  /// Σ of the stored squares of each input; empty for a single one, where nobody asks.
  func rowSquares(_ signal: Signal<Real>) -> [Double] {
    guard design.batch > 1 else { return [] }
    let width = signal.columns
    return (0..<design.batch).map { Real.sums(signal.base + $0 * width, count: width).squares }
  }

  /// Records a layer's output; returns the sum of the stored squares, and that of each input.
  func record(
    _ output: Signal<Real>, _ layer: Int, _ moments: inout TrialMoments
  ) -> (squares: Double, rows: [Double]) {
    let width = output.columns
    var squares = 0.0
    var variance = 0.0
    var total = 0.0
    var rows: [Double] = []
    for row in 0..<design.batch {
      let sums = Real.sums(output.base + row * width, count: width)
      let mean = sums.sum / Double(width)
      squares += sums.squares
      total += sums.sum
      if design.batch > 1 { rows.append(sums.squares) }
      // ∞ − ∞ of what overflowed is no zero.
      let own = sums.squares / Double(width) - mean * mean
      variance += own.isNaN ? .infinity : max(0, own)
    }
    if design.recordsDetails {
      moments.mean[layer] = total / Double(output.count) * powerOfTwo(output.exponent)
    }
    moments.activation[layer] = logMeanSquare(output, squares: squares)
    moments.variance[layer] = Double.log(variance / Double(design.batch)) + shift(output)
    if design.batch > 1 {
      moments.activationCosine[layer] = meanCosine(output, rows)
      let squares = squaresAcrossInputs(output) / Double(output.count)
      moments.varianceAcrossInputs[layer] =
        Double.log(squares.isNaN ? .infinity : squares) + shift(output)
    }
    if design.countsZeros {
      let (zeros, nonFinite, _) = Real.extremes(output.base, count: output.count)
      moments.zeroActivations[layer] = Double(zeros) / Double(output.count)
      moments.lostActivations[layer] = Double(nonFinite) / Double(output.count)
    }
    return (squares, rows)
  }

  /// Records a layer's gradient.
  ///
  /// `squares` is the sum of the stored squares of δ, `inputSquares` that of what the layer's weights
  /// saw, `inputRows` the same by input, `branchFactor` what their output was multiplied by.
  func recordGradient(
    _ delta: Signal<Real>, squares: Double, input: Signal<Real>, inputSquares: Double,
    inputRows: [Double], branchFactor: Double = 1, _ layer: Int, _ moments: inout TrialMoments
  ) {
    let (m, n) = (input.columns, delta.columns)
    moments.gradient[layer] = logMeanSquare(delta, squares: squares)
    var products = squares / Double(n) * (inputSquares / Double(m))
    let rows = rowSquares(delta)
    if design.batch > 1 {
      products = 0
      for (own, inputs) in zip(rows, inputRows) {
        products += own / Double(n) * (inputs / Double(m))
      }
    }
    moments.weightGradient[layer] =
      Double.log(products * branchFactor * branchFactor / Double(design.batch)) + shift(delta)
      + shift(input)
    if design.batch > 1 { moments.gradientCosine[layer] = meanCosine(delta, rows) }
    if design.countsZeros {
      let (zeros, nonFinite, _) = Real.extremes(delta.base, count: delta.count)
      moments.zeroGradients[layer] = Double(zeros) / Double(delta.count)
      moments.lostGradients[layer] = Double(nonFinite) / Double(delta.count)
    }
  }

  /// Records what a layer's activation sees.
  func recordPreactivation(_ z: Signal<Real>, _ layer: Int, _ moments: inout TrialMoments) {
    moments.preactivation[layer] = logMeanSquare(
      z, squares: Real.sums(z.base, count: z.count).squares)
  }

  /// Σ over units and inputs of (h − its mean over the inputs)², of the stored numbers.
  ///
  /// Taken of the differences from the first input, Σd² − (Σd)²/B: inputs that have become alike leave
  /// small differences, where the squares themselves would cancel to single precision's last bit.
  private func squaresAcrossInputs(_ output: Signal<Real>) -> Double {
    let width = output.columns
    let difference = acrossInputs.base
    var squares = 0.0
    scratch.update(repeating: 0, count: width)
    for row in 1..<design.batch {
      difference.update(from: output.base + row * width, count: width)
      Real.add(output.base, times: -1, to: difference, count: width)
      squares += Real.sums(difference, count: width).squares
      Real.add(difference, to: scratch, count: width)
    }
    let together = Real.sums(scratch, count: width).squares / Double(design.batch)
    return squares.isNaN || together.isNaN ? .nan : max(0, squares - together)
  }

  private func shift(_ signal: Signal<Real>) -> Double {
    2 * Double.ln2 * Double(signal.exponent)
  }

  /// The mean cosine over pairs of inputs: with unit vectors e, |Σ e|² = B + Σ over ordered pairs.
  private func meanCosine(_ signal: Signal<Real>, _ rows: [Double]) -> Double {
    let width = signal.columns
    scratch.update(repeating: 0, count: width)
    var members = 0.0
    for row in 0..<design.batch {
      let base = signal.base + row * width
      let norm = rows[row].squareRoot()
      guard norm > 0 else { continue }
      members += 1
      Real.add(base, times: Real(1 / norm), to: scratch, count: width)
    }
    guard members > 1 else { return .nan }
    let cosine = (Real.sums(scratch, count: width).squares - members) / (members * (members - 1))
    // Unit vectors rounded to single precision may add up to a little more than one.
    return cosine > 1 ? 1 : max(cosine, -1 / (members - 1))
  }
}
