import Kernels
import Testing

@testable import Networks
@testable import Numerics

/// Numbers that must not change: a published report quotes what they lead to.
///
/// A failure here means that every seed gives another study: only a new major version may do that, and
/// it says so. The values are this program's own first ones; `Tests/References/seed-tree.py` derives the
/// keys from their documented rule.
@Suite struct ValueStabilityTests {
  @Test func seedsAndKeys() {
    let root = SeedTree(seed: 20_261_121)
    let keys = [
      root.key, root.child("").key, root.child("a").key, root.child("gradient-by-depth").key,
      root.child("twelve bytes").key, root.child("twelve bytes").child(0).key, root.child(0).key,
      root.child(-1).key, root.child(1 << 40).key,
    ]
    #expect(keys.map { String($0, radix: 16) } == Self.keys)
    #expect(Set(keys).count == keys.count)
    // A name and its pieces are different children.
    #expect(root.child("ab").key != root.child("a").child("b").key)
  }

  @Test func draws() {
    var source = SeedTree(seed: 1).child("draws").source(lane: 3)
    var singles = [Float](repeating: 0, count: 70)
    source.fillNormals(&singles, count: 70)
    var doubles = [Double](repeating: 0, count: 40)
    source.fillNormals(&doubles, count: 40)
    var uniforms = [Float](repeating: 0, count: 5)
    source.fillUniforms(&uniforms, count: 5, radius: 1)
    let bits =
      [singles[0], singles[1], singles[17], singles[69], uniforms[0], uniforms[4]].map {
        String($0.bitPattern, radix: 16)
      }
      + [
        doubles[0], doubles[39], source.normal(), source.uniform(), source.chiSquared(5),
        Double(source.integer(below: 1000)),
      ].map { String($0.bitPattern, radix: 16) }
    #expect(bits == Self.draws)
  }

  /// A propagation, end to end: kernels, samplers, reductions.
  @Test func propagations() async throws {
    var bits: [String] = []
    for sampler in [Sampler.exact, .dense] {
      let result = try await propagate(
        PropagationRequest(
          widths: [30, 40, 20], activation: GELU(), initializer: XavierNormal(), sampler: sampler,
          trials: 10, seed: SeedTree(seed: 1)))
      bits += result.layers.map {
        String($0.gradient.log10.mean.value.bitPattern, radix: 16)
      }
    }
    #expect(bits == Self.propagations)
  }

  static let keys = [
    "aa6da37ef861f64c", "7112b6b4a8d67e7a", "ffa3ae2f43d25f78", "8f1013de4fa68126",
    "ea61000ca0f567e5", "9c4bc4e9ff4beca6", "e92f96c93ae242d3", "27015d78e8ec297c",
    "a130325a6cca4ac7",
  ]
  static let draws = [
    "3f891515", "bfd7acff", "3f0a63a5", "bfec31fe", "3e94c30c", "bf38d80e", "3fd29571dc488293",
    "3fe248cbe510ffee", "bfec0a8922d7a48f", "3fb9ac16f997a998", "4017df5b7358de17",
    "406b400000000000",
  ]
  static let propagations = [
    "bfec0832e8fb3f5c", "bfd4f2a158c0e6f4", "bff1f8a2f8aea269", "bfdb493def3c8e9f",
  ]
}
