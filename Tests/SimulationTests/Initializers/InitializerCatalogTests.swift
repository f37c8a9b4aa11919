import Foundation
import Testing

@testable import Networks
@testable import Numerics
@testable import Spectra
@testable import Theory

/// One driver over the whole catalogue.
@Suite struct InitializerCatalogTests {
  func draw(_ rule: any WeightInitializer, _ m: Int, _ n: Int, trial: Int = 0) -> [Double] {
    var weights = [Double](repeating: .nan, count: m * n)
    var random = SeedTree(seed: 11).child(rule.name).child(trial).source()
    rule.fill(&weights, fanIn: m, fanOut: n, random: &random)
    return weights
  }

  func drawSingle(_ rule: any WeightInitializer, _ m: Int, _ n: Int) -> [Double] {
    var weights = [Float](repeating: .nan, count: m * n)
    var random = SeedTree(seed: 12).child(rule.name).source()
    rule.fill(&weights, fanIn: m, fanOut: n, random: &random)
    return weights.map(Double.init)
  }

  /// The mean square of independent weights is σ² within 5 standard errors: (κ − 1)σ⁴/N, κ ≤ 3 for the
  /// bounded and normal laws; sparse weights have κ = 3m/k.
  @Test(arguments: InitializerCatalog.names) func varianceIsTheRules(_ name: String) throws {
    let rule = try InitializerCatalog.initializer(named: name)
    for (m, n) in [(60, 240), (240, 60), (128, 128)] {
      let variance = rule.variance(fanIn: m, fanOut: n)
      for weights in [draw(rule, m, n), drawSingle(rule, m, n)] {
        #expect(weights.allSatisfy { $0.isFinite })
        let count = Double(m * n)
        let meanSquare = weights.reduce(0) { $0 + $1 * $1 } / count
        let kurtosis = name == "sparse" ? 3 * Double(m) / 15 : 3
        let exact = rule.law == .constant || rule.law == .orthogonal || name == "lsuv"
        let bound = exact ? 1e-6 : 5 * ((kurtosis - 1) / count).squareRoot()
        #expect(abs(meanSquare - variance) <= bound * variance, "\(name) \(m)×\(n)")
        if rule.law != .constant {
          let mean = weights.reduce(0, +) / count
          #expect(abs(mean) <= 5 * (variance / count).squareRoot(), "\(name) \(m)×\(n)")
        }
      }
    }
  }

  /// Theory of random weights goes by it.
  @Test(arguments: InitializerCatalog.names) func rulesThatDrawNothingSaySo(_ name: String) throws {
    let rule = try InitializerCatalog.initializer(named: name)
    let isFixed = draw(rule, 6, 5) == draw(rule, 6, 5, trial: 1)
    #expect(isFixed == (rule.law == .constant), "\(name)")
  }

  @Test func boundedLawsStayInside() throws {
    let radii: [(String, Double)] = [
      ("xavier-uniform", (6.0 / 90).squareRoot()), ("he-uniform", (6.0 / 40).squareRoot()),
      ("torch-default", (1.0 / 40).squareRoot()), ("uniform-0.05", 0.05),
      ("truncated-normal-uncorrected", 2 * (1.0 / 40).squareRoot()),
      ("truncated-normal", 2 * (1.0 / 40).squareRoot() / 0.8796256610342398),
    ]
    for (name, radius) in radii {
      let weights = draw(try InitializerCatalog.initializer(named: name), 40, 50)
      let largest = weights.map { abs($0) }.max() ?? 0
      #expect(largest <= radius * (1 + 1e-12), "\(name)")
      #expect(largest > 0.98 * radius, "\(name)")
    }
  }

