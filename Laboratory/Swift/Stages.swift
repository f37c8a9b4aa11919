// What `any Stage` is in embedded Swift: the stages that a bench may build, one case each. The build writes this
// name where the sources say `any Stage`, and these properties where they ask which stage it is.

/// One of the stages of networks that are trained here.
public enum AnyStage: Sendable {
  case dense(Dense)
  case activation(ActivationStage)
  case normalize(Normalize)
  case residual(ResidualStage)
  case sequence(Sequence)
  case flatten(Flatten)
  case loss(ReadOut)

  var kind: String {
    switch self {
    case .dense: Dense.kind
    case .activation: ActivationStage.kind
    case .normalize: Normalize.kind
    case .residual: ResidualStage.kind
    case .sequence: Sequence.kind
    case .flatten: Flatten.kind
    case .loss: ReadOut.kind
    }
  }

  /// The loss, if it is one.
  var readOut: ReadOut? { if case .loss(let loss) = self { loss } else { nil } }
  /// Whether its stages stand under its own name.
  var isSequence: Bool { if case .sequence = self { true } else { false } }
  var isResidual: Bool { if case .residual = self { true } else { false } }
  /// Nothing is dropped here.
  var dropout: Double { 0 }

  var parts: [StagePart] {
    switch self {
    case .residual(let stage): stage.parts
    case .sequence(let stage): stage.parts
    case .dense, .activation, .normalize, .flatten, .loss: []
    }
  }

  func output(for input: Shape) throws(NetworkError) -> Shape {
    switch self {
    case .dense(let stage): try stage.output(for: input)
    case .activation(let stage): try stage.output(for: input)
    case .normalize(let stage): try stage.output(for: input)
    case .residual(let stage): try stage.output(for: input)
    case .sequence(let stage): try stage.output(for: input)
    case .flatten(let stage): try stage.output(for: input)
    case .loss(let stage): try stage.output(for: input)
    }
  }

  func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    switch self {
    case .dense(let stage): try stage.pass(builder, input: input)
    case .activation(let stage): try stage.pass(builder, input: input)
    case .normalize(let stage): try stage.pass(builder, input: input)
    case .residual(let stage): try stage.pass(builder, input: input)
    case .sequence(let stage): try stage.pass(builder, input: input)
    case .flatten(let stage): try stage.pass(builder, input: input)
    case .loss(let stage): try stage.pass(builder, input: input)
    }
  }
}

extension PassBuilder {
  /// A map of m inputs to the columns of all blocks: what is trained is a matrix.
  func map(
    inputs: Int, blocks: [ColumnBlock], use: MapUse, isStandardized: Bool = false,
    seesData: Bool = false
  ) throws(NetworkError) -> DenseMap<Real> {
    for block in blocks where block.tensor.rule.dataDependent != nil && !seesData {
      throw .parameter(
        stage: name, name: "rule", value: block.tensor.rule.name,
        reason: "looks at what a layer makes of data, which only dense layers let it do")
    }
    return keep(
      DenseMap(
        self, inputs: inputs, blocks: blocks, isReused: use.isTied, stream: stream(),
        isStandardized: isStandardized))
  }

  /// Nothing is stored here.
  var stored: StoredWeights? { nil }
  func check(_ reader: StoredWeights.Reader?, count: Int) throws(NetworkError) {}
}

/// Weights of a file, of which there are none in a page.
public struct StoredWeights: Sendable {
  typealias Reader = () -> [Float]
  var biases: [String: Reader] { [:] }
  var gains: [String: Reader] { [:] }
  var shifts: [String: Reader] { [:] }
}

extension NetworkTrainer {
  /// No bench asks for it.
  func curvature(_ chosen: [Int], _ seed: SeedTree) -> Double { .nan }
}

/// No embedding shares its table with a read-out here.
final class SharedTable<Real: NetworkReal> {}
