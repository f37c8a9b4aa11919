import AuditMeasuring
import Kernels
import Simulation

extension ClaimCatalog {
  /// Note 003, section 1: what an activation does to the speed of training.
  static let note003Training: [Claim] = [
    Claim("S003-32", "非零中心化的输出……会使得梯度下降的收敛速度变慢") { seeds in
      let (units, share) = (8, 0.01)
      let logistic = { (z: Double) in 1 / (1 + Double.exp(-z)) }
      let mean = NumericalMethods.gaussianAverage(logistic)
      let variance = NumericalMethods.gaussianAverage {
        (logistic($0) - mean) * (logistic($0) - mean)
      }
      // E hhᵀ of independent units: v in all directions but the common one, which has v + nμ².
      let condition = 1 + Double(units) * mean * mean / variance
      let decades = try Sampling(seeds).mean(20, "descent") { random in
        let rows = normals(100 * units, &random).map(logistic)
        let weights = normals(units, &random)
        func steps(_ shift: Double) -> Double {
          LeastSquares(inputs: rows.map { $0 - shift }, columns: units)
            .stepsOfDescent(from: weights, to: share)
        }
        return Double.log10(steps(0)) - Double.log10(steps(mean))
      }
      return .statement(
        [
          Comparison(
            "steps",
            .above(0),
            measured: decades),
          Comparison(
            "condition", .above(1),
            theory: condition),
        ],
        quoting: [
          .number("condition", condition, 3), .count("units", units),
          .number("percent", 100 * share, 2),
        ])
    },

    Claim("S003-33", "ReLU……加速梯度下降的收敛速度") { seeds in
      func ratio(
        _ key: String, _ stream: String, _ first: LearningRun, _ second: LearningRun
      ) throws -> Comparison {
        let decades = try (0..<12).map { index in
          let seed = seeds.child(stream).child(index)
          func steps(_ run: LearningRun) throws -> Double {
            Double.log10(try run.stepsToLearn(seed))
          }
          return try steps(first) - steps(second)
        }
        return Comparison(
          key, .below(0), measured: try .mean(of: decades))
      }
      let (layers, small) = (6, Normal(standardDeviation: 0.1))
      func run(_ activation: any Activation, _ start: any WeightInitializer) -> LearningRun {
        LearningRun(activation: activation, initializer: start, layers: layers)
      }
      return .law(
        [
          try ratio(
            "sigmoid", "ReLU and He over sigmoid and Xavier, 6 layers", run(ReLU(), HeNormal()),
            run(Sigmoid(), XavierNormal())),
          try ratio(
            "tanh", "ReLU and N(0, 0.1²) over tanh and Xavier, 6 layers",
            run(ReLU(), small), run(Tanh(), XavierNormal())),
        ],
        quoting: [
          .count("layers", layers), .number("deviation", small.standardDeviation, 2),
        ])
    },
  ]
}

/// Linear least squares: targets are a linear function of the inputs, and descent finds it again.
private struct LeastSquares {
  private let moments: Matrix

  /// Inputs row by row.
  init(inputs: [Double], columns: Int) {
    let rows = inputs.count / columns
    moments = Matrix(
      rows: columns, columns: columns,
      elements: (0..<columns * columns).map { place in
        let (i, j) = (place / columns, place % columns)
        return (0..<rows).reduce(0) { $0 + inputs[$1 * columns + i] * inputs[$1 * columns + j] }
          / Double(rows)
      })
  }

  /// Steps of gradient descent from zero until the loss ½ eᵀMe of the error e is a share of its start, with
  /// the rate 1/(trace M) that every such problem bears; at most 100,000.
  func stepsOfDescent(from weights: [Double], to share: Double) -> Double {
    let n = weights.count
    let rate = 1 / (0..<n).reduce(0) { $0 + moments[$1, $1] }
    var error = weights
    func applied() -> [Double] {
      (0..<n).map { i in (0..<n).reduce(0) { $0 + moments[i, $1] * error[$1] } }
    }
    func loss(_ product: [Double]) -> Double { zip(error, product).reduce(0) { $0 + $1.0 * $1.1 } }
    var product = applied()
    let start = loss(product)
    for step in 1...100_000 {
      for i in 0..<n { error[i] -= rate * product[i] }
      product = applied()
      if loss(product) <= share * start { return Double(step) }
    }
    return 100_000
  }
}
