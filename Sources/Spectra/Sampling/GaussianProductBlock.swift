import Kernels
import Numerics

/// A group of products multiplied side by side, lane by lane.
///
/// Element e of lane t is at e · lanes + t, so that every loop runs over contiguous lanes. After each
/// factor a lane is scaled by a power of two, which is exact, and the exponent is kept: no length
/// of product overflows. Normals are drawn in single precision, the product is in double.
enum GaussianProductBlock {
  /// What became of one product.
  struct Path: Sendable {
    var finalNorm: Double
    var finalLargestEntry: Double
    /// Per step, for tracked trials only.
    var norms: [Double] = []
    var largestEntries: [Double] = []
  }

  /// How many products go side by side: fewer where matrices are large, a multiple of 8 up to 32
  /// rows, of 4 beyond.
  static func lanes(size: Int) -> Int { size <= 8 ? 64 : size <= 32 ? 16 : 4 }

  static func run(
    _ request: GaussianProductRequest, source: RandomSource, trials: Range<Int>
  ) throws(LinearAlgebraError) -> [Path] {
    let n = request.size
    let lanes = Self.lanes(size: n)
    let count = n * n * lanes
    let logDeviation = Double.log(request.entryDeviation)
    let tracked = Swift.max(0, Swift.min(trials.count, request.trackedTrials - trials.lowerBound))
    var source = source
    var normals = [Float](repeating: 0, count: count)
    var product = [Double](repeating: 0, count: count)
    var next = product
    var exponents = [Int](repeating: 0, count: lanes)
    var largest = [Double](repeating: 0, count: lanes)
    var paths = [Path](
      repeating: Path(finalNorm: 0, finalLargestEntry: 0), count: trials.count)

    for step in 1...request.steps {
      normals.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        source.fillNormals(base, count: count)
      }
      if step == 1 {
        for i in 0..<count { product[i] = Double(normals[i]) }
      } else {
        multiply(normals, product, into: &next, size: n, lanes: lanes)
        swap(&product, &next)
      }
      let isLast = step == request.steps
      // Eight factors of at most 512 rows stay far inside the range; the scaling is exact, so its
      // rhythm does not show in the result.
      guard isLast || tracked > 0 || step % 8 == 0 else { continue }
      renormalize(&product, &exponents, &largest, entries: n * n, lanes: lanes)
      let shift = Double(step) * logDeviation
      for t in 0..<(isLast ? trials.count : tracked) {
        let base = Double(exponents[t]) * .ln2 + shift
        let entry = base + Double.log(largest[t])
        let norm = base + (try logNorm(product, lane: t, size: n, lanes: lanes))
        if t < tracked {
          paths[t].norms.append(norm)
          paths[t].largestEntries.append(entry)
        }
        if isLast {
          paths[t].finalNorm = norm
          paths[t].finalLargestEntry = entry
        }
      }
    }
    return paths
  }

  /// next = G · product in every lane; small matrices, whose lanes come by eight, in one pass of C.
  private static func multiply(
    _ normals: [Float], _ product: [Double], into next: inout [Double], size n: Int, lanes: Int
  ) {
    if lanes % 8 == 0 {
      MatrixPasses.multiplyLanes(normals, product, into: &next, size: n, lanes: lanes)
    } else {
      multiplyWide(normals, product, into: &next, size: n, lanes: lanes)
    }
  }

  /// The same for large matrices: four lanes at a time, a row of G widened once for all columns.
  private static func multiplyWide(
    _ normals: [Float], _ product: [Double], into next: inout [Double], size n: Int, lanes: Int
  ) {
    normals.withUnsafeBytes { g in
      product.withUnsafeBytes { p in
        next.withUnsafeMutableBytes { out in
          withUnsafeTemporaryAllocation(of: SIMD4<Double>.self, capacity: n) { row in
            for i in 0..<n {
              for t in stride(from: 0, to: lanes, by: 4) {
                for k in 0..<n {
                  let place: Int = (i * n + k) * lanes + t
                  row[k] = SIMD4<Double>(
                    g.loadUnaligned(fromByteOffset: 4 * place, as: SIMD4<Float>.self))
                }
                for j in 0..<n {
                  var sum = SIMD4<Double>(repeating: 0)
                  for k in 0..<n {
                    let place: Int = (k * n + j) * lanes + t
                    let factor = p.loadUnaligned(
                      fromByteOffset: 8 * place, as: SIMD4<Double>.self)
                    sum += row[k] * factor
                  }
                  let place: Int = (i * n + j) * lanes + t
                  out.storeBytes(of: sum, toByteOffset: 8 * place, as: SIMD4<Double>.self)
                }
              }
            }
          }
        }
      }
    }
  }

  /// Scales each lane by a power of two to bring its largest entry into [1, 2).
  private static func renormalize(
    _ product: inout [Double], _ exponents: inout [Int], _ largest: inout [Double],
    entries: Int, lanes: Int
  ) {
    product.withUnsafeMutableBufferPointer { p in
      largest.withUnsafeMutableBufferPointer { largest in
        for t in 0..<lanes { largest[t] = 0 }
        for e in 0..<entries {
          for t in 0..<lanes {
            let magnitude = p[e * lanes + t].magnitude
            largest[t] = magnitude > largest[t] ? magnitude : largest[t]
          }
        }
        withUnsafeTemporaryAllocation(of: Double.self, capacity: lanes) { factors in
          for t in 0..<lanes {
            let exponent = largest[t] > 0 ? Int(largest[t].exponent) : 0
            exponents[t] += exponent
            factors[t] = Double(sign: .plus, exponent: -exponent, significand: 1)
            largest[t] *= factors[t]
          }
          for e in 0..<entries {
            for t in 0..<lanes { p[e * lanes + t] *= factors[t] }
          }
        }
      }
    }
  }

  private static func logNorm(
    _ product: [Double], lane: Int, size: Int, lanes: Int
  ) throws(LinearAlgebraError) -> Double {
    if size <= 8 {
      return product.withUnsafeBufferPointer { p in
        p.baseAddress.map {
          SmallSpectralNorm.logarithm($0 + lane, stride: lanes, size: size)
        } ?? .nan
      }
    }
    var matrix = Matrix(rows: size, columns: size)
    for e in 0..<(size * size) { matrix.elements[e] = product[e * lanes + lane] }
    return .log(try matrix.spectralNorm())
  }
}
