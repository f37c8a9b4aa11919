import Simulation
import Study

/// How unevenly a deep network stretches the space of its inputs.
///
/// Pennington, Schoenholz and Ganguli (2017): Var(s²)/(E s²)² of the input–output Jacobian is L, 2L, 0 and L for
/// linear and ReLU layers with Gaussian and orthogonal weights. And Saxe et al. (2013): a tanh network with
/// orthogonal weights at the gains 0.9, 1 and 1.1.
public struct JacobianSpectra: Experiment {
  /// The four networks, and orthogonal tanh networks.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer of the four networks.
    public var width: Int
    /// One for each of the four networks.
    public var cases: [Case]
    /// Units per layer of the tanh networks.
    public var tanhWidth: Int
    /// How many tanh networks there are of each gain.
    public var tanhNetworks: Int
    /// One for each gain, ascending; all gains have the same matrices.
    public var tanh: [TanhCase]
  }

  /// One of the four networks.
  public struct Case: Codable, Equatable, Sendable {
    /// As `JacobianSpectrum.Network`.
    public var network: String
    /// How many networks were drawn.
    public var networks: Int
    /// One for each depth, ascending.
    public var points: [Point]
  }

  /// One depth.
  public struct Point: Codable, Equatable, Sendable {
    /// L, the number of layers.
    public var depth: Int
    /// Var(s²)/(E s²)² of a network's singular values s: the mean over networks.
    public var variance: Estimate
    /// The same by theory in the limit of infinite width: L, 2L or 0.
    public var theory: Double
    /// The largest s² over the mean of s²: the mean over networks.
    public var largest: Estimate
    /// (L + 1)^(L+1)/L^L for the linear Gaussian network; nil for the others.
    public var largestTheory: Double?
  }

  /// Orthogonal tanh layers of one gain.
  public struct TanhCase: Codable, Equatable, Sendable {
    /// What the orthogonal matrices are multiplied by.
    public var gain: Double
    /// Numbers of layers, ascending.
    public var depths: [Int]
    /// Quantiles of all singular values, pooled over networks, by depth, at `levels`.
    public var quantiles: [[Double]]
  }

  static let depths = [1, 2, 4, 8, 16]
  static let tanhDepths = [1, 3, 10, 30, 100]
  /// Shares of the singular values that lie below each quantile.
  public static let levels = [0, 0.1, 0.5, 0.9, 1]
  static let gains = [0.9, 1, 1.1]

  public let id = "jacobian-spectra"
  public let chartIDs = ["jacobian-variance", "orthogonal-tanh"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.units(64),
      networks: study.count(quick: 4, standard: 8, thorough: 80, atLeast: 4),
      tanhWidth: study.units(48),
      tanhNetworks: study.count(quick: 1, standard: 2, thorough: 20, atLeast: 1),
      tanhDepths: Self.tanhDepths, seed: seed, jobs: jobs)
  }

  static func simulate(
    width: Int, networks: Int, tanhWidth: Int, tanhNetworks: Int, tanhDepths: [Int],
    seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    let root2 = 2.0.squareRoot()
    let settings: [(JacobianSpectrum.Network, any Activation, any WeightInitializer)] = [
      (.linearGaussian, Identity(), LeCun()), (.reluGaussian, ReLU(), HeNormal()),
      (.linearOrthogonal, Identity(), Orthogonal()),
      (.reluOrthogonal, ReLU(), Orthogonal(gain: root2)),
    ]
    var cases: [Case] = []
    for (network, activation, rule) in settings {
      let isFixed = network == .linearOrthogonal
      // Orthogonal linear products are orthogonal: two of them show it.
      let count = isFixed ? 2 : networks
      let samples = try await sampleJacobians(
        JacobianRequest(
          width: width, depths: isFixed ? [1, 4, 16] : depths, activation: activation,
          initializer: rule, decomposes: false, trials: count,
          seed: seed.child(network.rawValue), jobs: jobs))
      let points = try samples[0].indices.map { index in
        let depth = samples[0][index].depth
        return Point(
          depth: depth, variance: try .mean(of: samples.map { $0[index].relativeVariance }),
          theory: JacobianSpectrum.relativeVariance(network, depth: depth),
          largest: try .mean(
            of: samples.map { $0[index].largest * $0[index].largest / $0[index].meanSquare }),
          largestTheory: network == .linearGaussian
            ? try JacobianSpectrum.largestSquaredValue(depth: depth) : nil)
      }
      cases.append(Case(network: network.rawValue, networks: count, points: points))
    }
    var tanh: [TanhCase] = []
    for gain in gains {
      // The same orthogonal matrices for all gains.
      let samples = try await sampleJacobians(
        JacobianRequest(
          width: tanhWidth, depths: tanhDepths, activation: Tanh(),
          initializer: Orthogonal(gain: gain), trials: tanhNetworks,
          seed: seed.child("orthogonal-tanh"), jobs: jobs))
      tanh.append(
        TanhCase(
          gain: gain, depths: tanhDepths,
          quantiles: try tanhDepths.indices.map { index in
            let quantiles = try Quantiles(of: samples.flatMap { $0[index].singularValues ?? [] })
            return levels.map(quantiles.value)
          }))
    }
    return Outcome(
      width: width, cases: cases, tanhWidth: tanhWidth, tanhNetworks: tanhNetworks, tanh: tanh)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    [
      Fact("jspectra-width", outcome.width), Fact("jspectra-networks", outcome.cases[0].networks),
      Fact("jspectra-depth", outcome.cases[0].points.last?.depth ?? 0),
      Fact("jspectra-tanh-width", outcome.tanhWidth),
      Fact("jspectra-tanh-networks", outcome.tanhNetworks),
      Fact("jspectra-tanh-depth", outcome.tanh.first?.depths.last ?? 0),
    ]
      + outcome.cases.flatMap { one -> [Fact] in
        guard let last = one.points.last else { return [] }
        return [
          Fact("jspectra-\(one.network)", last.variance, .fixed(1)),
          Fact("jspectra-\(one.network)-theory", last.theory, .fixed(0)),
          Fact("jspectra-\(one.network)-largest", last.largest, .fixed(1)),
          Fact("jspectra-\(one.network)-largest-theory", last.largestTheory ?? .nan, .fixed(1)),
        ].filter { $0.text() != "undefined" }
      }
      + zip(["below", "at", "above"], outcome.tanh).flatMap { key, one -> [Fact] in
        guard let last = one.quantiles.last else { return [] }
        return [
          Fact("jspectra-tanh-\(key)-median", Elementary.log10(last[2]), .powerOfTen(1)),
          Fact("jspectra-tanh-\(key)-tenth", Elementary.log10(last[1]), .powerOfTen(1)),
          Fact("jspectra-tanh-\(key)-largest", Elementary.log10(last[4]), .powerOfTen(1)),
        ]
      }
  }
}
