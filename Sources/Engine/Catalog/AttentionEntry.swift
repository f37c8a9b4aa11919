extension Attention {
  /// The stage in network files.
  static let entry = StageEntry(
    kind, "Self-attention over the positions, with its maps before and after the heads.",
    shorthand: "heads",
    [
      StageParameter("heads", .integer(1...100_000), "How many heads."),
      StageParameter(
        "groups", .integer(1...100_000), "How many heads keys and values have.",
        standard: "as many as queries"),
      StageParameter(
        "head-width", .integer(1...1_000_000), "The width of a head.",
        standard: "channels / heads", isWidth: true),
      StageParameter(
        "causal", .flag, "Whether a position sees only itself and those before it.",
        standard: "false"),
      StageParameter(
        "rotary", .flag, "Whether queries and keys are rotated by their position.",
        standard: "false"),
      StageParameter(
        "fused", .flag,
        "Whether queries, keys and values are one tensor with the fans of all.",
        standard: "true for pytorch, else false"),
      .rule, .gain,
      StageParameter(
        "value-gain", .number(0...1e6), "A further factor on the weights of the values.",
        standard: "1"),
      StageParameter(
        "output-init", .initializer, "The rule of the map after the heads.",
        standard: "init, else the framework's"),
      StageParameter(
        "output-gain", .number(0...1e6), "The gain of that map.",
        standard: "the file's gain, else 1"
      ),
      .bias,
    ]
  ) { arguments throws(NetworkError) in
    let framework = arguments.defaults.framework
    var own = arguments
    if own.values["output-init"] == nil { own.values["output-init"] = own.values["init"] }
    let rule = try own.rule(for: .attention, stage: kind)
    let outputRule = try own.rule("output-init", for: .attentionOutput, stage: kind)
    var stage = Attention(
      heads: arguments.integer("heads") ?? 1, groups: arguments.integer("groups"),
      headWidth: arguments.integer("head-width"), isCausal: arguments.flag("causal") ?? false,
      isRotary: arguments.flag("rotary") ?? false,
      isFused: arguments.flag("fused") ?? (framework == .pytorch), rule: rule,
      gain: arguments.gain, outputRule: outputRule,
      outputGain: arguments.number("output-gain") ?? arguments.defaults.gain,
      bias: arguments.bias(
        fanIn: arguments.input.channels, fanOut: arguments.input.channels, for: .attention))
    stage.valueGain = arguments.number("value-gain") ?? 1
    stage.fans = framework?.fans ?? .terms
    return stage
  }
}
