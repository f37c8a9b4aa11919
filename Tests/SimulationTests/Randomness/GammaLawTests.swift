import Kernels
import Testing

@testable import Networks
@testable import Numerics

/// Kolmogorov–Smirnov against closed distribution functions: √n D exceeds 1.95 with probability 10⁻³.
@Suite struct GammaLawTests {
  static let count = 100_000

  func sample(_ name: String, _ draw: (inout RandomSource) -> Double) -> [Double] {
    var random = SeedTree(seed: 4).child(name).source()
    return (0..<Self.count).map { _ in draw(&random) }
  }

  func distance(_ sample: [Double], _ cdf: (Double) -> Double) -> Double {
    let sorted = sample.sorted()
    let n = Double(sorted.count)
    return sorted.enumerated().reduce(0) { worst, element in
      let f = cdf(element.element)
      return max(worst, f - Double(element.offset) / n, Double(element.offset + 1) / n - f)
    }
  }

  /// Many normal numbers at once are those of single draws, and leave the stream where those leave it.
  @Test func drawsTogetherAreDrawsInTurn() {
    var (one, many) = (SeedTree(seed: 5).source(), SeedTree(seed: 5).source())
    let single = (0..<50).map { _ in one.normal() }
    #expect(many.normals(20) + many.normals(30) == single)
    #expect(one.uniform() == many.uniform())
    let (integer, normal) = (one.integer(below: 9), one.normal())
    #expect(many.integer(below: 9) == integer)
    many.skip(1)
    #expect(normal != many.normal())
    #expect(one.block + 1 == many.block)
  }

  let bound = 1.95 / 100_000.0.squareRoot()

  @Test func gammaBelowOne() {
    // gamma(½) is half the square of a standard normal number.
    let x = sample("half") { $0.gamma(0.5) }
    #expect(distance(x) { Double.erf($0.squareRoot()) } < bound)
  }

  @Test func gammaOfWholeShapes() {
    let one = sample("one") { $0.gamma(1) }
    #expect(distance(one) { -Double.expMinusOne(-$0) } < bound)
    let three = sample("three") { $0.gamma(3) }
    #expect(distance(three) { 1 - Double.exp(-$0) * (1 + $0 + $0 * $0 / 2) } < bound)
  }

  @Test func chiSquaredOfTwo() {
    let x = sample("two") { $0.chiSquared(2) }
    #expect(distance(x) { -Double.expMinusOne(-$0 / 2) } < bound)
  }

  /// E χ²ₙ = n and Var χ²ₙ = 2n, also for many degrees of freedom.
  @Test func manyDegreesOfFreedom() {
    var moments = StreamingMoments()
    for x in sample("many", { $0.chiSquared(1_000_000) }) { moments.add(x) }
    let n = Double(Self.count)
    #expect(abs(moments.mean - 1e6) < 5 * (2e6 / n).squareRoot())
    #expect(abs(moments.variance / 2e6 - 1) < 5 * (2 / n).squareRoot())
  }

  @Test func betaOfSmallShapes() {
    let x = sample("beta") { $0.beta(2, 1) }
    #expect(distance(x) { $0 * $0 } < bound)
    // Beta(½, ½): the arcsine law, 2/π arcsin √x, tested through its symmetry and variance ⅛.
    var moments = StreamingMoments()
    for x in sample("arcsine", { $0.beta(0.5, 0.5) }) { moments.add(x) }
    #expect(abs(moments.mean - 0.5) < 5 * (0.125 / Double(Self.count)).squareRoot())
    // The fourth central moment is 3/128: the variance of the variance is (3/128 − 1/64)/n.
    #expect(abs(moments.variance - 0.125) < 5 * (1 / 128.0 / Double(Self.count)).squareRoot())
  }

  /// Binomial(n, ½) by its mean and variance, and n itself as the largest value.
  @Test(arguments: [1, 31, 32, 33, 127, 128, 1000]) func heads(_ n: Int) {
    var moments = StreamingMoments()
    for x in sample("heads \(n)", { Double($0.heads(of: n)) }) { moments.add(x) }
    let (count, size) = (Double(Self.count), Double(n))
    #expect(abs(moments.mean - size / 2) < 5 * (size / 4 / count).squareRoot())
    // Var of the sample variance: (μ₄ − σ⁴)/count, μ₄ = n(3n − 2)/16.
    let fourth = size * (3 * size - 2) / 16
    let spread = ((fourth - size * size / 16) / count).squareRoot()
    #expect(abs(moments.variance - size / 4) < 5 * spread + size / 4 / count * 2)
  }

  @Test func integersAreEven() {
    var counts = [Int](repeating: 0, count: 7)
    var random = SeedTree(seed: 4).source()
    for _ in 0..<70_000 { counts[random.integer(below: 7)] += 1 }
    for count in counts { #expect(abs(count - 10_000) < 5 * 93) }
  }
}
