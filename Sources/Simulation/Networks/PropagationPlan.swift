import Kernels

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
      biasDeviation: request.biasVariance.squareRoot(), normalization: request.normalization,
      residual: request.residual, tiesWeights: request.tiesWeights, expansion: request.expansion,
      batch: request.batch, inputs: request.inputs,
      isHalf: request.precision == .float16,
      countsZeros: request.countsZeros || request.precision == .float16)
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
    let perJob = size * (design.capacity + Self.samplerCapacity(request, sampler))
    guard fixed + perJob <= limit else { throw .memory(bytes: fixed + perJob, limit: limit) }
    let fitting = Int(min((limit - fixed) / max(perJob, 1), 1e6))
    jobs = max(1, min(request.jobs ?? Machine.cores, fitting))
    bytes = fixed + perJob * Double(jobs)
  }

  /// A sampler for one thread.
  func layerSampler<Real: NetworkReal>() -> any LayerSampler<Real> {
    design.expansion == nil
      ? layerSampler(samplerWidths)
      : ExpandedBranch(design, sampler: layerSampler(samplerWidths))
  }

  /// The widths of the matrices: two a layer for blocks.
  var samplerWidths: [Int] {
    design.expansion.map { ExpandedBranch<Float>.widths(of: design.widths, expansion: $0) }
      ?? design.widths
  }

  private func layerSampler<Real: NetworkReal>(_ widths: [Int]) -> any LayerSampler<Real> {
    guard sampler == .exact else {
      return DenseWeights(
        widths: widths, initializer: initializer, isHalf: design.isHalf,
        isTied: design.tiesWeights)
    }
    if design.batch > 1 {
      return SubspaceSampler(
        widths: widths, initializer: initializer, batch: design.batch)
    }
    return initializer.law == .orthogonal
      ? HaarVectorSampler(widths: widths, initializer: initializer)
      : GaussianVectorSampler(widths: widths, initializer: initializer)
  }

  /// Numbers that a sampler keeps.
  private static func samplerCapacity(
    _ request: PropagationRequest, _ sampler: Sampler
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
      return own + DenseWeights<Float>.capacity(widths: widths) + (isOrthogonal ? 2 * largest : 0)
    }
    return own
      + (request.batch > 1
        ? SubspaceSampler<Float>.capacity(widths: widths, batch: request.batch)
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

  /// O(B² n) against O(B n²); the factor 8 is a rule of thumb and was not measured for this sampler.
  fileprivate var exactIsCheaper: Bool {
    batch == 1 || 8 * batch <= (widths.min() ?? 0)
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
