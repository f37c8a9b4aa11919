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
  /// What normalisation counted, never trained: running means and variances.
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
      .contains(last)
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
    let isLine = shape.count <= 1 || shape.filter { $0 != 1 }.count <= 1 && shape.count == 3
    let lower = name.lower
    let isNorm = ["norm", "ln_", "/bn", ".bn", "gamma", "layer_scale", "ls1", "ls2"].contains {
      lower.contains($0)
    }
    if isLine {
      self = isNorm && last != "bias" || ["gamma", "scale"].contains(last) ? .scale : .bias
      return
    }
    let isTable =
      lower.contains("embed") || name.has("wte", "wpe", "shared", "relative_attention_bias")
      || last.contains("pos_emb")
    let wide = shape.drop { $0 == 1 }
    if isTable, wide.count == 2, !lower.contains("proj") {
      self = .embedding
    } else if last.contains("bias") || last == "b" {
      self = .bias
    } else {
      self = shape.count >= 4 ? .convolution : .matrix
    }
  }

  /// Whether it multiplies signals, so that rules of fans hold for it.
  public var multiplies: Bool { self == .matrix || self == .convolution }
}
