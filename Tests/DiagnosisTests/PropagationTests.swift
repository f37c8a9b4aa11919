import Kernels
import Simulation
import Testing
import WeightFiles

@testable import Diagnosis

@Suite("Signal and gradient through the weights of a file")
struct ChainPropagationTests {
  private func propagate(
    _ checkpoint: Checkpoint, activation: String? = nil
  ) async throws -> ChainPropagation {
    try await ChainPropagation(
      try await FileDiagnosis(try checkpoint.file()), activation: activation)
  }

  @Test("scaled identities multiply what passes by just their scale")
  func identities() async throws {
    // z₃ = 2 · 3 · ½ x and ∂ℓ/∂z₁ = ½ · 3 g, whatever the inputs.
    var file = Checkpoint()
    for (layer, scale) in [Float(2), 3, 0.5].enumerated() {
      file.add(
        "\(layer).weight", [32, 32], (0..<1_024).map { $0 / 32 == $0 % 32 ? scale : 0 })
    }
    let chain = try await propagate(file, activation: "identity")
    let layers = chain.layers
    #expect((layers[1].signal / layers[0].signal - 3).magnitude < 1e-12)
    #expect((layers[2].signal / layers[1].signal - 0.5).magnitude < 1e-12)
    #expect((layers[0].gradient / layers[2].gradient - 1.5).magnitude < 1e-12)
    #expect((layers[0].largest / layers[1].largest - 1.0 / 3).magnitude < 1e-12)
    #expect((layers[0].signal / 2 - 1).magnitude < 0.1)
  }

  @Test("rectangles are read in either order of axes, and biases added")
  func axes() async throws {
    // One unit that gives 1 · x₀ + 7, then a layer that doubles it.
    var file = Checkpoint()
    file.add("0.weight", [2, 3], [0, 0, 0, 0, 0, 0])
    file.add("0.bias", [2], [7, -1])
    file.add("1.weight", [4, 2], [2, 0, 0, 2, 0, 0, 1, 1])
    file.add("1.bias", [4], [0, 0, 5, 0])
    let chain = try await propagate(file)
    // ReLU leaves (7, 0): z = (14, 0, 5, 7).
    #expect((chain.layers[0].signal - ((49.0 + 1) / 2).squareRoot()).magnitude < 1e-12)
    #expect((chain.layers[1].signal - ((196.0 + 25 + 49) / 4).squareRoot()).magnitude < 1e-12)
    #expect(chain.layers[0].off == 0.5)
    #expect(chain.layers[1].largest == 14)
    #expect((chain.layers[0].alignment - 1).magnitude < 1e-12)
  }

  @Test("He networks lie inside the band of finite width for 95 of 100 seeds")
  func band() async throws {
    var (forward, backward) = (0, 0)
    for seed in 0..<100 {
      var file = Checkpoint()
      for layer in 0..<6 {
        file.add(
          "\(layer).weight", [64, 64], seed: UInt64(100 * seed + layer),
          Draw.normal(32.0.squareRoot() / 32))
      }
      let layers = try await propagate(file).layers
      let (last, first) = (layers[4], layers[0])
      if let theory = last.signalTheory, let band = last.signalBand,
        Double.log(last.signal / theory).magnitude <= Double.log(band)
      {
        forward += 1
      }
      if let theory = first.gradientTheory, let band = first.gradientBand,
        Double.log(first.gradient / theory).magnitude <= Double.log(band)
      {
        backward += 1
      }
    }
    // Many inputs share the weights, so that the mean varies less than one network's; never much more than 5 % outside.
    #expect(forward >= 90 && backward >= 90, "\(forward) \(backward)")
  }

  @Test("theory of a chain is mean-field theory")
  func theory() async throws {
    // β of Hanin and Nica is 5 Σ 1/n for ReLU: five layers of 128 before the last, and 2/128 for its own units.
    var file = Checkpoint()
    for layer in 0..<6 {
      file.add("\(layer).weight", [128, 128], seed: UInt64(layer), Draw.normal(0.125))
    }
    let layers = try await propagate(file).layers
    for layer in layers {
      #expect((layer.signalTheory.map { $0 - 2.0.squareRoot() } ?? 1).magnitude < 1e-3)
    }
    let beta = 5.0 * 5 / 128 + 2.0 / 128
    #expect(
      ((layers[5].signalBand ?? 0) / Double.exp(0.5 * 1.959964 * beta.squareRoot()) - 1).magnitude
        < 1e-3)
  }

  @Test("files that are no chain say why")
  func absent() async throws {
    var attention = Checkpoint()
    attention.add("attn.q.weight", [8, 8], constant: 1)
    attention.add("attn.k.weight", [8, 8], constant: 1)
    var broken = Checkpoint()
    broken.add("0.weight", [8, 4], seed: 1, Draw.normal(1))
    broken.add("2.weight", [4, 9], seed: 2, Draw.normal(1))
    for (file, words) in [
      (attention, "attention"), (broken, "'0.weight' gives 8 numbers and '2.weight' takes 9"),
    ] {
      do {
        _ = try await propagate(file)
        Issue.record("no chain was expected")
      } catch let absence as WeightChain.Absence {
        #expect(absence.reason.contains(words))
      }
    }
  }

  @Test("a sparse start multiplies signals by the root mean square of all its numbers, zeros too")
  func sparse() async throws {
    // As torch.nn.init.sparse_(w, 0.9): in each column 115 of 128 entries are zero, the rest normal.
    var checkpoint = Checkpoint()
    for layer in 0..<2 {
      var source = SeedTree(seed: 9).child("sparse").child("\(layer)").source()
      var values = [Float](repeating: 0, count: 128 * 128)
      for column in 0..<128 {
        var rows = Array(0..<128)
        for kept in 0..<13 {
          rows.swapAt(kept, kept + min(127 - kept, Int(source.uniform() * Double(128 - kept))))
          values[rows[kept] * 128 + column] = Float(0.01 * source.normal())
        }
      }
      checkpoint.add("layers.\(layer).weight", [128, 128], values)
    }
    let file = try await FileDiagnosis(try checkpoint.file())
    for (tensor, stored) in zip(file.tensors, checkpoint.tensors) {
      #expect(tensor.law.phrase.contains("90 % zeros, the rest normal"), "\(tensor.law.phrase)")
      let square = stored.values.reduce(0.0) { $0 + Double($1) * Double($1) } / (128.0 * 128)
      let factor = (128 * square).squareRoot()
      #expect(((tensor.forwardFactor ?? 0) / factor - 1).magnitude < 1e-6)
      #expect(((tensor.backwardFactor ?? 0) / factor - 1).magnitude < 1e-6)
      // What is named is the law of the others.
      #expect(((tensor.deviation?.value ?? 0) / 0.01 - 1).magnitude < 0.1)
    }
    let picture = try DiagnosisPicture(file, propagation: nil, findings: [])
    #expect(picture.scales.map(\.value) == file.tensors.compactMap(\.forwardFactor))
    let chain = try await ChainPropagation(file, activation: "relu")
    for layer in chain.layers {
      // A band of 95 % is some ±15 % here; without the zeros theory was √10 away.
      let theory = try #require(layer.signalTheory)
      #expect((layer.signal / theory - 1).magnitude < 0.3, "\(layer)")
      #expect((layer.gradient / (try #require(layer.gradientTheory)) - 1).magnitude < 0.3)
    }
  }
}
