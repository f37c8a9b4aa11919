extension Convolution {
  /// The stage in network files.
  static let entry = StageEntry(
    kind, aliases: ["conv"], "A convolution over a sequence or an image.",
    [
      StageParameter(
        "channels", .integer(1...10_000_000), "How many channels come out.", isWidth: true),
      StageParameter("kernel", .integers(1...10_000), "The kernel's size in each direction."),
      StageParameter(
        "stride", .integers(1...10_000), "How far the window moves.", standard: "1"),
      StageParameter(
        "padding", .integers(0...10_000, or: ["same", "circular", "valid"]),
        "The zeros on each side; same keeps the size with stride 1, circular takes the other side of the image.",
        standard: "0"),
      StageParameter(
        "dilation", .integers(1...10_000), "How far apart the taps are.", standard: "1"),
      StageParameter(
        "groups", .integerOr(1...10_000_000, ["depthwise"]),
        "Into how many groups channels are cut; depthwise for one channel each.", standard: "1"),
      StageParameter(
        "transposed", .flag, "Whether places are turned into positions.", standard: "false"),
      .rule, .gain, .bias,
      StageParameter(
        "fans", .choice(FanConvention.allCases.map(\.rawValue)),
        "Whose fans the rule is given: terms are what a unit really sums and what an input feeds.",
        standard: "the framework's, else terms"),
      StageParameter(
        "standardized", .flag,
        "Whether each output's weights are made to have mean 0 and variance 1/terms.",
        standard: "false"),
    ]
  ) { arguments throws(NetworkError) in
    let channels = arguments.integer("channels") ?? 1
    let padding: Window.Padding =
      switch arguments.word("padding") {
      case "same": .same
      case "circular": .circular
      default: .zeros(arguments.integers("padding") ?? [0])
      }
    let window = Window(
      kernel: arguments.integers("kernel") ?? [1], stride: arguments.integers("stride") ?? [1],
      dilation: arguments.integers("dilation") ?? [1], padding: padding)
    let inputs = arguments.input.channels
    let groups =
      arguments.word("groups") == "depthwise" ? inputs : arguments.integer("groups") ?? 1
    let isTransposed = arguments.flag("transposed") ?? false
    let fans =
      arguments.word("fans").flatMap(FanConvention.init) ?? arguments.defaults.framework?.fans
      ?? .terms
    var stage = Convolution(
      channels, window: window, groups: groups, isTransposed: isTransposed,
      rule: try arguments.rule(for: .convolution, stage: kind), gain: arguments.gain, fans: fans,
      isStandardized: arguments.flag("standardized") ?? false)
    // Fans are asked of windows that fit only.
    if (try? stage.output(for: arguments.input)) != nil {
      let both = fans.fans(
        inputs: inputs, outputs: channels, taps: window.taps(arguments.input.positions.count),
        groups: groups, isTransposed: isTransposed)
      stage.bias = arguments.bias(fanIn: both.fanIn, fanOut: both.fanOut, for: .convolution)
    }
    return stage
  }
}
