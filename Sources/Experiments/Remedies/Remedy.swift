import Engine
import Simulation

/// One remedy for gradients that vanish or explode, as a network of so many hidden layers, or as a cell that takes as
/// many steps.
struct Remedy: Sendable {
  /// Its name in templates.
  let key: String
  /// How it bounds gradients, if that is what it does.
  let clipping: Clipping?
  /// The recurrent cell that it is, if it is one.
  let cell: FrameworkCell?

  /// All of them, in the order of the table: the patient, what acts on its gradient, ReLU networks, then a plain
  /// recurrent cell, which is the patient along time, and cells with gates.
  static let all =
    [
      Remedy("none"), Remedy("clip-norm", .norm(1)), Remedy("clip-value", .value(0.01)),
      Remedy("he"), Remedy("orthogonal"), Remedy("lsuv"), Remedy("standardized"), Remedy("batch"),
      Remedy("layer"), Remedy("rms"), Remedy("residual"), Remedy("scaled"), Remedy("skipinit"),
      Remedy("fixup"),
    ] + FrameworkCell.trained.map { Remedy($0.key, cell: $0) }

  private init(_ key: String, _ clipping: Clipping? = nil, cell: FrameworkCell? = nil) {
    self.key = key
    self.clipping = clipping
    self.cell = cell
  }

  /// The factor of standardised weights that keeps the signal: their columns have mean zero, so that the mean of
  /// rectified inputs is lost and their variance ½ (1 − 1/π) is left (Brock and others 2021).
  static let standardizedGain = (2 / (1 - 1 / Double.pi)).squareRoot()

  /// `depth` hidden layers of one width, without what reads the input and gives the answer.
  ///
  /// Blocks of residual networks are x + W relu(x), one layer each; Fixup's have two.
  func hidden(width: Int, depth: Int) -> [NamedStage] {
    func dense(_ rule: any WeightInitializer = HeNormal()) -> NamedStage {
      NamedStage(Dense(width, rule: rule))
    }
    let relu = NamedStage(ActivationStage(ReLU()))
    func norm(_ over: Normalize.Over) -> NamedStage { NamedStage(Normalize(over)) }
    func repeated(_ count: Int, _ block: [NamedStage]) -> [NamedStage] {
      [NamedStage(Repeat(count, block), name: "hidden")]
    }
    func residual(
      _ scale: ResidualStage.Scale = .constant(1), learnsScale: Bool = false
    ) -> [NamedStage] {
      repeated(
        depth,
        [NamedStage(ResidualStage([relu, dense()], scale: scale, learnsScale: learnsScale))])
    }
    switch key {
    case "he": return repeated(depth, [dense(), relu])
    case "orthogonal":
      return repeated(depth, [dense(Orthogonal(gain: 2.0.squareRoot())), relu])
    case "lsuv": return repeated(depth, [dense(LSUV()), relu])
    case "standardized":
      let convolution = Convolution(
        width, window: Window(kernel: [1]), rule: LeCun(), gain: Self.standardizedGain,
        isStandardized: true)
      return repeated(depth, [NamedStage(convolution), relu])
    case "batch": return repeated(depth, [dense(), norm(.batch), relu])
    case "layer": return repeated(depth, [dense(), norm(.layer), relu])
    case "rms": return repeated(depth, [dense(), norm(.rms), relu])
    case "residual": return residual()
    case "scaled": return residual(.inverseRootOfCount)
    case "skipinit": return residual(.constant(0), learnsScale: true)
    case "fixup":
      let branch = [relu, dense(), relu, dense()]
      return repeated(
        depth / 2, [NamedStage(ResidualStage.fixup(branch, branches: depth / 2))])
    default:
      return repeated(depth, [dense(XavierNormal()), NamedStage(ActivationStage(Sigmoid()))])
    }
  }

  /// The kind of stage that ends a layer or a block.
  var layerKind: String {
    ["residual", "scaled", "skipinit", "fixup"].contains(key)
      ? ResidualStage.kind : ActivationStage.kind
  }

  /// The kind of stage that has its weights.
  var weightKind: String { key == "standardized" ? Convolution.kind : Dense.kind }
}
