import Kernels
import Networks
import Numerics

/// An explicit matrix: any law, any number of rows.
final class DenseMap<Real: NetworkReal>: LinearMap {
  let inputs: Int
  let outputs: Int
  /// m × n, row by row.
  let matrix: UnsafeMutablePointer<Real>
  let blocks: [ColumnBlock]
  private let stream: Int
  private let isStandardized: Bool
  private let arithmetic: Arithmetic
  private let block: UnsafeMutablePointer<Real>?
  /// What training changes; of standardised weights the numbers beneath them.
  let parameter: Parameter<Real>?
  private let raw: UnsafeMutablePointer<Real>
  private let packed: (right: UnsafeMutablePointer<Real>, left: UnsafeMutablePointer<Real>)?

  init(
    _ builder: PassBuilder<Real>, inputs: Int, blocks: [ColumnBlock], isReused: Bool, stream: Int,
    isStandardized: Bool = false
  ) {
    self.isStandardized = isStandardized
    self.inputs = inputs
    self.blocks = blocks
    self.stream = stream
    arithmetic = builder.arithmetic
    outputs = blocks.reduce(0) { $0 + $1.columns }
    matrix = builder.allocate(inputs * outputs)
    let widest = blocks.map(\.columns).max() ?? 0
    block = blocks.count > 1 ? builder.allocate(inputs * widest) : nil
    // In low precision what is trained is a copy in single precision, as mixed-precision training keeps.
    let isRounded = builder.arithmetic == .float16 || builder.arithmetic == .bfloat16
    raw =
      isStandardized || (builder.isTrained && isRounded)
      ? builder.allocate(inputs * outputs) : matrix
    parameter = builder.parameter(
      "weights", values: raw, count: inputs * outputs, isMatrix: true)
    packed =
      isReused
      ? (
        builder.allocate(Real.packedCount(inner: inputs, columns: outputs)),
        builder.allocate(Real.packedCount(inner: outputs, columns: inputs))
      ) : nil
    parameter?.willStep = { [unowned self] in
      if self.isStandardized { self.pullBackStandardization() }
    }
    parameter?.didStep = { [unowned self] in self.refresh() }
  }

  func begin(_ seed: SeedTree) {
    let seed = seed.child(stream)
    if let block {
      var column = 0
      for (index, part) in blocks.enumerated() {
        draw(part, into: block, seed.source(lane: index))
        for row in 0..<inputs {
          (raw + row * outputs + column).update(
            from: block + row * part.columns, count: part.columns)
        }
        column += part.columns
      }
    } else {
      draw(blocks[0], into: raw, seed.source(lane: 0))
    }
    refresh()
  }

  /// Makes what products read from the numbers beneath.
  private func refresh() {
    if isStandardized {
      standardize()
    } else if raw != matrix {
      matrix.update(from: raw, count: inputs * outputs)
    }
    arithmetic.round(matrix, count: inputs * outputs)
    matrixHasChanged()
  }

  func rescale(by factor: Double) -> Bool {
    guard factor != 1 else { return true }
    Real.scale(raw, by: Real(factor), count: inputs * outputs)
    refresh()
    return true
  }

  /// Makes products see what `matrix` holds now.
  func matrixHasChanged() {
    if let packed {
      Real.pack(matrix, into: packed.right, inner: inputs, columns: outputs, transposed: false)
      Real.pack(matrix, into: packed.left, inner: outputs, columns: inputs, transposed: true)
    }
  }

  /// Gives each output weights of mean zero and mean square gain²/m.
  ///
  /// Ŵ = γ (W − μ)/(σ√m), the scaled form (Brock et al. 2021) of weight standardisation, whose plain form is
  /// what γ = √m gives.
  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  private func standardize() {
    var first = 0
    for part in blocks {
      let size = part.tensor.gain / Double(inputs).squareRoot()
      for column in first..<(first + part.columns) {
        var sum = 0.0
        var squares = 0.0
        for row in 0..<inputs {
          let w = Double(raw[row * outputs + column])
          sum += w
          squares += w * w
        }
        let mean = sum / Double(inputs)
        let deviation = max(0, squares / Double(inputs) - mean * mean).squareRoot()
        let factor = deviation > 0 ? size / deviation : 0
        for row in 0..<inputs {
          let w = Double(raw[row * outputs + column])
          matrix[row * outputs + column] = Real((w - mean) * factor)
        }
      }
      first += part.columns
    }
  }

  /// Turns the gradient at standardised weights into that at the numbers beneath them, column by column.
  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  private func pullBackStandardization() {
    guard let gradient = parameter?.gradient else { return }
    var first = 0
    for part in blocks {
      let size = part.tensor.gain / Double(inputs).squareRoot()
      for column in first..<(first + part.columns) {
        var (sum, squares, total, along) = (0.0, 0.0, 0.0, 0.0)
        for row in 0..<inputs {
          let at = row * outputs + column
          let (w, g) = (Double(raw[at]), Double(gradient[at]))
          sum += w
          squares += w * w
          total += g
          along += g * Double(matrix[at])
        }
        let n = Double(inputs)
        let mean = sum / n
        let deviation = max(0, squares / n - mean * mean).squareRoot()
        guard deviation > 0 else { continue }
        for row in 0..<inputs {
          let at = row * outputs + column
          // Ŵ/size has mean square one.
          let unit = Double(matrix[at]) / size
          let g = Double(gradient[at]) - total / n - unit * along / (n * size)
          gradient[at] = Real(g * size / deviation)
        }
      }
      first += part.columns
    }
  }

  private func draw(
    _ part: ColumnBlock, into target: UnsafeMutablePointer<Real>, _ source: RandomSource
  ) {
    let count = inputs * part.columns
    let tensor = part.tensor
    switch tensor.rule.law {
    case .gaussian:
      Real.fillNormals(
        target, count: count, from: source.address,
        standardDeviation: Real(tensor.variance.squareRoot()))
    case .uniform:
      Real.fillUniforms(
        target, count: count, from: source.address, radius: Real((3 * tensor.variance).squareRoot())
      )
    default:
      var random = source
      Real.fill(
        target, by: tensor.rule, fanIn: inputs, fanOut: part.columns, random: &random)
      // The rule knows the matrix's own sizes; the framework may have told it others.
      let own = tensor.rule.variance(fanIn: inputs, fanOut: part.columns)
      if own > 0, own != tensor.variance {
        Real.scale(target, by: Real((tensor.variance / own).squareRoot()), count: count)
      }
    }
  }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func multiply(
    _ input: UnsafePointer<Real>, rows: Int, side: Side, into output: UnsafeMutablePointer<Real>
  ) {
    let (inner, columns) = side == .right ? (inputs, outputs) : (outputs, inputs)
    if let packed {
      Real.packedProduct(
        input, side == .right ? packed.right : packed.left, into: output, rows: rows, inner: inner,
        columns: columns, stride: columns, factor: 1)
    } else {
      Real.matrixProduct(
        input, matrix, into: output, rows: rows, inner: inner, columns: columns,
        transposed: side == .left)
    }
  }
}
