import Engine
import Kernels
import Simulation
import WeightFiles

/// A network of the engine whose weights are those of a file.
struct WeightNetwork: Sendable {
  var network: Network
  var weights: StoredWeights
  /// The lines of the table.
  var shown: [(path: String, label: String)]
  /// The activation between layers, as it is called.
  var activation: String
  /// What was recognised and what was taken for granted, in words.
  var source: String
  var certainty: Layout.Certainty
  var samples: Int
  var weightCount: Int
  /// How many weights a fresh network has to draw.
  var drawnCount: Int
  /// How many of the last lines are no part of the stack.
  var tail: Int
  /// Whether the gains of all norms are one and their shifts zero.
  var hasPlainNorms: Bool
  /// The plain chain, where it is one: its theory has a closed band.
  var chain: WeightChain?
  let shelf: WeightShelf

  /// What a file's network is asked to be.
  struct Request: Sendable {
    var keras: String?
    var activation: String?
    var chain: ChainSpecification?
    /// A network that is described elsewhere, and how many samples it asks for.
    var network: (network: Network, samples: Int?, source: String)?
  }

  /// Recognises the network of a file: by what was asked, the names of a known family, or as a chain.
  init(_ file: FileDiagnosis, _ request: Request) throws(WeightChain.Absence) {
    let shelf = WeightShelf(file)
    if let given = request.network {
      self = try NamedNetwork.network(
        given.network, samples: given.samples, source: given.source, shelf)
    } else if let chain = request.chain {
      self = try chain.network(shelf, activation: request.activation)
    } else if let draft = try WeightTemplates.draft(shelf, activation: request.activation) {
      self = draft
    } else if let draft = try Self.described(shelf, request) {
      self = draft
    } else if let draft = try PlainConvolutions.draft(shelf, request) {
      self = draft
    } else {
      self = try WeightNetwork(
        chain: WeightChain(file, keras: request.keras, activation: request.activation), shelf)
    }
    let bad = file.tensors.first {
      $0.role.multiplies && ($0.moments.notANumber > 0 || $0.moments.infinite > 0)
    }
    if let bad {
      throw WeightChain.Absence(reason: "'\(bad.name)' holds numbers that are not finite")
    }
  }

  /// A network of convolutions as the file's graph or configuration has it, with strides and pools; matrices alone are a
  /// chain, whose theory has closed bands.
  private static func described(
    _ shelf: WeightShelf, _ request: Request
  ) throws(WeightChain.Absence) -> WeightNetwork? {
    guard shelf.file.tensors.contains(where: { $0.role == .convolution }) else { return nil }
    if let steps = try GraphSteps.steps(of: shelf.file.nodes, shelf) {
      return try PlainNetwork.draft(shelf, steps, input: nil, source: "the graph")
    }
    if let keras = try KerasSteps(request.keras, shelf) {
      return try PlainNetwork.draft(
        shelf, keras.steps, input: keras.input, source: "Keras' configuration")
    }
    return nil
  }

  init(
    _ writer: NetworkWriter, name: String, input: NetworkInput, stages: [NamedStage],
    activation: String, source: String, certainty: Layout.Certainty, samples: Int
  ) {
    network = Network(name: name, input: input, stages: stages)
    weights = writer.weights
    shown = writer.shown
    weightCount = writer.weightCount
    drawnCount = writer.drawnCount
    tail = writer.tail
    hasPlainNorms = writer.hasPlainNorms
    shelf = writer.shelf
    (self.activation, self.source) = (activation, source)
    // One sequence of a large model tells as much, and takes a quarter of the time.
    let isLarge = writer.weightCount > 100_000_000 && !input.shape.positions.isEmpty
    (self.certainty, self.samples) = (certainty, isLarge ? 1 : samples)
  }

  /// A plain chain: dense layers with the activation between them.
  init(chain: WeightChain, _ shelf: WeightShelf) throws(WeightChain.Absence) {
    let file = shelf.file
    let f: any Activation
    do {
      f = try ActivationCatalog.activation(named: chain.activation.replacing("_", with: "-"))
    } catch {
      throw WeightChain.Absence(reason: "\(error)")
    }
    var writer = NetworkWriter(shelf)
    var stages: [NamedStage] = []
    for (place, link) in chain.links.enumerated() {
      let name = file.tensors[link.weight].name
      let part = MatrixPart(
        name: name, inputs: link.fans.input, outputs: link.fans.output,
        outputsFirst: link.outputsFirst)
      stages.append(
        try writer.dense(name, [part], biases: [link.bias.map { file.tensors[$0].name }]))
      writer.show(name)
      if place < chain.links.count - 1 {
        stages.append(NamedStage(ActivationStage(f), name: "\(name) \(f.name)"))
      }
    }
    let size = chain.links.reduce(0) { $0 + $1.fans.input * $1.fans.output }
    self.init(
      writer, name: "chain",
      input: NetworkInput(Shape(channels: chain.links[0].fans.input)), stages: stages,
      activation: f.name,
      source:
        "chain from \(chain.source), \(f.name)\(chain.isActivationAssumed ? " assumed, --activation tells another" : "")",
      certainty: chain.isActivationAssumed ? .assumed : chain.certainty,
      samples: max(4, min(64, (1 << 30) / max(1, size) / 8 * 8)))
    self.chain = chain
  }
}

extension WeightNetwork {
  /// What is sent through, in words.
  var inputWords: String {
    let shape = network.input.shape
    if case .tokens = network.input.law {
      return "\(samples) sequences of \(shape.positionCount) random tokens"
    }
    return shape.positions.isEmpty
      ? "\(samples) standard normal inputs" : "\(samples) standard normal pictures"
  }
}