  /// WᵀW or WWᵀ is the identity to 10⁻¹², whichever is the smaller.
  @Test(arguments: [(1, 1), (5, 5), (64, 64), (100, 30), (30, 100), (1, 9), (9, 1)])
  func orthogonalIsOrthonormal(_ m: Int, _ n: Int) {
    let w = draw(Orthogonal(), m, n)
    let rows = m <= n
    for a in 0..<min(m, n) {
      for b in 0...a {
        var product = 0.0
        for i in 0..<max(m, n) {
          product += rows ? w[a * n + i] * w[b * n + i] : w[i * n + a] * w[i * n + b]
        }
        #expect(abs(product - (a == b ? 1 : 0)) < 1e-12)
      }
    }
  }

  /// Haar's law, on 2 × 2 matrices: rotations and reflections equally often, the angle uniform.
  ///
  /// Without the sign correction the first column would follow the reflector's sign.
  @Test func orthogonalIsUniform() {
    let trials = 4000
    var reflections = 0
    var angles: [Double] = []
    for trial in 0..<trials {
      let w = draw(Orthogonal(), 2, 2, trial: trial)
      if w[0] * w[3] - w[1] * w[2] < 0 { reflections += 1 }
      angles.append(atan2(w[1], w[0]) / (2 * .pi) + 0.5)
    }
    #expect(abs(reflections - trials / 2) < 5 * Int(Double(trials).squareRoot() / 2))
    let sorted = angles.sorted()
    var distance = 0.0
    for (i, x) in sorted.enumerated() {
      distance = max(
        distance, abs(x - Double(i) / Double(trials)), abs(x - Double(i + 1) / Double(trials)))
    }
    // Kolmogorov: exceeded with probability 10⁻³.
    #expect(distance < 1.95 / Double(trials).squareRoot())
  }

  @Test func sparseUnitsHaveTheirConnections() {
    let w = draw(Sparse(), 40, 30)
    for unit in 0..<30 { #expect((0..<40).filter { w[$0 * 30 + unit] != 0 }.count == 15) }
    let narrow = draw(Sparse(), 8, 30)
    #expect(narrow.allSatisfy { $0 != 0 })
  }

  /// √(1 − 4φ(2)/(2Φ(2) − 1)) by definition.
  @Test func truncationConstant() {
    let density = exp(-2.0) / (2 * Double.pi).squareRoot()
    let inside = erf(2.0.squareRoot())
    #expect(
      abs((1 - 4 * density / inside).squareRoot() - TruncatedNormal.deviationAfterCut) < 1e-15)
  }

  /// Every layer leaves LSUV with unit variance within the tolerance of the paper, where an orthogonal
  /// start on ReLU would halve it each layer.
  @Test func lsuvReachesUnitVariance() async throws {
    let result = try await propagate(
      PropagationRequest(
        width: 64, depth: 12, activation: ReLU(), initializer: LSUV(), batch: 32, trials: 20,
        seed: SeedTree(seed: 5)))
    #expect(result.sampler == .dense)
    for layer in result.layers {
      // z has unit variance over units and batch within 0.1; h = ReLU(z) then has E h² ≈ ½, up to the
      // asymmetry of 64 units (standard deviation of the mean over 20 networks ≈ 0.02).
      #expect(abs(layer.activation.mean.value - 0.5) < 0.12, "layer \(layer.layer)")
    }
  }

