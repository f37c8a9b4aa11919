import Kernels
import Networks

extension ResidualStage {
  /// DeepNorm: y = (2N)^¼ x + branch(x) with the branch's weights times (8N)^−¼, before a normalisation.
  ///
  /// Wang and others 2022, "DeepNet: Scaling Transformers to 1,000 Layers", table 2, for an encoder or a
  /// decoder alone. N layers have L = 2N branches: the skip is L^¼ and the factor (4L)^−¼. Queries and keys
  /// keep their weights.
  public static func deepNorm(
    _ branch: [NamedStage], shortcut: [NamedStage] = [], branches: Int
  ) -> ResidualStage {
    let count = Double(max(1, branches))
    let factor = (1 / (4 * count)).squareRoot().squareRoot()
    let scaled = branch.withWeights { stage in
      switch stage {
      case var attention as Attention:
        attention.valueGain *= factor
        attention.outputGain *= factor
        return attention
      case var dense as Dense:
        dense.gain *= factor
        return dense
      case var convolution as Convolution:
        convolution.gain *= factor
        return convolution
      default: return stage
      }
    }
    return ResidualStage(scaled, shortcut: shortcut, skip: count.squareRoot().squareRoot())
  }

  /// Fixup: the last layer of a branch starts at zero, the m − 1 before it are multiplied by L^(−1/(2m−2)).
  ///
  /// Zhang, Dauphin and Ma 2019, "Fixup Initialization", section 3, for L branches in the network. Its scalar
  /// biases and multipliers start at zero and one, where they do nothing.
  public static func fixup(
    _ branch: [NamedStage], shortcut: [NamedStage] = [], branches: Int
  ) -> ResidualStage {
    var layers = 0
    _ = branch.withWeights { stage in
      layers += stage is Attention ? 2 : 1
      return stage
    }
    let count = Double(max(1, branches))
    let factor =
      layers > 1 ? Double.exp(-Double.log(count) / Double(2 * layers - 2)) : 1
    var index = 0
    func gain() -> Double {
      index += 1
      return index == layers ? 0 : factor
    }
    let scaled = branch.withWeights { stage in
      switch stage {
      case var attention as Attention:
        attention.gain *= gain()
        attention.outputGain *= gain()
        return attention
      case var dense as Dense:
        dense.gain *= gain()
        return dense
      case var convolution as Convolution:
        convolution.gain *= gain()
        return convolution
      default: return stage
      }
    }
    return ResidualStage(scaled, shortcut: shortcut)
  }
}

extension [NamedStage] {
  /// The same stages with those changed that have weights, in sequences and repetitions too.
  fileprivate func withWeights(_ change: (any Stage) -> any Stage) -> [NamedStage] {
    map { named in
      switch named.stage {
      case let inner as Sequence:
        NamedStage(Sequence(inner.stages.withWeights(change)), name: named.name)
      case let inner as Repeat:
        NamedStage(Repeat(inner.count, inner.stages.withWeights(change)), name: named.name)
      case is Dense, is Convolution, is Attention: NamedStage(change(named.stage), name: named.name)
      default: named
      }
    }
  }
}

extension ResidualStage {
  /// The stage in network files.
  static let entry = StageEntry(
    kind, "A branch added to its input.", shorthand: "branch",
    [
      StageParameter("branch", .stack, "What the branch does."),
      StageParameter(
        "shortcut", .stack, "What the skip does instead of nothing.", standard: "nothing"),
      StageParameter(
        "scale", .numberOr(-1e6...1e6, ["deepnorm", "fixup"]),
        "A factor on the branch, such as 0 or 1/sqrt(L) for L branches; deepnorm and fixup set the skip and the "
          + "branch's weights as those papers do.", standard: "1"),
      StageParameter("skip", .number(-1e6...1e6), "A factor on the skip.", standard: "1"),
    ]
  ) { arguments throws(NetworkError) in
    let (branch, shortcut) = (arguments.stages("branch"), arguments.stages("shortcut"))
    var stage: ResidualStage
    switch arguments.word("scale") {
    case "deepnorm": stage = .deepNorm(branch, shortcut: shortcut, branches: arguments.branches)
    case "fixup": stage = .fixup(branch, shortcut: shortcut, branches: arguments.branches)
    default:
      stage = ResidualStage(
        branch, shortcut: shortcut, scale: .constant(arguments.number("scale") ?? 1))
    }
    if let skip = arguments.number("skip") { stage.skip = skip }
    return stage
  }
}
