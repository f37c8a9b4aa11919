import Networks

/// What a training would take, found without allocating it.
public struct TrainingCost: Sendable {
  /// Bytes for each thread.
  public var bytes: Double
  /// How many numbers are trained.
  public var parameters: Int
  /// Multiplications of all steps of all networks, roughly: three products for each weight, position and sample.
  public var multiplications: Double

  /// Counts.
  ///
  /// - Throws: ``NetworkError`` for a plan that cannot be run.
  public init(of plan: TrainingPlan) throws(NetworkError) {
    try plan.check()
    let (bytes, parameters, places) =
      plan.arithmetic == .float64
      ? try Self.count(plan, Double.self) : try Self.count(plan, Float.self)
    self.bytes = bytes
    self.parameters = parameters
    multiplications =
      3 * Double(parameters) * Double(places) * Double(plan.batch) * Double(plan.steps)
      * Double(plan.networks)
  }

  private static func count<Real: NetworkReal>(
    _ plan: TrainingPlan, _: Real.Type
  ) throws(NetworkError) -> (bytes: Double, parameters: Int, places: Int) {
    let builder = try NetworkRun<Real>(plan.request, isCounting: true, isTrained: true).builder
    // Where positions share weights, each is another row; flattened ones are not.
    let stages = builder.recorder.order.map { builder.recorder.stages[$0] }
    let places = stages.filter { !$0.tensors.isEmpty }.map(\.shape.positionCount).max() ?? 1
    let parameters = builder.parameters.reduce(0) { $0 + $1.count }
    return (plan.bytes(of: builder), parameters, places)
  }
}

extension TrainingPlan {
  /// Bytes of a thread: passes, and beside each parameter its start and two averages at most.
  func bytes<Real: NetworkReal>(of builder: PassBuilder<Real>) -> Double {
    builder.totalBytes
      + 3
      * builder.parameters.reduce(0) {
        $0 + Double($1.count) * Double(MemoryLayout<Real>.stride)
      }
  }
}
