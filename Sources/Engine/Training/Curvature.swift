import Kernels
import Networks
import Numerics

/// The largest curvature of the loss, by Lanczos' iteration on differences of gradients.
extension NetworkTrainer {
  /// The largest eigenvalue of the Hessian, on given samples.
  ///
  /// Hv = (∇ℓ(θ + εv) − ∇ℓ(θ − εv))/2ε + O(ε²); Lanczos (1950) with every vector orthogonalised against all
  /// before it, so that few iterations suffice. The gradient step θ ← θ − η∇ℓ shrinks the error along this
  /// direction only if η < 2/λ (LeCun et al. 1998). Parameters are left as they were; their gradients are not.
  func curvature(_ chosen: [Int], _ seed: SeedTree) -> Double {
    run.builder.recorder.isActive = false
    let start = steppers.map { stepper in
      (0..<stepper.parameter.count).map { stepper.parameter.values[$0] }
    }
    defer { put(start, along: [], by: 0) }
    let count = start.reduce(0) { $0 + $1.count }
    let length = steppers.reduce(0) { $0 + $1.parameter.squares }.squareRoot()
    // The cube root of the last bit balances rounding against the third derivative.
    let epsilon = max(length, 1) * (Real.self == Double.self ? 1e-5 : 5e-3)
    var source = seed.source()
    var basis = [Self.unit((0..<count).map { _ in source.normal() })]
    var (diagonal, side): ([Double], [Double]) = ([], [])
    for iteration in 0..<min(plan.curvatureIterations, count) {
      guard let direction = basis.last, let ahead = gradient(chosen, start, direction, epsilon),
        let behind = gradient(chosen, start, direction, -epsilon)
      else { return .nan }
      var next = zip(ahead, behind).map { ($0 - $1) / (2 * epsilon) }
      diagonal.append(Self.dot(next, direction))
      for _ in 0..<2 {
        for vector in basis {
          let along = Self.dot(next, vector)
          for i in next.indices { next[i] -= along * vector[i] }
        }
      }
      let rest = Self.dot(next, next).squareRoot()
      guard iteration + 1 < plan.curvatureIterations, rest > 1e-9 * abs(diagonal[0]) else { break }
      side.append(rest)
      basis.append(next.map { $0 / rest })
    }
    side = Array(side.prefix(diagonal.count - 1))
    guard (try? SymmetricEigenvalues.ofTridiagonal(&diagonal, &side)) != nil else { return .nan }
    return diagonal.max() ?? .nan
  }

  /// The gradient away from the start; `nil` where it is not finite.
  private func gradient(
    _ chosen: [Int], _ start: [[Real]], _ direction: [Double], _ epsilon: Double
  ) -> [Double]? {
    put(start, along: direction, by: epsilon)
    for stepper in steppers { stepper.clear() }
    guard pass(plan.task.training, chosen, isLearning: true).isFinite else { return nil }
    let scale = powerOfTwo(-plan.lossScaleExponent)
    var result: [Double] = []
    result.reserveCapacity(direction.count)
    for stepper in steppers {
      stepper.prepare(scale)
      let gradient = stepper.parameter.gradient
      for i in 0..<stepper.parameter.count { result.append(Double(gradient[i])) }
    }
    return result
  }

  /// Sets the parameters to a start and a multiple of a direction.
  private func put(_ start: [[Real]], along direction: [Double], by epsilon: Double) {
    var first = 0
    for (own, stepper) in zip(start, steppers) {
      let values = stepper.parameter.values
      for i in own.indices {
        values[i] =
          direction.isEmpty ? own[i] : Real(Double(own[i]) + epsilon * direction[first + i])
      }
      first += own.count
      stepper.parameter.didStep()
    }
  }

  private static func unit(_ x: [Double]) -> [Double] {
    let length = dot(x, x).squareRoot()
    return x.map { $0 / length }
  }

  private static func dot(_ x: [Double], _ y: [Double]) -> Double {
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        guard let a = x.baseAddress, let b = y.baseAddress else { return 0 }
        return Double.dot(a, b, count: x.count)
      }
    }
  }
}
