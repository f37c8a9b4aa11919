import Numerics
import Testing

@testable import Engine
@testable import Networks

/// Every way to ask for what cannot be: one error, which names what is wrong and the way out.
@Suite struct NetworkErrorTests {
  private func error(of request: NetworkRequest) async -> NetworkError? {
    do {
      _ = try await propagate(request)
      return nil
    } catch { return error as? NetworkError }
  }

  private func expectWords(_ example: Bad, _ error: NetworkError?) {
    let message = error.map { "\($0)" } ?? ""
    for word in example.words {
      #expect(message.contains(word), "'\(word)' is not in '\(message)'")
    }
  }

  @Test(arguments: shapes) func shapesThatDoNotFit(_ example: Bad) async {
    let error = await error(of: example.request)
    guard case .shape = error else {
      Issue.record("\(example.name): \(String(describing: error))")
      return
    }
    expectWords(example, error)
  }

  @Test(arguments: parameters) func parametersOutOfRange(_ example: Bad) async {
    let error = await error(of: example.request)
    guard case .parameter = error else {
      Issue.record("\(example.name): \(String(describing: error))")
      return
    }
    expectWords(example, error)
  }

  @Test(arguments: exact) func lawsThatAreNotExact(_ example: Bad) async {
    let error = await error(of: example.request)
    guard case .notExact = error else {
      Issue.record("\(example.name): \(String(describing: error))")
      return
    }
    expectWords(example, error)
  }

  @Test(arguments: runs) func runsOutOfRange(_ example: Bad) async {
    let error = await error(of: example.request)
    guard case .run = error else {
      Issue.record("\(example.name): \(String(describing: error))")
      return
    }
    expectWords(example, error)
  }

  @Test func networksWithoutStages() async {
    let error = await error(
      of: NetworkRequest(Network(input: NetworkInput(Self.vector), stages: [])))
    #expect(error == .run("the network has no stages"))
  }

  /// Two shapes that cannot be added, with and without a shortcut.
  @Test func branchesThatDoNotFit() async {
    for (shortcut, beside) in [([], 6), ([NamedStage(Dense(5, rule: Self.rule))], 5)] {
      let error = await error(
        of: NetworkRequest(
          Network(
            input: NetworkInput(Self.vector),
            stages: [
              NamedStage(
                ResidualStage([NamedStage(Dense(4, rule: Self.rule))], shortcut: shortcut))
            ])))
      #expect(
        error
          == .branch(
            stage: "residual", input: Shape(channels: beside), output: Shape(channels: 4)))
      #expect("\(error.map { "\($0)" } ?? "")".contains("shortcut"))
    }
  }

  /// Within a limit that the caller sets: what is needed and what may be used, in gigabytes.
  @Test func tooMuchMemory() async throws {
    let network = Network(
      input: NetworkInput(Shape(channels: 20_000)),
      stages: [NamedStage(Dense(20_000, rule: XavierUniform()))])
    let error = await SimulationContext.$memoryLimit.withValue(1e9) {
      await self.error(of: NetworkRequest(network, trials: 1))
    }
    guard case .memory(let bytes, let limit) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    // 20,000² weights of four bytes, and little else.
    #expect(bytes > 1.6e9 && bytes < 1.61e9)
    #expect(limit == 1e9)
    let message = "\(error.map { "\($0)" } ?? "")"
    for word in ["1.7 GB", "1.0 GB", "--scale", "--batch", "--max-memory"] {
      #expect(message.contains(word), "\(message)")
    }
  }

  /// Sizes whose products leave an integer's range are refused like any others.
  @Test func farTooMuchMemory() async {
    let tall = Shape(positions: [1_000_000_000], channels: 1)
    let networks: [(Shape, [any Stage])] = [
      (tall, [Dense(10_000_000, rule: Self.rule)]),
      (tall, [Attention(heads: 1, rule: Self.rule)]),
      (tall, [Flatten(), Dense(10_000_000, rule: Self.rule)]),
      (tall, [Recurrent(.lstm, units: 10_000_000, rule: Self.rule)]),
      (
        Shape(positions: [100_000], channels: 1),
        [
          Convolution(
            100, window: Window(kernel: [3], stride: [10_000]), isTransposed: true, rule: Self.rule)
        ]
      ),
      (tall, [Embedding(vocabulary: 10_000_000, width: 8, rule: Self.rule, isTied: true)]),
      (
        Shape(positions: [100_000], channels: 1),
        [Dense(64, rule: Self.rule), Attention(heads: 8, rule: Self.rule)]
      ),
    ]
    for (shape, stages) in networks {
      let error = await SimulationContext.$memoryLimit.withValue(8e9) {
        await self.error(
          of: NetworkRequest(
            Network(
              input: stages.first is Embedding
                ? NetworkInput(shape, law: .tokens(vocabulary: 10_000_000)) : NetworkInput(shape),
              stages: stages.map { NamedStage($0) }), trials: 1, samples: 1_000_000))
      }
      guard case .memory = error else {
        Issue.record("\(type(of: stages[0])): \(String(describing: error))")
        continue
      }
    }
  }

  /// A tensor that is not there: the message only; stages that read tensors are tested where they are.
  @Test func tensorsAreNamed() {
    let error = NetworkError.tensor(stage: "dense-1", name: "weight", reason: "is not in the file")
    #expect("\(error)" == "dense-1: tensor weight is not in the file")
  }
}
