import Kernels
import Numerics

/// Trains a network; the same request gives the same bytes.
///
/// Stops at the step at which the loss is no longer finite, which is an outcome and not an error.
/// Throws a `TrainingError` for an impossible request and `CancellationError` if the task is cancelled.
public func trainNetwork(
  _ request: TrainingRequest, on data: Dataset
) throws -> TrainingResult {
  try request.validate(on: data)
  var trainer = Trainer(request, data)
  return try trainer.run()
}

/// The state of a training.
struct Trainer {
  private let request: TrainingRequest
  private let data: Dataset
  private var network: DenseNetwork
  private let start: [Double]
  private var state: OptimizerState
  private var gradient: [Double]
  private var everything: DensePass
  private var order: [Int]
  private var next: Int

  init(_ request: TrainingRequest, _ data: Dataset) {
    self.request = request
    self.data = data
    network = DenseNetwork(
      widths: [data.inputs.columns] + request.hidden + [data.targets.columns],
      activation: request.activation, initializer: request.initializer,
      biasVariance: request.biasVariance, normalization: request.normalization,
      residual: request.residual,
      seed: request.seed.child("weights"))
    start = network.parameters
    state = OptimizerState(request.optimizer, count: network.parameters.count)
    gradient = [Double](repeating: 0, count: network.parameters.count)
    everything = DensePass(network, rows: data.count)
    order = Array(0..<data.count)
    next = data.count
  }

  mutating func run() throws -> TrainingResult {
    var records: [TrainingResult.Record] = []
    var divergedAt: Int?
    var small = request.batch.map { DensePass(network, rows: $0) }
    var shuffle = request.seed.child("order").source()
    for step in 0...request.steps {
      try Task.checkCancellation()
      let isRecorded = step % request.recordEvery == 0 || step == request.steps
      var loss = 0.0
      if isRecorded || small == nil {
        loss = network.loss(
          data.task, data.inputs.elements, data.targets.elements, &everything, into: &gradient)
        if loss.isFinite && isRecorded { records.append(record(step, loss)) }
      }
      if step == request.steps || !loss.isFinite {
        if !loss.isFinite { divergedAt = step }
        break
      }
      if small != nil {
        let (inputs, targets) = nextBatch(request.batch ?? data.count, &shuffle)
        if var pass = small.take() {
          loss = network.loss(data.task, inputs, targets, &pass, into: &gradient)
          small = pass
        }
      }
      request.clipping?.apply(to: &gradient)
      state.step(&network.parameters, gradient: gradient)
    }
    return TrainingResult(
      records: records, divergedAt: divergedAt,
      outputs: Matrix(
        rows: data.count, columns: data.targets.columns, elements: everything.outputs))
  }

  /// The next samples of a random order, reshuffled (Fisher and Yates) when fewer than a batch are left.
  private mutating func nextBatch(
    _ size: Int, _ source: inout RandomSource
  ) -> ([Double], [Double]) {
    if next + size > data.count {
      for i in stride(from: data.count - 1, to: 0, by: -1) {
        order.swapAt(i, source.integer(below: i + 1))
      }
      next = 0
    }
    let chosen = order[next..<(next + size)]
    next += size
    func rows(_ matrix: Matrix) -> [Double] {
      chosen.flatMap { matrix.elements[($0 * matrix.columns)..<(($0 + 1) * matrix.columns)] }
    }
    return (rows(data.inputs), rows(data.targets))
  }

  private func record(_ step: Int, _ loss: Double) -> TrainingResult.Record {
    TrainingResult.Record(
      step: step, loss: loss,
      accuracy: data.task == .regression
        ? nil
        : Loss.accuracy(
          outputs: everything.outputs, targets: data.targets.elements, rows: data.count),
      layers: LayerInspection(
        network: network, start: start, gradient: gradient, pass: everything
      ).layers)
  }
}

extension DenseNetwork {
  /// The loss of a batch; `gradient` receives its derivatives with respect to all parameters.
  func loss(
    _ task: Dataset.Task, _ inputs: [Double], _ targets: [Double], _ pass: inout DensePass,
    into gradient: inout [Double]
  ) -> Double {
    pass.forward(self, inputs: inputs)
    var outputGradient = [Double](repeating: 0, count: targets.count)
    let loss = Loss.evaluate(
      task, outputs: pass.outputs, targets: targets, rows: pass.rows, gradient: &outputGradient)
    pass.backward(self, outputGradient: outputGradient, into: &gradient)
    return loss
  }
}
