import Kernels
import Numerics

/// A checked request: which sampler is used, and how many jobs fit into memory.
struct PropagationPlan: Sendable {
  let design: NetworkDesign
  let initializer: any WeightInitializer
  let sampler: Sampler
  let jobs: Int
  /// Bytes that all jobs together take.
  let bytes: Double

  init(_ request: PropagationRequest) throws(PropagationError) {
    try request.check()
    initializer = request.initializer
    design = NetworkDesign(
      widths: request.widths, activation: request.activation,
      biases: BiasDesign(request), normalization: request.normalization,
      residual: request.residual, tiesWeights: request.tiesWeights, expansion: request.expansion,
      batch: request.batch, inputs: request.inputs,
      isHalf: request.precision == .float16,
      countsZeros: request.countsZeros || request.precision == .float16,
      recordsDetails: request.recordsDetails, measuresGradients: request.measuresGradients)
    let obstacle = request.obstacleToExact
    switch request.sampler {
    case .exact:
      if let obstacle { throw .notExact(obstacle) }
      sampler = .exact
    case .automatic: sampler = obstacle == nil && request.exactIsCheaper ? .exact : .dense
    case .dense: sampler = .dense
    }
    let limit = Machine.memoryLimit
    // Two copies of the moments: as they come by thread, and in order.
    let fixed = Double(request.trials) * Double(request.widths.count) * 4 * 8 * 2
    let size = request.precision == .float64 ? 8.0 : 4.0
    let perJob =
      size
      * (design.capacity
        + (request.precision == .float64
          ? Self.samplerCapacity(request, sampler, Double.self)
          : Self.samplerCapacity(request, sampler, Float.self)))
    guard fixed + perJob <= limit else { throw .memory(bytes: fixed + perJob, limit: limit) }
    let fitting = Int(min((limit - fixed) / max(perJob, 1), 1e6))
    jobs = max(1, min(request.jobs ?? Machine.cores, fitting))
    bytes = fixed + perJob * Double(jobs)
  }

  /// A sampler for one thread; dense ones read the matrices of `store`.
  func layerSampler<Real: NetworkReal>(store: WeightStore<Real>?) -> any LayerSampler<Real> {
    design.expansion == nil
      ? matrixSampler(store) : ExpandedBranch(design, sampler: matrixSampler(store))
  }

  private func matrixSampler<Real: NetworkReal>(
    _ store: WeightStore<Real>?
  ) -> any LayerSampler<Real> {
    if let store { return DenseWeights(initializer: initializer, store: store) }
    let widths = design.matrixWidths
    if design.batch > 1 {
      return SubspaceSampler(
        widths: widths, initializer: initializer, batch: design.batch)
    }
    return initializer.law == .orthogonal
      ? HaarVectorSampler(widths: widths, initializer: initializer)
      : GaussianVectorSampler(widths: widths, initializer: initializer)
  }

  /// The matrices of one thread, if there are matrices, for so many networks that read them.
  func weightStore<Real: NetworkReal>(readers: Int) -> WeightStore<Real>? {
    guard sampler == .dense else { return nil }
    let widths = design.matrixWidths
    return WeightStore(
      widths: widths, rule: initializer, isHalf: design.isHalf, isTied: design.tiesWeights,
      storage: WeightStore<Real>.Storage(
        widths: design.tiesWeights ? Array(widths.prefix(2)) : widths, batch: design.batch,
        readers: design.tiesWeights ? design.depth : readers))
  }

  /// Numbers that a sampler keeps.
  private static func samplerCapacity<Real: NetworkReal>(
    _ request: PropagationRequest, _ sampler: Sampler, _: Real.Type
  ) -> Double {
    var widths = request.widths
    var own = 0.0
    if let expansion = request.expansion {
      widths = ExpandedBranch<Float>.widths(of: widths, expansion: expansion)
      own = ExpandedBranch<Float>.capacity(widths: widths, batch: request.batch)
    }
    if request.tiesWeights { widths = Array(widths.prefix(2)) }
    if sampler == .dense {
      // An orthogonal matrix is made in double precision and then copied.
      let isOrthogonal =
        request.initializer.law == .orthogonal || request.initializer is LSUV
      let largest = zip(widths, widths.dropFirst()).map { Double($0) * Double($1) }.max() ?? 0
      let dense = WeightStore<Real>.capacity(widths: widths, batch: request.batch)
      return own + dense + (isOrthogonal ? 2 * largest : 0)
    }
    return own
      + (request.batch > 1
        ? SubspaceSampler<Real>.capacity(widths: widths, batch: request.batch)
        : Double(widths.max() ?? 0))
  }
}

