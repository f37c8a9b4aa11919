/// Normalisation of a batch, forward and backward; `rows` inputs of `columns` units.
///
/// y = (z − μ)/σ with the mean and (biased) standard deviation over a unit's batch (batch norm, Ioffe
/// and Szegedy 2015) or over an input's units (layer norm, Ba and others 2016), without the small
/// constant that frameworks add to σ², so that nothing depends on the scale of z. Where σ = 0, y = 0.
public enum Normalization: String, Sendable, Codable, CaseIterable {
  /// Over the batch, for each unit.
  case batch
  /// Over the units, for each input.
  case layer
}

extension Normalization {
  /// How many standard deviations there are.
  public func groups(rows: Int, columns: Int) -> Int { self == .batch ? columns : rows }

  /// y ← Norm(z); `inverse` receives 1/σ for each group.
  public func forward(
    _ z: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    inverse: UnsafeMutablePointer<Double>, rows: Int, columns: Int
  ) { normalize(self, z, y, inverse, rows, columns) }

  /// y ← Norm(z); `inverse` receives 1/σ for each group.
  public func forward(
    _ z: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>,
    inverse: UnsafeMutablePointer<Double>, rows: Int, columns: Int
  ) { normalize(self, z, y, inverse, rows, columns) }

  /// The gradient with respect to z from that with respect to y, in place.
  ///
  /// dz = (dy − mean(dy) − y · mean(dy ⊙ y))/σ, the means over the group.
  public func backward(
    _ y: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>,
    inverse: UnsafePointer<Double>, rows: Int, columns: Int
  ) { pullBack(self, y, gradient, inverse, rows, columns) }

  /// The gradient with respect to z from that with respect to y, in place.
  public func backward(
    _ y: UnsafePointer<Double>, gradient: UnsafeMutablePointer<Double>,
    inverse: UnsafePointer<Double>, rows: Int, columns: Int
  ) { pullBack(self, y, gradient, inverse, rows, columns) }
}

/// Group g's members: how many groups, how many in each, and the two strides.
@inline(__always)
private func layout(
  _ kind: Normalization, _ rows: Int, _ columns: Int
) -> (groups: Int, size: Int, groupStride: Int, step: Int) {
  kind == .batch ? (columns, rows, 1, columns) : (rows, columns, columns, 1)
}

@inline(__always)
private func normalize<Real: BinaryFloatingPoint>(
  _ kind: Normalization, _ z: UnsafePointer<Real>, _ y: UnsafeMutablePointer<Real>,
  _ inverse: UnsafeMutablePointer<Double>, _ rows: Int, _ columns: Int
) {
  let (groups, size, groupStride, step) = layout(kind, rows, columns)
  for g in 0..<groups {
    let x = z + g * groupStride
    var sum = 0.0
    for i in 0..<size { sum += Double(x[i * step]) }
    let mean = sum / Double(size)
    var squares = 0.0
    for i in 0..<size {
      let d = Double(x[i * step]) - mean
      squares += d * d
    }
    let deviation = (squares / Double(size)).squareRoot()
    // Rounding leaves a constant group a deviation near ε|μ|: that counts as zero.
    let flat = !(deviation > 4 * Double(Real.ulpOfOne) * abs(mean))
    inverse[g] = flat ? 0 : 1 / deviation
    let target = y + g * groupStride
    for i in 0..<size { target[i * step] = Real((Double(x[i * step]) - mean) * inverse[g]) }
  }
}

@inline(__always)
private func pullBack<Real: BinaryFloatingPoint>(
  _ kind: Normalization, _ y: UnsafePointer<Real>, _ gradient: UnsafeMutablePointer<Real>,
  _ inverse: UnsafePointer<Double>, _ rows: Int, _ columns: Int
) {
  let (groups, size, groupStride, step) = layout(kind, rows, columns)
  for g in 0..<groups {
    let value = y + g * groupStride
    let d = gradient + g * groupStride
    var sum = 0.0
    var along = 0.0
    for i in 0..<size {
      sum += Double(d[i * step])
      along += Double(d[i * step]) * Double(value[i * step])
    }
    let (mean, slope) = (sum / Double(size), along / Double(size))
    for i in 0..<size {
      d[i * step] = Real(
        (Double(d[i * step]) - mean - Double(value[i * step]) * slope) * inverse[g])
    }
  }
}
