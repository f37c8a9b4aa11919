/// Whether the rows of the shorter side of a matrix are orthogonal, as `orthogonal_` makes them.
///
/// To be asked before any family: entries of a random orthogonal matrix look normal. Independent entries give
/// cosines of rows with deviation 1/√n, orthogonal rows none at all.
public struct OrthogonalRows: Equatable, Sendable {
  /// The root mean square of the cosines between rows, times √n: about 1 for independent entries, 0 for
  /// orthogonal ones.
  public let cosine: Double
  /// The relative deviation of the rows' norms, times √(2n): about 1 for independent entries.
  public let normSpread: Double
  /// The mean of the rows' norms: the gain.
  public let gain: Double

  /// Compares the rows, or the columns if there are fewer of them; nil below two rows or two columns.
  ///
  /// - Parameters:
  ///   - values: row-major.
  ///   - rows: the first axis.
  ///   - columns: all others as one.
  ///   - most: rows that are compared: pairs of 64 tell the two apart with certainty.
  public init?(_ values: [Float], rows: Int, columns: Int, most: Int = 64) {
    precondition(values.count == rows * columns, "values fill the matrix")
    self.init(values, from: 0, stride: columns, rows: rows, columns: columns, most: most)
  }

  /// The same for a part of a matrix whose rows begin `stride` numbers apart.
  package init?(
    _ values: [Float], from start: Int, stride: Int, rows: Int, columns: Int, most: Int = 64
  ) {
    guard rows > 1, columns > 1 else { return nil }
    let (count, length) = (min(rows, columns), max(rows, columns))
    let (across, along) = rows <= columns ? (stride, 1) : (1, stride)
    let used = min(count, most)
    // Spread evenly over the matrix, and copied together: columns are far apart in memory, and each is read many times.
    var lines: [Double] = []
    lines.reserveCapacity(used * length)
    for line in 0..<used {
      let first = start + line * count / used * across
      for i in 0..<length { lines.append(Double(values[first + i * along])) }
    }
    func product(_ a: Int, _ b: Int) -> Double { Self.dot(lines, a * length, b * length, length) }
    let norms = (0..<used).map { product($0, $0).squareRoot() }
    guard norms.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    let (n, mean) = (Double(length), norms.reduce(0, +) / Double(used))
    var (cosines, pairs) = (0.0, 0.0)
    for i in 0..<used {
      for j in 0..<i {
        let cosine = product(i, j) / (norms[i] * norms[j])
        cosines += cosine * cosine
        pairs += 1
      }
    }
    let spread = norms.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(used)
    cosine = (cosines / pairs * n).squareRoot()
    normSpread = spread.squareRoot() / mean * (2 * n).squareRoot()
    gain = mean
  }

  /// The product of two lines that begin at `a` and `b`, in eight lanes of fixed order.
  private static func dot(_ lines: [Double], _ a: Int, _ b: Int, _ length: Int) -> Double {
    precondition(max(a, b) + length <= lines.count, "lines lie inside")
    return lines.withUnsafeBufferPointer { lines in
      guard let base = lines.baseAddress else { return 0 }
      let (x, y) = (UnsafeRawPointer(base + a), UnsafeRawPointer(base + b))
      let (whole, size) = (length / 8 * 8, MemoryLayout<Double>.stride)
      var lanes = SIMD8<Double>()
      for i in stride(from: 0, to: whole, by: 8) {
        lanes +=
          x.loadUnaligned(fromByteOffset: i * size, as: SIMD8<Double>.self)
          * y.loadUnaligned(fromByteOffset: i * size, as: SIMD8<Double>.self)
      }
      var sum = 0.0
      for lane in 0..<8 { sum += lanes[lane] }
      for i in whole..<length { sum += base[a + i] * base[b + i] }
      return sum
    }
  }

  /// Whether rows are orthogonal and of one length, up to the rounding of the type that they are stored in.
  ///
  /// Factorisations in single precision leave cosines of 10⁻⁶; two independent rows come below 0.002 once in a
  /// thousand times, three never.
  ///
  /// - Parameter rounding: of the type; small types blur the cosines by about it for every entry.
  public func isOrthogonal(rounding: Double) -> Bool {
    let tolerance = rounding > 1e-4 ? 0.2 : 0.002
    return cosine < tolerance && normSpread < 4 * tolerance
  }
}