extension PropagationRequest {
  /// Throws what ``propagate(_:)`` would throw before it starts.
  public func validate() throws(PropagationError) {
    _ = try PropagationPlan(self)
  }

  /// Why the exact sampler is not valid; `nil` if it is.
  var obstacleToExact: String? {
    if precision == .float16 { return "half precision rounds every weight" }
    if tiesWeights { return "tied weights meet every layer, and each meeting conditions the next" }
    switch initializer.law {
    case .gaussian: return nil
    case .orthogonal:
      guard batch > 1 else { return nil }
      let width = widths.min() ?? 0
      return expansion == nil && widths.allSatisfy { $0 == width } && 2 * batch <= width
        ? nil
        : "a batch through \(initializer.name) weights needs square layers of at least "
          + "\(2 * batch) units"
    default: return "\(initializer.name) weights are neither normal nor orthogonal"
    }
  }

  /// O(B² n) against O(B n²), and against O(n³) for drawing orthogonal matrices.
  ///
  /// Measured on one x86-64 core with 512-bit vectors, float32, tanh, 10 layers (`benchmarks crossover`):
  /// with normal weights exact takes 0.37, 0.41 and 0.63 of dense's time at B = n/16 for n = 256, 512 and 1024, and
  /// 1.2, 1.4 and 1.7 of it at B = n/8; equal at about n/9, n/10 and n/12. With orthogonal ones at
  /// n = 256 it takes 0.8 at n/4 and 2.1 at n/2.
  fileprivate var exactIsCheaper: Bool {
    let narrowest = widths.min() ?? 0
    return batch == 1 || (initializer.law == .orthogonal ? 4 : 10) * batch <= narrowest
  }

  fileprivate func check() throws(PropagationError) {
    guard widths.count >= 2 else { throw .noLayers(widths: widths) }
    guard widths.count - 1 <= PropagationLimits.depth else { throw .tooDeep(widths.count - 1) }
    for (layer, width) in widths.enumerated() {
      guard 1...PropagationLimits.width ~= width else { throw .width(width, layer: layer) }
    }
    guard 2...PropagationLimits.trials ~= trials else { throw .trials(trials) }
    guard 1...PropagationLimits.batch ~= batch else { throw .batch(batch) }
    if let jobs {
      guard 1...PropagationLimits.jobs ~= jobs else { throw .jobs(jobs) }
    }
    guard biasVariance >= 0, biasVariance <= 1e20 else { throw .biasVariance(biasVariance) }
    guard inputs.secondMoment >= 0, inputs.secondMoment <= 1e20,
      0...1 ~= inputs.correlation
    else { throw .inputs(inputs) }
    if residual != nil, let first = widths.first, widths.contains(where: { $0 != first }) {
      throw .residualWidths(widths)
    }
    if tiesWeights {
      guard widths.allSatisfy({ $0 == widths[0] }) else { throw .tiedWidths(widths) }
      guard !(initializer is any DataDependentInitializer) else {
        throw .tiedInitializer(initializer.name)
      }
    }
    if let expansion {
      guard 1...PropagationLimits.expansion ~= expansion else { throw .expansion(expansion) }
      guard residual != nil else { throw .expansionNeeds("skip connections (residual)") }
      guard !tiesWeights else { throw .expansionNeeds("weights of its own in every layer") }
      guard precision != .float16 else { throw .expansionNeeds("single or double precision") }
    }
    if normalization == .batch, batch < 2 { throw .batchNormalization(batch: batch) }
    let matrices =
      expansion.map { ExpandedBranch<Float>.widths(of: widths, expansion: $0) } ?? widths
    for layer in 1..<matrices.count {
      let variance = initializer.variance(fanIn: matrices[layer - 1], fanOut: matrices[layer])
      guard variance == 0 || (variance >= 1e-40 && variance <= 1e40) else {
        throw .weightVariance(variance, layer: layer)
      }
    }
  }
}