  /// The inequality chain of the means: larger mean, smaller variance.
  @Test func meansAreOrdered() {
    for (m, n) in [(2, 8), (64, 256), (100, 3)] {
      let rules: [any WeightInitializer] = [Quadratic(), XavierNormal(), Geometric(), Harmonic()]
      let chain = rules.map { $0.variance(fanIn: m, fanOut: n) }
      for (a, b) in zip(chain, chain.dropFirst()) { #expect(a < b) }
    }
    // The worked pair of the notes: m = 2, n = 8.
    #expect(Geometric().variance(fanIn: 2, fanOut: 8) == 0.25)
    #expect(XavierNormal().variance(fanIn: 2, fanOut: 8) == 0.2)
    #expect(abs(Quadratic().variance(fanIn: 2, fanOut: 8) - 10.0 / 68) < 1e-16)
    #expect(abs(Harmonic().variance(fanIn: 2, fanOut: 8) - 0.3125) < 1e-16)
    #expect(Interpolated(alpha: 0.5).variance(fanIn: 2, fanOut: 8) == 0.225)
  }

  @Test func namesAreFound() throws {
    #expect(Set(InitializerCatalog.names).count == InitializerCatalog.names.count)
    for name in InitializerCatalog.names + [
      "normal-0.2", "uniform-3", "orthogonal-1.1", "interpolated-0.25", "sparse-4", "constant--2",
    ] {
      #expect(try InitializerCatalog.initializer(named: name).name == name)
    }
    for name in ["normal-", "normal-nan", "normal--1", "interpolated-2", "sparse-0", "xavir", ""] {
      #expect(throws: CatalogError.self) { try InitializerCatalog.initializer(named: name) }
    }
    let error = #expect(throws: CatalogError.self) {
      try InitializerCatalog.initializer(named: "xavier-norml")
    }
    #expect(error?.suggestion == "xavier-normal")
  }

  /// Every file of a rule has its line in the catalogue.
  @Test func everyFileIsInTheCatalogue() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources")
    let files = try #require(FileManager.default.enumerator(atPath: folder.path))
      .compactMap { $0 as? String }.filter { $0.contains("/Initializers/") }
    let catalogue = try String(
      contentsOf: folder.appending(
        path: try #require(files.first { $0.hasSuffix("/InitializerCatalog.swift") })),
      encoding: .utf8)
    var rules = 0
    for file in files {
      let source = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      for line in source.split(separator: "\n")
      where line.hasPrefix("public struct") && line.contains("Initializer {") {
        let type = try #require(line.split(separator: " ")[2].split(separator: ":").first)
        // A factor on another rule, or biases beside one, are no rules of their own.
        guard type != "Scaled", type != "WithTorchBiases" else { continue }
        #expect(catalogue.contains("\(type)("), "\(type) is not in the catalogue")
        rules += 1
      }
    }
    #expect(rules >= 15)
  }

  /// The spellings of frameworks, and numbers of one's own.
  @Test func spellingsAreUnderstood() throws {
    for (text, name) in [
      ("kaiming-normal", "he-normal"), ("kaiming_normal", "he-normal"), ("he", "he-normal"),
      ("glorot-uniform", "xavier-uniform"), ("glorot_uniform", "xavier-uniform"),
      ("xavier", "xavier-normal"), ("GlorotUniform", "xavier-uniform"), ("HeNormal", "he-normal"),
      ("uniform-0.17", "uniform-0.17"), ("orthogonal-1.41", "orthogonal-1.41"),
      ("constant-0.5", "constant-0.5"), ("constant--2", "constant--2"), ("sparse-5", "sparse-5"),
      ("truncated-normal-0.02", "truncated-normal-0.02"),
      ("trunc_normal(0.02)", "truncated-normal-0.02"),
      ("normal-1e-3", "normal-0.001"), ("zeros", "zero"), ("lecun_normal", "lecun"),
      ("pytorch", "torch-default"),
      // torch.nn.init's own names.
      ("kaiming_normal_", "he-normal"), ("kaiming_uniform_", "he-uniform"),
      ("xavier_normal_", "xavier-normal"), ("xavier_uniform_", "xavier-uniform"),
      ("orthogonal_", "orthogonal"), ("zeros_", "zero"),
      ("trunc_normal_(0.02)", "truncated-normal-0.02"),
      ("normal_(0.5)", "normal-0.5"),
    ] { #expect(try InitializerCatalog.initializer(named: text).name == name, "\(text)") }
    for text in ["sparse-2.5", "normal-", "normal-inf", "normal--1", "uniform", "he-normal-2"] {
      #expect(throws: CatalogError.self) { try InitializerCatalog.initializer(named: text) }
    }
  }
}
