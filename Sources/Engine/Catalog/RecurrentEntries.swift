import Networks

extension Recurrent {
  /// The plain cell in network files.
  static let plainEntry = entry(
    "rnn", "A plain recurrent cell, h = f(Wx + Uh + b), over the positions.",
    [
      StageParameter("activation", .activation, "f.", standard: "the file's activation, else tanh")
    ]
  ) { arguments in
    if case .activation(let activation) = arguments.values["activation"] {
      return .plain(activation)
    }
    return .plain(arguments.defaults.activation ?? Tanh())
  }

  /// The LSTM in network files.
  static let lstmEntry = entry(
    "lstm", "A long short-term memory over the positions.",
    [
      StageParameter(
        "forget-bias", .number(-1e6...1e6), "Added to the forget gate's biases.",
        standard: "1 for keras, else 0")
    ]
  ) { _ in .lstm }

  /// The GRU in network files.
  static let gruEntry = entry("gru", "A gated recurrent unit over the positions.", []) { _ in
    .gru
  }

  private static func entry(
    _ name: String, _ meaning: String, _ more: [StageParameter],
    cell: @escaping @Sendable (StageArguments) -> Cell
  ) -> StageEntry {
    StageEntry(
      name, meaning, shorthand: "units",
      [
        StageParameter(
          "units", .integer(1...10_000_000), "The width of the state.", isWidth: true),
        .rule,
        StageParameter(
          "recurrent-init", .initializer, "The rule of the states' map.",
          standard: "the file's init, else the framework's"),
        StageParameter(
          "recurrent-gain", .number(0...1e6), "The gain of the states' map.",
          standard: "the file's gain, else 1"),
        .bias,
        StageParameter(
          "recurrent-bias", .bias, "What the states' biases start from.",
          standard: "the framework's, else 0"),
        StageParameter(
          "fused", .flag, "Whether the gates are one tensor with the fans of all.",
          standard: "true; false for flax and jax"),
        StageParameter(
          "last", .flag, "Whether only the last state is handed on.", standard: "false"),
      ] + more
    ) { arguments throws(NetworkError) in
      let units = arguments.integer("units") ?? 1
      let framework = arguments.defaults.framework
      func bias(_ name: String, _ role: WeightRole, _ inputs: Int) -> BiasLaw {
        arguments.bias(name, fanIn: inputs, fanOut: units, for: role, units: units) ?? .none
      }
      var states = arguments
      // The states' biases are not those that the file gives to all: there is one for each unit already.
      if framework != .pytorch { states.defaults.bias = nil }
      return Recurrent(
        cell(arguments), units: units,
        rule: try arguments.rule(for: .recurrent, units: units, stage: name),
        recurrentRule: try arguments.rule(
          "recurrent-init", for: .recurrentState, units: units, stage: name),
        recurrentGain: arguments.number("recurrent-gain") ?? arguments.defaults.gain,
        bias: bias("bias", .recurrent, arguments.input.channels),
        recurrentBias: states.bias(
          "recurrent-bias", fanIn: units, fanOut: units, for: .recurrentState, units: units)
          ?? .none,
        forgetBias: arguments.number("forget-bias") ?? (framework == .keras ? 1 : 0),
        isFused: arguments.flag("fused") ?? framework?.fusesGates ?? true,
        givesLast: arguments.flag("last") ?? false)
    }
  }
}
