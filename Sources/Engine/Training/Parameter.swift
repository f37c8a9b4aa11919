import Kernels
import Networks

/// Numbers that training changes: a matrix, biases, gains.
final class Parameter<Real: NetworkReal> {
  /// The name of the stage it belongs to, and its own.
  let name: String
  /// Whether it is a matrix of weights, whose movement is told.
  let isMatrix: Bool
  let count: Int
  let values: UnsafeMutablePointer<Real>
  private let memory: UnsafeMutablePointer<Real>
  @exclusivity(unchecked) private var isUntouched = true
  /// What has to be done with a gradient before a step, and with values after one.
  var willStep: () -> Void = {}
  var didStep: () -> Void = {}

  init(
    _ name: String, values: UnsafeMutablePointer<Real>, gradient: UnsafeMutablePointer<Real>,
    count: Int, isMatrix: Bool
  ) {
    self.name = name
    self.values = values
    memory = gradient
    self.count = count
    self.isMatrix = isMatrix
  }

  /// The gradient that was added up since it was forgotten; zeros before.
  var gradient: UnsafeMutablePointer<Real> {
    if isUntouched {
      memory.update(repeating: 0, count: count)
      isUntouched = false
    }
    return memory
  }

  /// Where a first contribution may write all of the gradient, which nothing has to be added to; `nil` for
  /// later ones.
  func untouchedGradient() -> UnsafeMutablePointer<Real>? {
    guard isUntouched else { return nil }
    isUntouched = false
    return memory
  }

  /// Forgets the gradient.
  func forgetGradient() { isUntouched = true }

  /// A copy of the values.
  var numbers: [Double] { (0..<count).map { Double(values[$0]) } }

  /// Σ of the squares of values.
  var squares: Double { Real.sums(values, count: count).squares }
}

extension PassBuilder {
  /// Numbers to train, if this network is trained.
  func parameter(
    _ own: String, values: UnsafeMutablePointer<Real>, count: Int, isMatrix: Bool = false
  ) -> Parameter<Real>? {
    guard isTrained else { return nil }
    let parameter = Parameter(
      own.isEmpty ? name : "\(name).\(own)", values: values, gradient: allocate(count),
      count: count, isMatrix: isMatrix)
    parameters.append(parameter)
    return parameter
  }
}

/// What a read-out is to say; random where nothing is given.
final class Targets<Real: NetworkReal> {
  /// A class for each row.
  var classes: [Int] = []
  /// The numbers of each row.
  var values: [Double] = []
  /// How many rows the last forward pass classified correctly.
  var correct = 0
  /// Whether what enters the read-out is kept.
  var keepsSaid = false
  /// What entered it in the last forward pass, row by row.
  var said: [Double] = []
}
