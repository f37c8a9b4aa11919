import Kernels

/// The loss of a batch, and its gradient at the outputs.
enum Loss {
  /// The mean over the rows of ½|y − t|², or of −ln softmax(y)ₜ; `gradient` receives ∂loss/∂y.
  static func evaluate(
    _ task: Dataset.Task, outputs: [Double], targets: [Double], rows: Int,
    gradient: inout [Double]
  ) -> Double {
    let columns = outputs.count / rows
    let share = 1 / Double(rows)
    var total = 0.0
    switch task {
    case .regression:
      for i in outputs.indices {
        let difference = outputs[i] - targets[i]
        total += 0.5 * difference * difference
        gradient[i] = share * difference
      }
    case .classification:
      for row in 0..<rows {
        let range = row * columns..<(row + 1) * columns
        // Shifted by the largest output, so that no exponential overflows.
        let largest = outputs[range].max() ?? 0
        var sum = 0.0
        for i in range {
          gradient[i] = .exp(outputs[i] - largest)
          sum += gradient[i]
        }
        let logSum = Double.log(sum)
        for i in range {
          total -= targets[i] * (outputs[i] - largest - logSum)
          gradient[i] = share * (gradient[i] / sum - targets[i])
        }
      }
    }
    return share * total
  }

  /// The share of rows whose largest output is the target's class; the first one wins a tie.
  static func accuracy(outputs: [Double], targets: [Double], rows: Int) -> Double {
    let columns = outputs.count / rows
    func largest(_ values: [Double], _ row: Int) -> Int {
      var best = 0
      for j in 1..<Swift.max(columns, 1)
      where values[row * columns + j] > values[row * columns + best] {
        best = j
      }
      return best
    }
    let hits = (0..<rows).count { largest(outputs, $0) == largest(targets, $0) }
    return Double(hits) / Double(rows)
  }
}
