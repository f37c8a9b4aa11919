import Testing

@testable import Diagnosis
@testable import WeightFiles

@Suite("Roles of tensors")
struct RoleTests {
  private func role(_ name: String, _ shape: [Int]) -> TensorRole {
    TensorRole(TensorName(name), shape: shape, isFloatingPoint: true)
  }

  @Test(
    "by names and shapes that frameworks and published checkpoints have",
    arguments: [
      ("transformer.wte.weight", [100, 8], .embedding), ("enc_emb", [29, 256], .embedding),
      ("tok_emb.weight", [50, 8], .embedding), ("layers/embedding/vars/0", [50, 8], .embedding),
      // A layer behind a time embedding multiplies.
      ("time_embedding.linear_1.weight", [64, 16], .matrix),
      ("patch_embed.proj.weight", [8, 3, 4, 4], .convolution),
      // One output and one tap.
      ("final_conv.weight", [1, 128, 1], .matrix), ("cls_token", [1, 1, 48], .bias),
      ("fc.weight", [1, 94], .matrix), ("LayerNorm_0/scale", [1, 512], .scale),
      // Buffers of GPT-2 and of rotations.
      ("h.0.attn.bias", [1, 1, 32, 32], .statistic), ("h.0.attn.masked_bias", [], .statistic),
      ("rotary.inv_freq", [16], .statistic), ("decoder.mask_token", [1, 1, 64], .bias),
      ("bn1.running_mean", [8], .statistic),
    ] as [(String, [Int], TensorRole)])
  func names(name: String, shape: [Int], expected: TensorRole) {
    #expect(role(name, shape) == expected)
  }

  @Test("a graph tells more than names")
  func graph() {
    func node(_ operation: String, _ inputs: [String], _ output: String) -> GraphNode {
      GraphNode(
        operation: operation, name: output, inputs: inputs, outputs: [output], attributes: [])
    }
    let use = GraphUse([
      node("Gather", ["table", "x"], "a"), node("Transpose", ["w"], "w2"),
      node("MatMul", ["a", "w2"], "b"), node("Add", ["b", "shift"], "c"),
      node("Mul", ["c", "gain"], "d"),
      node("BatchNormalization", ["d", "g", "s", "mean", "variance"], "e"),
      node("Conv", ["e", "k", "own"], "f"),
    ])
    func role(_ name: String, _ shape: [Int]) -> TensorRole {
      use.role(name, shape: shape, named: self.role(name, shape))
    }
    #expect(role("table", [30, 8]) == .embedding && role("w", [8, 8]) == .matrix)
    #expect(role("shift", [1, 8]) == .bias && role("gain", [1, 8]) == .scale)
    #expect(role("g", [8]) == .bias && role("mean", [8]) == .statistic)
    #expect(role("k", [4, 8, 3, 3]) == .convolution && role("own", [4]) == .bias)
    #expect(role("elsewhere", [4, 4]) == .matrix)
  }

  @Test("masks of −∞ are no accident, single infinite weights are")
  func masks() async throws {
    var file = Checkpoint()
    file.add("fc.weight", [16, 16], seed: 1, Draw.normal(0.1))
    file.add(
      "attn_mask", [4, 4],
      [Float](repeating: 0, count: 10) + [Float](repeating: -.infinity, count: 6))
    let masked = try await FileDiagnosis(try file.file())
    #expect(!Finding.all(in: masked).contains { $0.id == "not-finite" })
    file.change("fc.weight") { $0[5] = -.infinity }
    let broken = try await FileDiagnosis(try file.file())
    #expect(
      Finding.all(in: broken).filter { $0.id == "not-finite" }.map(\.tensors) == [["fc.weight"]])
  }
}
