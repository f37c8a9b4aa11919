/// What a tensor does in a network, as far as its name and shape tell.
public enum TensorRole: String, Hashable, Sendable, Codable {
  /// A matrix that multiplies, or several of them in one tensor.
  case matrix
  /// A kernel with a window.
  case convolution
  /// A table of vectors that are looked up: tokens, positions.
  case embedding
  /// What is added: biases and learnt vectors.
  case bias
  /// Scales and shifts of normalisation, and scales of branches.
  case scale
  /// What is never trained: what normalisation counted, masks and fixed frequencies, the state of an optimiser.
  case statistic
  /// Numbers that are not of a floating-point type.
  case other

  /// The role of a tensor.
  init(_ name: TensorName, shape: [Int], isFloatingPoint: Bool) {
    let last = name.last.lowercased()
    guard isFloatingPoint else {
      self = .other
      return
    }
    if ["running_mean", "running_var", "moving_mean", "moving_variance", "num_batches_tracked"]
      .contains(last) || Self.isBuffer(last, shape)
    {
      self = .statistic
      return
    }
    // What an optimiser keeps is no weight.
    let counters = ["exp_avg", "exp_avg_sq", "max_exp_avg_sq", "momentum_buffer", "optimizer"]
    if name.has("state"), name.parts.contains(where: { counters.contains($0.lowercased()) }) {
      self = .statistic
      return
    }
    let lower = name.lower
    let isNorm = ["norm", "ln_", "/bn", ".bn", "gamma", "layer_scale", "ls1", "ls2"].contains {
      lower.contains($0)
    }
    let isThin = shape.count(where: { $0 != 1 }) <= 1
    // A kernel of one output and one tap is thin too, and so is a matrix of one output; norms and learnt vectors that
    // keep their axes are not called so.
    let isLine =
      shape.count <= 1 || isThin && (isNorm || shape.count == 3 && last != "weight")
    if isLine {
      self = isNorm && last != "bias" || ["gamma", "scale"].contains(last) ? .scale : .bias
      return
    }
    let isTable =
      Self.isTable(name) || name.has("wte", "wpe", "shared", "relative_attention_bias")
    let wide = shape.drop { $0 == 1 }
    if isTable, wide.count == 2, !lower.contains("proj") {
      self = .embedding
    } else if last.contains("bias") || last == "b" {
      self = .bias
    } else {
      self = shape.count >= 4 ? .convolution : .matrix
    }
  }

  /// Whether the name, or that of the module which holds it, tells of a table; what lies deeper in an embedding is its
  /// own, as the layers behind a diffusion model's time embedding.
  private static func isTable(_ name: TensorName) -> Bool {
    let modules = name.parts.dropLast().filter { $0 != "vars" }
    return [name.last, modules.last ?? ""].contains { part in
      let lower = part.lowercased()
      return lower.contains("embed")
        || lower.split(whereSeparator: { !$0.isLetter }).contains("emb")
    }
  }

  /// Masks of attention, which GPT-2 keeps as `attn.bias`, and the frequencies of rotations.
  private static func isBuffer(_ last: String, _ shape: [Int]) -> Bool {
    if last == "mask" || last.hasSuffix("_mask") || last == "masked_bias" || last == "inv_freq" {
      return true
    }
    return last == "bias" && shape.count == 4 && shape[0] == 1 && shape[1] == 1 && shape[2] > 1
      && shape[2] == shape[3]
  }

  /// Whether it multiplies signals, so that rules of fans hold for it.
  public var multiplies: Bool { self == .matrix || self == .convolution }
}
