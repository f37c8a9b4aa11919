/// How many elements shapes have and bytes they need, with every overflow caught.
enum ElementCount {
  /// More sizes than any framework allows (NumPy 64, HDF5 32).
  static let largestRank = 64

  /// The product of the sizes; `error` makes the error for its place.
  static func of(
    _ shape: [Int], tensor: String, _ error: (WeightFault) -> WeightFileError
  ) throws(WeightFileError) -> Int {
    guard shape.count <= largestRank else {
      throw error(
        .limit("sizes in the shape of '\(tensor)'", value: shape.count, limit: largestRank))
    }
    if let negative = shape.first(where: { $0 < 0 }) {
      throw error(.negativeDimension(tensor: tensor, value: negative))
    }
    // A size of zero makes no elements, whatever the others are: only what precedes it may overflow.
    var count = 1
    for size in shape where !shape.contains(0) {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      // An eighth of the range stays free, so that bytes and bits can be counted too.
      guard !overflow, product <= Int.max / 64 else {
        throw error(.shapeOverflow(tensor: tensor, shape: shape))
      }
      count = product
    }
    return shape.contains(0) ? 0 : count
  }

  /// Row-major distances between neighbours along each axis.
  static func strides(_ shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1].multipliedReportingOverflow(by: max(1, shape[axis + 1])).0
    }
    return strides
  }
}
