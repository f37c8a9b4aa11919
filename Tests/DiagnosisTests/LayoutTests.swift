import Testing
import WeightFiles

@testable import Diagnosis

@Suite("Layouts")
struct LayoutTests {
  private func layout(
    _ name: String, beside tensors: [(String, [Int])], format: WeightFormat = .safetensors,
    convention: AxisConvention? = nil
  ) throws -> Layout {
    let headers = tensors.map { other, shape in
      LayoutInference.Header(
        name: TensorName(other), shape: shape,
        role: TensorRole(TensorName(other), shape: shape, isFloatingPoint: true),
        convention: convention)
    }
    let index = try #require(tensors.firstIndex { $0.0 == name })
    return try #require(LayoutInference(headers, format: format).layout(of: index))
  }

  @Test("a bias tells the outputs of a matrix, and other layers the square ones")
  func biases() throws {
    let first = try layout("a.weight", beside: [("a.weight", [30, 20]), ("a.bias", [30])])
    #expect(first.axes == "out, in" && first.certainty == .inferred)
    #expect(first.fans == Fans(input: 20, output: 30))
    let last = try layout("a/W", beside: [("a/W", [30, 20]), ("a/b", [20])])
    #expect(last.axes == "in, out" && last.fans == Fans(input: 30, output: 20))
    let vote = try layout(
      "b/W", beside: [("a/W", [30, 20]), ("a/b", [20]), ("b/W", [20, 20]), ("b/b", [20])])
    #expect(vote.axes == "in, out" && vote.why == "as the other layers of the file")
    let alone = try layout("a.weight", beside: [("a.weight", [30, 20])])
    #expect(alone.certainty == .assumed)
  }

  @Test("kernels: plain, depthwise, transposed, of PyTorch and Keras")
  func kernels() throws {
    let plain = try layout("c.weight", beside: [("c.weight", [32, 16, 3, 3]), ("c.bias", [32])])
    #expect(plain.fans == Fans(input: 144, output: 288))
    let depthwise = try layout("c.weight", beside: [("c.weight", [32, 1, 3, 3])])
    #expect(depthwise.fans == Fans(input: 9, output: 9))
    let transposed = try layout(
      "up.weight", beside: [("up.weight", [32, 16, 3, 3]), ("up.bias", [16])])
    #expect(
      transposed.fans == Fans(input: 288, output: 144) && transposed.axes.hasPrefix("in, out"))
    let keras = try layout("c.kernel", beside: [("c.kernel", [3, 3, 16, 32]), ("c.bias", [32])])
    #expect(keras.fans == Fans(input: 144, output: 288) && keras.axes == "height, width, in, out")
    let up = try layout("t.kernel", beside: [("t.kernel", [3, 3, 16, 32]), ("t.bias", [16])])
    #expect(up.fans == Fans(input: 288, output: 144))
  }

  @Test("heads, stacks and packs")
  func packs() throws {
    let query = try layout(
      "attn.query.kernel",
      beside: [("attn.query.kernel", [48, 4, 12]), ("attn.query.bias", [4, 12])])
    #expect(query.fans == Fans(input: 48, output: 48))
    let stack = try layout("scan.mlp.kernel", beside: [("scan.mlp.kernel", [6, 40, 80])])
    #expect(stack.stacked == 6 && stack.fans == Fans(input: 40, output: 80))
    let packed = try layout("attn.in_proj_weight", beside: [("attn.in_proj_weight", [192, 64])])
    #expect(packed.packed == 3 && packed.fans == Fans(input: 64, output: 64))
    let gates = try layout(
      "lstm.weight_ih_l0",
      beside: [("lstm.weight_ih_l0", [192, 20]), ("lstm.weight_hh_l0", [192, 48])])
    #expect(gates.packed == 4)
    // PyTorch draws by the hidden size.
    #expect(gates.readings.contains { $0.fans.input == 48 && $0.isRight })
  }

  @Test("names: parts, patterns, order, depth, roles")
  func names() {
    #expect(TensorName("h.10.attn.weight").pattern == "h.*.attn.weight")
    #expect(TensorName("layers/dense_1/vars/0").pattern == "layers/dense_*/vars/0")
    #expect(TensorName("layers/dense_1/vars/0").module == "layers/dense_1/vars")
    let sorted = ["h.10.w", "h.9.w", "a.w"].map(TensorName.init).sorted(by: TensorName.isBefore)
    #expect(sorted.map(\.text) == ["a.w", "h.9.w", "h.10.w"])
    #expect(TensorName.depth(of: ["h.0.w", "h.11.w", "h.3.w", "x.y"].map(TensorName.init)) == 12)
    #expect(TensorName.depth(of: ["a.w"].map(TensorName.init)) == nil)
    func role(_ name: String, _ shape: [Int]) -> TensorRole {
      TensorRole(TensorName(name), shape: shape, isFloatingPoint: true)
    }
    #expect(role("fc.weight", [3, 4]) == .matrix && role("fc.bias", [3]) == .bias)
    #expect(
      role("wte.weight", [100, 8]) == .embedding && role("pos_embed", [1, 17, 8]) == .embedding)
    #expect(role("patch_embed.proj.weight", [8, 3, 4, 4]) == .convolution)
    #expect(role("ln_1.weight", [8]) == .scale && role("bn.running_mean", [8]) == .statistic)
    #expect(role("optimizer.state.0.exp_avg", [3, 4]) == .statistic)
  }
}
