import Engine
import Kernels
import Simulation
import WeightFiles

/// What signal and gradient do on their way through the very weights of a file.
///
/// On the engine of networks, whose weights are read from the file, once forward and once backward. Inputs are standard
/// normal or tokens, and so is the gradient at the end; biases and the gains of norms are those of the file. Beside each layer
/// stands theory for the laws that were named, with the band that networks of this width keep to: in closed form for a
/// plain chain, elsewhere from fresh networks of those laws.
public struct ChainPropagation: Sendable {
  /// A layer of the chain.
  public struct Layer: Equatable, Sendable, Codable {
    /// The matrix's name.
    public let weight: String
    /// Units.
    public let width: Int
    /// The root mean square of pre-activations, over inputs and units.
    public let signal: Double
    /// That of theory.
    public let signalTheory: Double?
    /// The factor that 95 % of networks keep within of it, up or down.
    public let signalBand: Double?
    /// The root mean square of ∂ℓ/∂z.
    public let gradient: Double
    /// That of theory.
    public let gradientTheory: Double?
    /// The factor that 95 % of networks keep within of it, up or down.
    public let gradientBand: Double?
    /// The largest magnitude of a pre-activation.
    public let largest: Double
    /// The share of units that pass no gradient for any input.
    public let off: Double
    /// The mean cosine of two inputs' outputs of the layer.
    public let alignment: Double
    /// The share of pre-activations that float16 cannot hold, 65,520 and more.
    public let beyondHalf: Double
    /// The share of gradients that float16 flushes to zero, below 2⁻²⁵.
    public let flushedHalf: Double
    /// The share of pre-activations beyond bfloat16's range.
    public let beyondBrain: Double
  }

  /// The layers, first to last.
  public let layers: [Layer]
  /// The activation between them.
  public let activation: String
  /// What was taken for granted, in words.
  public let source: String
  /// How sure it is.
  public let certainty: Layout.Certainty
  /// How many inputs.
  public let inputs: Int
  /// What they are, in words.
  public let inputWords: String
  /// k of the loss scale 2ᵏ that keeps 99 % of every layer's gradients above what float16 flushes, if one does so
  /// without the largest overflowing.
  public let lossScale: Int?
  /// The largest magnitude of a gradient anywhere.
  public let largestGradient: Double
  /// Whether the weights are stored in half precision.
  public let isStoredHalf: Bool
  /// Where the bands come from, in words.
  public let bandSource: String
  /// Whether it is a plain chain of dense layers.
  public let isChain: Bool
  /// How many of the last layers are no part of the stack: the read-out, and the norm before it.
  let tail: Int

  /// Propagates through a file.
  ///
  /// - Parameters:
  ///   - file: the diagnosis, and `keras` the configuration that the file carries.
  ///   - activation: the name of one; nil to take the file's word, or the family's.
  ///   - chain: the order of weights, where it is told.
  /// - Throws: ``WeightChain/Absence`` for files whose network is not known, `WeightFileError` where bytes fail.
  public init(
    _ file: FileDiagnosis, keras: String? = nil, activation asked: String? = nil,
    chain: ChainSpecification? = nil
  ) async throws {
    try await self.init(
      WeightNetwork(
        file, WeightNetwork.Request(keras: keras, activation: asked, chain: chain)))
  }

  /// Propagates through a network that is described elsewhere, with the file's weights by the names of its stages.
  ///
  /// - Throws: ``WeightChain/Absence`` with the first stage that the file has nothing for, `WeightFileError` where bytes
  ///   fail.
  public init(
    _ file: FileDiagnosis, network: Network, samples: Int?, source: String
  ) async throws {
    var request = WeightNetwork.Request()
    request.network = (network, samples, source)
    try await self.init(WeightNetwork(file, request))
  }

  init(_ plan: WeightNetwork) async throws {
    let file = plan.shelf.file
    let result: NetworkResult
    do {
      var request = plan.request
      request.source = .stored(plan.weights)
      request.notesRange = true
      result = try await propagate(request)
    } catch let error as NetworkError {
      throw WeightChain.Absence(reason: "\(error)")
    }
    if let error = plan.shelf.error { throw error }
    let beside = try await ExpectedSignal(plan, result)
    var stages: [String: StageResult] = [:]
    for stage in result.stages { stages[stage.info.name] = stage }
    layers = plan.shown.enumerated().compactMap { place, line in
      guard let stage = stages[line.path] else { return nil }
      let (range, expected) = (stage.range ?? RangeRecord(), beside.layers[place])
      return Layer(
        weight: line.label, width: stage.info.shape.channels, signal: Self.rms(stage.secondMoment),
        signalTheory: expected.signal, signalBand: expected.signalBand,
        gradient: Self.rms(stage.gradient), gradientTheory: expected.gradient,
        gradientBand: expected.gradientBand, largest: stage.largest.value,
        off: place == plan.shown.count - 1 ? 0 : range.silentColumns,
        alignment: stage.cosine?.value ?? 0, beyondHalf: range.beyondHalf,
        flushedHalf: range.flushedHalf, beyondBrain: range.beyondBrain)
    }
    activation = plan.activation
    source = plan.source
    certainty = plan.certainty
    inputs = plan.samples
    inputWords = plan.inputWords
    isChain = plan.chain != nil
    tail = plan.tail
    bandSource = beside.source
    let weights = file.tensors.filter { $0.role.multiplies }
    isStoredHalf = !weights.isEmpty && weights.allSatisfy { $0.type == .float16 }
    let ranges = result.stages.compactMap(\.range)
    largestGradient = ranges.map(\.largestGradient).max() ?? 0
    let smallest = ranges.map(\.weakGradient).min() ?? 0
    // The least power of two that lifts the hundredth part of the weakest layer to 2⁻²⁴.
    let lift =
      smallest > 0 && smallest.isFinite ? max(0, -24 - Int(smallest.exponent)) : nil
    let largest = largestGradient
    lossScale = lift.flatMap {
      largest * Double(sign: .plus, exponent: $0, significand: 1) < 65_504 ? $0 : nil
    }
  }

  /// A power of ten.
  static func tenTo(_ exponent: Double) -> Double { Double.exp(exponent * .ln10) }

  /// The root of a mean square.
  static func rms(_ moment: MomentSummary) -> Double {
    ChainPropagation.tenTo(0.5 * moment.log10.median.value)
  }
}

extension WeightNetwork {
  /// A pass through the network.
  var request: NetworkRequest {
    var request = NetworkRequest(
      network, trials: 1, seed: SeedTree(seed: 1).child("diagnose-propagation"), samples: samples,
      source: .dense, arithmetic: weightCount < 4_000_000 ? .float64 : .extended, jobs: 1)
    request.norms = weights
    return request
  }
}
