import Networks

/// What a tensor of weights does in its network, by which frameworks choose its rule.
public enum WeightRole: Sendable {
  case dense, convolution
  /// Queries, keys and values; the map after the heads.
  case attention, attentionOutput
  /// The map of a cell's inputs; that of its states.
  case recurrent, recurrentState
  case embedding, positions
}

/// The frameworks whose own defaults are known, biases included.
///
/// What each draws if nobody says otherwise:
/// - PyTorch 2: weights and biases of linear layers and convolutions from U(±1/√fan-in); those of recurrent
///   cells from U(±1/√units), both biases too; `MultiheadAttention` Xavier's uniform rule on the fused tensor
///   of queries, keys and values with zero biases, and the linear layer's weights after the heads;
///   embeddings N(0, 1).
/// - Keras 3: Glorot's uniform rule on the stored tensor, zero biases; recurrent kernels orthogonal, the
///   LSTM's forget gate with bias one; embeddings U(±0.05).
/// - Flax, and JAX's `nn.initializers` alike: LeCun's rule from a cut normal law, zero biases; recurrent
///   kernels orthogonal gate by gate; embeddings N(0, 1/n).
/// - transformers: N(0, 0.02²) in every tensor and zero biases, as GPT-2, BERT and Llama start
///   (`initializer_range`); the factor on GPT-2's projections is the file's to say.
public enum Framework: String, Sendable, Codable, CaseIterable {
  case pytorch, keras, flax, jax, transformers

  /// How the framework counts fans.
  public var fans: FanConvention {
    switch self {
    case .pytorch, .transformers: .pytorch
    case .keras: .keras
    case .flax, .jax: .flax
    }
  }

  /// The rule of a tensor; `units` is a recurrent cell's width, or an embedding's.
  public func rule(of role: WeightRole, units: Int) -> any WeightInitializer {
    switch self {
    case .pytorch:
      switch role {
      case .dense, .convolution: TorchDefault()
      case .attention: XavierUniform()
      case .attentionOutput: TorchDefault(drawsBiases: false)
      case .recurrent, .recurrentState: UniformRange(radius: (1 / Double(units)).squareRoot())
      case .embedding, .positions: Normal(standardDeviation: 1)
      }
    case .keras:
      switch role {
      case .dense, .convolution, .attention, .attentionOutput, .recurrent: XavierUniform()
      case .recurrentState: Orthogonal()
      case .embedding, .positions: UniformRange(radius: 0.05)
      }
    case .flax, .jax:
      switch role {
      case .dense, .convolution, .attention, .attentionOutput, .recurrent: TruncatedNormal()
      case .recurrentState: Orthogonal()
      case .embedding: Normal(standardDeviation: (1 / Double(units)).squareRoot())
      case .positions: Normal(standardDeviation: 0.02)
      }
    case .transformers: Normal(standardDeviation: 0.02)
    }
  }

  /// The law of biases where it is not the rule's; `nil` for what the rule draws.
  func bias(of role: WeightRole, units: Int) -> BiasLaw? {
    guard self == .pytorch else { return BiasLaw.none }
    switch role {
    case .recurrent, .recurrentState:
      return BiasLaw(variance: 1 / (3 * Double(units)), isUniform: true)
    case .attention, .attentionOutput: return BiasLaw.none
    default: return nil
    }
  }

  /// ε of a normalisation.
  func epsilon(of over: Normalize.Over) -> Double {
    switch self {
    case .pytorch, .transformers: 1e-5
    case .keras: 1e-3
    case .flax, .jax: over == .batch ? 1e-5 : 1e-6
    }
  }

  /// Whether the gates of a cell are one tensor, with the fans of all.
  var fusesGates: Bool { self == .pytorch || self == .keras || self == .transformers }
}
