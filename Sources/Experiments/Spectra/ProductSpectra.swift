import Simulation
import Study

/// What depth does to the singular values of a linear network's Jacobian.
///
/// Products of Gaussian and of orthogonal layers (Saxe, McClelland and Ganguli 2013), against the
/// Fuss–Catalan law and against the product of the layers' spectral norms. Target: every interval
/// within 2 %. Not reached: 25 networks leave 18 % at the lower tenth and 8 % at the largest value of
/// sixteen layers, where the effects are powers of ten; 2 % would take eighty times as many.
public struct ProductSpectra: Experiment {
  public let id = "product-spectra"
  public let chartIDs = ["norm-product", "product-spectra"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer.
    public var width: Int
    /// Numbers of layers, ascending.
    public var depths: [Int]
    /// Products of Gaussian matrices, by depth.
    public var gaussian: [Depth]
    /// Products of orthogonal matrices, by depth.
    public var orthogonal: [Depth]
    /// Relative variance of s² after each depth, for the four networks of Pennington et al.
    public var jacobians: [Jacobian]
  }

  /// All networks at one depth.
  public struct Depth: Codable, Equatable, Sendable {
    /// L, the number of layers.
    public var depth: Int
    /// ln of the singular values at `levels`: means over networks.
    public var quantiles: [Estimate]
    /// The same by the Fuss–Catalan law; empty for orthogonal layers.
    public var theory: [Double]
    /// ln ∏ ‖W‖₂ over the layers: the mean over networks.
    public var logNormProduct: Estimate
    /// ln of the factor on the rms of a random gradient, √(mean of s²): the mean over networks.
    public var logGradient: Estimate
  }

  /// The squared singular values of one network at one depth.
  public struct Jacobian: Codable, Equatable, Sendable {
    /// As `JacobianSpectrum.Network`.
    public var network: String
    /// L, the number of layers.
    public var depth: Int
    /// Var(s²)/(E s²)² by theory in the limit of infinite width: L, 2L or 0.
    public var theory: Double
    /// The same of single networks: the mean over networks.
    public var measured: Estimate
    /// The largest s²: the mean over networks.
    public var largest: Estimate
  }

  /// Shares of the singular values below.
  static let levels = [0.1, 0.5, 0.9, 1]

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let width = study.units(64, atLeast: 8)
    let depths = [1, 2, 3, 4, 6, 8, 12, 16]
    func products(
      _ name: String, _ rule: any WeightInitializer, rectified: Bool, _ depths: [Int], _ trials: Int
    ) async throws -> [[LayerProduct]] {
      try await sampleLayerProducts(
        LayerProductRequest(
          width: width, depths: depths, initializer: rule, isRectified: rectified, trials: trials,
          seed: seed.child(name), jobs: jobs))
    }
    let trials = study.count(quick: 5, standard: 25, thorough: 250, atLeast: 4)
    let gaussian = try await products("gaussian", LeCun(), rectified: false, depths, trials)
    let orthogonal = try await products("orthogonal", Orthogonal(), rectified: false, depths, 4)
    let relu = try await products("relu", HeNormal(), rectified: true, [1, 2, 4], trials)
    let root2 = 2.0.squareRoot()
    let orthogonalReLU = try await products(
      "orthogonal-relu", Orthogonal(gain: root2), rectified: true, [1, 2, 4], trials)
    return Outcome(
      width: width, depths: depths,
      gaussian: try depths.indices.map { index in
        try Self.summary(
          gaussian.map { $0[index] }, theory: try FussCatalan(factors: depths[index]))
      },
      orthogonal: try depths.indices.map { index in
        try Self.summary(orthogonal.map { $0[index] }, theory: nil)
      },
      jacobians: try [
        (JacobianSpectrum.Network.linearGaussian, gaussian), (.reluGaussian, relu),
        (.linearOrthogonal, orthogonal), (.reluOrthogonal, orthogonalReLU),
      ].flatMap { network, trials in
        try [1, 2, 4].map { depth in
          Jacobian(
            network: network.rawValue, depth: depth,
            theory: JacobianSpectrum.relativeVariance(network, depth: depth),
            measured: try .mean(
              // Narrow ReLU networks may have a dead layer, and then no s² to vary.
              of: trials.compactMap { $0.first { $0.depth == depth }?.relativeVariance }
                .filter(\.isFinite)),
            largest: try .mean(
              of: trials.compactMap { $0.first { $0.depth == depth }?.singularValues.first }
                .map { $0 * $0 }))
        }
      })
  }

  private static func summary(
    _ products: [LayerProduct], theory: FussCatalan?
  ) throws -> Depth {
    let quantiles = try levels.map { level in
      try Estimate.mean(
        of: try products.map { product in
          Elementary.log(
            max(try Quantiles(of: product.singularValues).value(at: level), 1e-300))
        })
    }
    return Depth(
      depth: products.first?.depth ?? 0, quantiles: quantiles,
      theory: theory.map { law in levels.map { 0.5 * law.logQuantile($0) } } ?? [],
      logNormProduct: try .mean(of: products.map(\.logNormProduct)),
      logGradient: try .mean(of: products.map { 0.5 * Elementary.log($0.meanSquare) }))
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let last = outcome.gaussian[outcome.gaussian.count - 1]
    let exponential = { (estimate: Estimate) in estimate.map(Elementary.exp) }
    return [
      Fact("product-width", outcome.width), Fact("product-depth", last.depth),
      Fact("product-largest", exponential(last.quantiles[3]), .fixed(2)),
      Fact("product-largest-theory", Elementary.exp(last.theory[3]), .fixed(2)),
      Fact("product-median", exponential(last.quantiles[1]), .scientific(1)),
      Fact("product-median-theory", Elementary.exp(last.theory[1]), .scientific(1)),
      Fact("product-tenth", exponential(last.quantiles[0]), .scientific(0)),
      Fact("norm-product", exponential(last.logNormProduct), .scientific(1)),
      Fact("norm-product-gradient", exponential(last.logGradient), .fixed(2)),
      Fact(
        "orthogonal-largest",
        exponential(outcome.orthogonal[outcome.orthogonal.count - 1].quantiles[3]), .fixed(6)),
    ]
  }

  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    let rows = outcome.jacobians.map { jacobian in
      [
        "@\(jacobian.network)", "\(jacobian.depth)",
        NumberFormat.fixed(0).text(jacobian.theory),
        "\(NumberFormat.fixed(2).text(jacobian.measured.value)) ± "
          + NumberFormat.fixed(2).text(jacobian.measured.halfWidth),
        largest(jacobian),
      ]
    }
    return [
      FactTable(
        name: "jacobian-variance",
        header: [
          "network", "layers", "theory", "measured", "largest",
        ],
        numeric: [false, true, true, true, true], rows: rows)
    ]
  }

  /// The largest s², with theory where the paper has one.
  private func largest(_ jacobian: Jacobian) -> String {
    let text = NumberFormat.fixed(2)
    let measured =
      "\(text.text(jacobian.largest.value)) ± \(text.text(jacobian.largest.halfWidth))"
    guard jacobian.network == JacobianSpectrum.Network.linearGaussian.rawValue,
      let edge = try? JacobianSpectrum.largestSquaredValue(depth: jacobian.depth)
    else { return measured }
    return "\(measured) (\(text.text(edge)))"
  }
}
