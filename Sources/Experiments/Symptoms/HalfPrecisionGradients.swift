import Engine
import Simulation
import Study

/// What half precision leaves of the gradient, and what a loss scale saves of it.
///
/// float16 holds numbers from 2⁻²⁴ to 65504, bfloat16 has the range of single precision and fewer digits.
/// Weights, signals and gradients are rounded between stages; sums are single precision. Fixed before the
/// first run: the three activations of the notes, the small start that the notes warn of and the right
/// one of each, 30 layers of 64 units, twenty networks.
public struct HalfPrecisionGradients: Experiment {
  public let id = "half-precision"
  public let chartIDs = ["half-precision"]

  /// Makes the experiment.
  public init() {}

  /// The networks and a case for each setting.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer.
    public var width: Int
    /// The number of layers.
    public var depth: Int
    /// How many networks each case has.
    public var networks: Int
    /// One for each activation, start and format, in this order.
    public var cases: [Case]
  }

  /// One activation, start and format.
  public struct Case: Codable, Equatable, Sendable {
    /// The activation's name in the catalogue.
    public var activation: String
    /// The start's key, `small` or `right`.
    public var start: String
    /// The rule's name.
    public var rule: String
    /// The format's name.
    public var format: String
    /// k of the loss scale 2ᵏ.
    public var scale: Int
    /// By layer: the share of the gradient at the layer's output that is zero.
    public var flushed: [Estimate]
    /// By layer: the share of that gradient that is beyond the format's largest number, or was made of such.
    public var lost: [Double]
    /// By layer, going forward: the share of the layer's output that is zero.
    public var silent: [Double]
    /// By layer: log₁₀ of the root mean square of that gradient; −∞ for none.
    public var gradient: [Double]
    /// By layer: log₁₀ of the root mean square of the weights' gradient.
    public var weightGradient: [Double]
    /// The first layer, going forward, whose signal overflows in some network; nil if none does.
    public var signalOverflow: Int?
    /// The first layer, going back, whose gradient overflows in some network; nil if none does.
    public var gradientOverflow: Int?

    /// How many decades the gradient's root mean square loses per layer on its way down.
    public var decadesPerLayer: Double {
      guard let bottom = gradient.first, let top = gradient.last, gradient.count > 1 else {
        return .nan
      }
      return (top - bottom) / Double(gradient.count - 1)
    }

    /// The first layer that at least half of the gradient still reaches; nil if there is none.
    public var reached: Int? {
      zip(flushed, lost).map { $0.value + $1 }.firstIndex { $0 < 0.5 }.map { $0 + 1 }
    }
  }

  static let settings: [(activation: any Activation, right: any WeightInitializer)] = [
    (Sigmoid(), XavierNormal()), (Tanh(), XavierNormal()), (ReLU(), HeNormal()),
  ]
  /// A format and the loss scale that goes with it; single precision is what they are compared with.
  static let formats: [(format: Arithmetic, scale: Int)] = [
    (.extended, 0), (.float16, 0), (.float16, 12), (.float16, 24), (.bfloat16, 0),
  ]
  /// log₂ of the smallest positive number of float16.
  public static let smallestPower = -24
  /// The largest number of float16.
  public static let largest = 65504.0

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.units(64, atLeast: 8), depth: 30,
      networks: study.count(quick: 4, standard: 20, thorough: 200, atLeast: 4),
      seed: seed, jobs: jobs)
  }

  static func simulate(
    width: Int, depth: Int, networks: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    var cases: [Case] = []
    for setting in settings {
      let starts: [(String, any WeightInitializer)] = [
        ("small", Normal(standardDeviation: 0.01)), ("right", setting.right),
      ]
      for (start, rule) in starts {
        for (format, scale) in formats {
          let result = try await propagate(
            NetworkRequest(
              network(setting.activation, rule, width: width, depth: depth), trials: networks,
              seed: seed.child(setting.activation.name).child(start), source: .dense,
              arithmetic: format, lossScaleExponent: scale, jobs: jobs, asksTheory: false))
          cases.append(
            Self.case(
              result, setting.activation.name, start, rule.name, format.rawValue, scale: scale))
        }
      }
    }
    return Outcome(width: width, depth: depth, networks: networks, cases: cases)
  }

  private static func network(
    _ activation: any Activation, _ rule: any WeightInitializer, width: Int, depth: Int
  ) -> Network {
    Network(
      input: NetworkInput(Shape(channels: width)),
      stages: (1...depth).flatMap { _ in
        [NamedStage(Dense(width, rule: rule)), NamedStage(ActivationStage(activation))]
      })
  }

  private static func `case`(
    _ result: NetworkResult, _ activation: String, _ start: String, _ rule: String,
    _ format: String, scale: Int
  ) -> Case {
    let linear = result.stages.filter { $0.info.kind == Dense.kind }
    let outputs = result.stages.filter { $0.info.kind == ActivationStage.kind }
    func overflow(_ isLost: (Int) -> Bool, _ order: [Int]) -> Int? {
      order.first(where: isLost).map { $0 + 1 }
    }
    return Case(
      activation: activation, start: start, rule: rule, format: format, scale: scale,
      flushed: outputs.map(\.zeroGradient), lost: outputs.map(\.lostGradient.value),
      silent: outputs.map(\.zero.value),
      gradient: outputs.map { 0.5 * $0.gradient.log10.median.value },
      weightGradient: linear.map { 0.5 * ($0.weightGradients.first?.log10.median.value ?? .nan) },
      signalOverflow: overflow({ linear[$0].lost.value > 0 }, Array(linear.indices)),
      gradientOverflow: overflow(
        { outputs[$0].lostGradient.value > 0 }, Array(outputs.indices.reversed())))
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    var facts = [
      Fact("half-networks", outcome.networks), Fact("half-width", outcome.width),
      Fact("half-depth", outcome.depth), Fact("half-largest", Self.largest, .fixed(0)),
    ]
    let silent = outcome.cases.first {
      $0.activation == "relu" && $0.start == "small" && $0.format == "float16"
    }?.silent.firstIndex { $0 > 0.99 }
    facts.append(Fact("half-relu-silent", (silent ?? outcome.depth) + 1))
    for activation in ["sigmoid", "tanh", "relu"] {
      func one(_ format: String, _ scale: Int, _ start: String = "small") -> Case? {
        outcome.cases.first {
          $0.activation == activation && $0.start == start && $0.format == format
            && $0.scale == scale
        }
      }
      func reached(_ name: String, _ format: String, _ scale: Int) -> Fact {
        Fact("half-\(activation)-\(name)", one(format, scale)?.reached ?? outcome.depth)
      }
      facts.append(reached("plain", "float16", 0))
      if let exact = one("extended", 0) {
        let rate = exact.decadesPerLayer
        facts.append(Fact("half-\(activation)-decades", rate, .fixed(2)))
        if activation != "relu" {
          // A factor 2ᵏ more at the top reaches k log₁₀ 2 decades further down.
          facts += [
            Fact("half-\(activation)-bought", 12 * Elementary.log10(2) / rate, .fixed(1)),
            reached("scaled", "float16", 12), reached("brain", "bfloat16", 0),
          ]
        }
      }
      if activation == "sigmoid", let most = one("float16", 24) {
        // The gradient is of size one at the top.
        facts.append(Fact("half-most-lost", most.lost[outcome.depth - 1], .percent(0)))
      }
      if let right = one("float16", 0, "right")?.flushed.first {
        facts.append(Fact("half-\(activation)-right", right, .percent(1)))
      }
    }
    return facts
  }
}
