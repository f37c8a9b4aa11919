import Kernels
import Networks

/// The mean square of ∂ℓ/∂W = XᵀΔ over the entries of each tensor of a linear stage.
///
/// Of few rows by ‖XᵀΔ‖² = Σ (x_r·x_s)(δ_r·δ_s), which needs no matrix of that size; of many by the
/// product itself.
final class WeightGradient<Real: NetworkReal> {
  private let inputs: Int
  private let columns: Int
  private let blocks: [ColumnBlock]
  private let recorder: Recorder<Real>
  private let index: Int
  private let first: Int
  /// How many matrices of this shape are one tensor.
  private let copies: Int
  private let workspace: Workspace<Real>
  private let parameter: Parameter<Real>?

  init(
    _ builder: PassBuilder<Real>, inputs: Int, blocks: [ColumnBlock], terms: Int, copies: Int = 1,
    reach: Int? = nil, map: (any LinearMap<Real>)? = nil
  ) {
    parameter = map?.parameter
    self.copies = copies
    self.inputs = inputs
    self.blocks = blocks
    columns = blocks.reduce(0) { $0 + $1.columns }
    recorder = builder.recorder
    index = builder.index
    workspace = builder.workspace
    first = builder.recorder.add(
      blocks.map { block in
        TensorInfo(
          name: block.name, fanIn: block.tensor.fanIn, fanOut: block.tensor.fanOut, terms: terms,
          count: copies * inputs * block.columns, rule: block.tensor.rule.name,
          variance: block.tensor.variance, reach: reach)
      }, to: index)
  }

  /// Notes the gradient that rows of inputs and of gradients give together.
  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func note(_ input: Signal<Real>, _ gradient: Signal<Real>) {
    let exponent = input.exponent + gradient.exponent
    note(
      squares: squares(
        input.base, gradient.base, rows: input.rows, for: parameter, exponent: exponent),
      exponent: exponent)
  }

  /// Notes sums of squares, by block, of numbers in units of a power of two.
  func note(squares: [Double], exponent: Int) {
    guard recorder.isActive else { return }
    let shift = 2 * Double(exponent) * Double.ln2
    for (number, squares) in squares.enumerated() {
      let count = Double(copies * inputs * blocks[number].columns)
      recorder.noteWeightGradient(
        Double.log((squares.isNaN ? .infinity : squares) / count) + shift,
        tensor: first + number, at: index)
    }
  }

  /// How ‖XᵀΔ‖² is computed.
  enum Way: CaseIterable { case oneRow, gram, product }

  /// The cheapest way: the Gram matrices take rows²(m + n) products, the matrix itself rows·m·n.
  private func way(rows: Int) -> Way {
    if rows == 1 { return .oneRow }
    return rows * (inputs + columns) <= inputs * columns ? .gram : .product
  }

  /// ‖XᵀΔ‖² by block; of what is trained, XᵀΔ · 2^exponent is added to the parameter's gradient.
  func squares(
    _ x: UnsafePointer<Real>, _ delta: UnsafePointer<Real>, rows: Int, by way: Way? = nil,
    for parameter: Parameter<Real>? = nil, exponent: Int = 0
  ) -> [Double] {
    if let parameter { return productSquares(x, delta, rows, parameter, exponent) }
    switch way ?? self.way(rows: rows) {
    case .oneRow:
      let size = Real.sums(x, count: inputs).squares
      return eachBlock { offset, count in size * Real.sums(delta + offset, count: count).squares }
    case .gram: return gramSquares(x, delta, rows)
    case .product: return productSquares(x, delta, rows)
    }
  }

  private func gramSquares(
    _ x: UnsafePointer<Real>, _ delta: UnsafePointer<Real>, _ rows: Int
  ) -> [Double] {
    let gramX = workspace.take(rows: rows, columns: rows)
    let gramD = workspace.take(rows: rows, columns: rows)
    defer {
      workspace.give(gramX)
      workspace.give(gramD)
    }
    Real.matrixProduct(
      x, x, into: gramX.base, rows: rows, inner: inputs, columns: rows, transposed: true)
    return eachBlock { offset, count in
      let part: UnsafePointer<Real>
      var copy: Signal<Real>?
      if blocks.count == 1 {
        part = delta
      } else {
        let own = workspace.take(rows: rows, columns: count)
        for row in 0..<rows {
          (own.base + row * count).update(from: delta + row * columns + offset, count: count)
        }
        copy = own
        part = UnsafePointer(own.base)
      }
      defer { if let copy { workspace.give(copy) } }
      Real.matrixProduct(
        part, part, into: gramD.base, rows: rows, inner: count, columns: rows, transposed: true)
      return max(0, Real.dot(gramX.base, gramD.base, count: rows * rows))
    }
  }

  private func productSquares(
    _ x: UnsafePointer<Real>, _ delta: UnsafePointer<Real>, _ rows: Int,
    _ parameter: Parameter<Real>? = nil, _ exponent: Int = 0
  ) -> [Double] {
    if let parameter, exponent == 0, let whole = parameter.untouchedGradient() {
      Real.turnedProduct(x, delta, into: whole, rows: inputs, inner: rows, columns: columns)
      return squares(of: whole)
    }
    let product = workspace.take(rows: inputs, columns: columns)
    defer { workspace.give(product) }
    Real.turnedProduct(x, delta, into: product.base, rows: inputs, inner: rows, columns: columns)
    if let parameter {
      Real.add(
        product.base, times: Real(powerOfTwo(exponent)), to: parameter.gradient,
        count: inputs * columns)
    }
    return squares(of: product.base)
  }

  /// Sums of squares by block, where somebody asks.
  private func squares(of product: UnsafePointer<Real>) -> [Double] {
    guard recorder.isActive else { return [] }
    if blocks.count == 1 { return [Real.sums(product, count: inputs * columns).squares] }
    return eachBlock { offset, count in
      var sum = 0.0
      for row in 0..<inputs {
        sum += Real.sums(product + row * columns + offset, count: count).squares
      }
      return sum
    }
  }

  private func eachBlock(_ body: (_ offset: Int, _ count: Int) -> Double) -> [Double] {
    var offset = 0
    return blocks.map { block in
      defer { offset += block.columns }
      return body(offset, block.columns)
    }
  }
}

/// Bᵀ of a matrix of `rows` × `columns`, by blocks that fit into a few cache lines each way.
@_specialize(where Real == Float)
@_specialize(where Real == Double)
func transpose<Real: NetworkReal>(
  _ matrix: UnsafePointer<Real>, into target: UnsafeMutablePointer<Real>, rows: Int, columns: Int
) {
  let block = 16
  for top in stride(from: 0, to: rows, by: block) {
    for left in stride(from: 0, to: columns, by: block) {
      for j in left..<min(left + block, columns) {
        for i in top..<min(top + block, rows) {
          target[j * rows + i] = matrix[i * columns + j]
        }
      }
    }
  }
}
