import Simulation
import Testing
import WeightFiles

@testable import Diagnosis
@testable import TensorStatistics

/// Checkpoints that nobody planned: each was made by a framework or by a mistake in its use.
@Suite("Odd checkpoints")
struct OddCheckpointTests {
  private func stack(_ count: Int = 6, width: Int = 64, seed: UInt64 = 1) -> Checkpoint {
    var file = Checkpoint()
    for layer in 0..<count {
      file.add(
        "layers.\(layer).weight", [width, width], seed: seed,
        Draw.normal((2 / Double(width)).squareRoot()))
      file.add("layers.\(layer).bias", [width], constant: 0)
    }
    return file
  }

  private func findings(_ file: Checkpoint) async throws -> (FileDiagnosis, [Finding]) {
    let diagnosis = try await FileDiagnosis(try file.file())
    return (diagnosis, Finding.all(in: diagnosis))
  }

  @Test("one weight that is no draw is named, not the many that are")
  func oddOne() async throws {
    var file = stack()
    file.change("layers.2.weight") { $0.sort() }
    let (diagnosis, found) = try await findings(file)
    #expect(diagnosis.start == .mixed)
    #expect(found.filter { $0.severity != .note }.map(\.id) == ["no-draw"])
    #expect(found.first?.tensors == ["layers.2.weight"])
  }

  @Test("many modules at their start in a file that is none are one finding")
  func manyUntouched() async throws {
    var file = Checkpoint()
    for layer in 0..<10 {
      let (name, width) = ("net.\(layer).weight", layer < 4 ? 128 : 64)
      file.add(name, [width, width], seed: 5, Draw.normal((2 / Double(width)).squareRoot()))
      if layer < 4 { file.change(name) { $0.sort() } }
    }
    let (_, found) = try await findings(file)
    let untouched = found.filter { $0.id == "untouched" }
    #expect(
      untouched.count == 1 && untouched[0].message.hasPrefix("6 modules (net.4, net.5, net.6, …"))
  }

  @Test("a framework's default that was left in one layer, but not at the ends of a stack")
  func defaultLeft() async throws {
    for (layer, isTold) in [(3, true), (0, false), (5, false)] {
      var file = stack(width: 128)
      file.change("layers.\(layer).weight") { values in
        var source = SeedTree(seed: 3).source()
        for i in values.indices {
          values[i] = Float((2 * source.uniform() - 1) / 128.0.squareRoot())
        }
      }
      let (_, found) = try await findings(file)
      let left = found.filter { $0.id == "default-left" }
      #expect(left.count == (isTold ? 1 : 0), "\(layer)")
      if isTold { #expect(left[0].tensors == ["layers.3.weight"]) }
    }
  }

  @Test("outputs that are all one function of the inputs")
  func symmetric() async throws {
    var file = stack()
    file.add("same.weight", [64, 64], constant: 0.1)
    file.add("zero.weight", [64, 64], constant: 0)
    file.add("stack.experts.w", [4, 64, 64], seed: 2, Draw.normal(0.02))
    file.change("stack.experts.w") { values in
      for i in 4_096..<values.count { values[i] = values[i - 4_096] }
    }
    file.change("layers.1.weight") { values in
      for i in 64..<values.count { values[i] = values[i - 64] }
    }
    let (_, found) = try await findings(file)
    #expect(
      found.filter { $0.id == "symmetric-units" }.flatMap(\.tensors)
        == ["layers.1.weight", "same.weight"])
    let copies = try #require(found.first { $0.id == "duplicate-rows" })
    #expect(copies.tensors == ["stack.experts.w"] && copies.message.hasPrefix("All 4 matrices"))
  }

  @Test("one flipped bit of an exponent is an entry, not memory that nobody wrote")
  func flippedBit() async throws {
    var file = stack()
    file.change("layers.1.weight") { $0[77] = Float(bitPattern: $0[77].bitPattern ^ 1 << 30) }
    let (_, found) = try await findings(file)
    let worst = try #require(found.first)
    #expect(worst.id == "outlier-entry" && worst.severity == .error)
    #expect(worst.tensors == ["layers.1.weight"] && !found.contains { $0.id == "garbage" })
  }

  @Test("masks and optimisers' states are not judged")
  func untrained() async throws {
    var file = stack(2)
    let mask = (0..<1_024).map { Float($0 % 32 <= $0 / 32 ? 1 : 0) }
    file.add("h.0.attn.bias", [1, 1, 32, 32], mask)
    file.add("optimizer.state.0.exp_avg", [64, 64], (0..<4_096).map { Float($0 % 7) * 1e-3 })
    file.add("optimizer.state.1.exp_avg", [64, 64], (0..<4_096).map { Float($0 % 7) * 1e-3 })
    let (diagnosis, found) = try await findings(file)
    #expect(diagnosis.start == .fresh && diagnosis.parameterCount == 2 * (4_096 + 64))
    #expect(diagnosis.smallestProbability?.tensor.hasPrefix("layers.") == true)
    #expect(!found.contains { $0.id == "equal-tensors" || $0.severity == .warning })
  }

  @Test("a vocabulary that was enlarged by the mean of its rows")
  func vocabulary() async throws {
    var file = stack(2)
    file.add("embed.weight", [540, 64], seed: 3, Draw.normal(0.02))
    file.change("embed.weight") { values in
      for row in 500..<540 {
        for i in 0..<64 { values[row * 64 + i] = values[500 * 64 + i] / 22 }
      }
    }
    let (diagnosis, found) = try await findings(file)
    #expect(diagnosis.start == .fresh)
    let repeated = try #require(found.first { $0.id == "duplicate-rows" })
    #expect(repeated.message.contains("tokens that start alike"))
    #expect(diagnosis.smallestProbability?.tensor != "embed.weight")
  }

  @Test("biases of copied layers are one note")
  func copiedBiases() async throws {
    var file = stack(3)
    for layer in 0..<3 {
      for name in ["first", "second"] {
        file.add("\(layer).\(name).bias", [96], seed: 4, Draw.uniform(0.1))
      }
    }
    for layer in 1..<3 {
      for name in ["first", "second"] {
        let values = file.tensors.first { $0.name == "0.\(name).bias" }?.values ?? []
        file.change("\(layer).\(name).bias") { $0 = values }
      }
    }
    let (_, found) = try await findings(file)
    let equal = found.filter { $0.id == "equal-tensors" }
    #expect(equal.map(\.severity) == [.note] && equal[0].tensors.count == 6)
  }

  @Test("projected cells, and weights that are computed from others")
  func siblings() async throws {
    var file = Checkpoint()
    let bound = 1 / 32.0.squareRoot()
    file.add("lstm.weight_ih_l0", [128, 20], seed: 1, Draw.uniform(bound))
    file.add("lstm.weight_hh_l0", [128, 16], seed: 1, Draw.uniform(bound))
    file.add("lstm.weight_hr_l0", [16, 32], seed: 1, Draw.uniform(bound))
    file.add("lstm.bias_ih_l0", [128], seed: 1, Draw.uniform(bound))
    file.add("norm.weight_g", [96, 1], seed: 1) { 0.6 + 0.03 * $0.normal() }
    file.add("norm.weight_v", [96, 64], seed: 1, Draw.uniform(1 / 8.0))
    file.add("norm.bias", [96], seed: 1, Draw.uniform(1 / 8.0))
    file.add(
      "map.parametrizations.weight.original", [64, 48], seed: 2, Draw.uniform(1 / 48.0.squareRoot())
    )
    file.add("map.bias", [64], seed: 2, Draw.uniform(1 / 48.0.squareRoot()))
    var normalised = Checkpoint()
    for tensor in file.tensors where !tensor.name.hasPrefix("lstm") {
      normalised.add(tensor.name, tensor.shape, tensor.values)
    }
    let (diagnosis, _) = try await findings(file)
    for tensor in diagnosis.tensors where tensor.name != "norm.weight_g" {
      #expect(tensor.law.names.contains("torch-default"), "\(tensor.name): \(tensor.law.phrase)")
    }
    #expect(diagnosis.tensors.first { $0.name == "norm.weight_g" }?.role == .scale)
    // What a weight is computed from is not sent through as if it were one.
    let computed = try await FileDiagnosis(try normalised.file())
    let absence = await #expect(throws: WeightChain.Absence.self) {
      try await ChainPropagation(computed)
    }
    #expect(absence?.reason.contains("computes one from it") == true)
  }

  @Test("matrices in the order in which they fit, where names are sorted otherwise")
  func order() async throws {
    var file = stack(3)
    file.add("head.weight", [5, 64], seed: 9, Draw.normal(0.1))
    let head = try await ChainPropagation(try await FileDiagnosis(try file.file()))
    #expect(head.layers.map(\.weight).last == "head.weight")
    var auto = Checkpoint()
    for (name, shape) in [
      ("decoder.0", [32, 8]), ("decoder.2", [64, 32]), ("encoder.0", [32, 64]),
      ("encoder.2", [8, 32]),
    ] {
      auto.add("\(name).weight", shape, seed: 1, Draw.normal(0.2))
    }
    let both = try await ChainPropagation(try await FileDiagnosis(try auto.file()))
    #expect(both.layers.map(\.width) == [32, 8, 32, 64])
    var odd = Checkpoint()
    for (name, shape) in [("a", [5, 16]), ("b", [16, 32]), ("c", [32, 8])] {
      odd.add("\(name).weight", shape, seed: 1, Draw.normal(0.2))
    }
    let turned = try await ChainPropagation(try await FileDiagnosis(try odd.file()))
    #expect(turned.layers.map(\.width) == [32, 16, 5])
    #expect(turned.source.contains("the one order in which shapes fit"))
  }

  @Test("a variance that was given as a deviation is told")
  func variance() async throws {
    var file = stack(4)
    for layer in 0..<4 {
      file.change("layers.\(layer).weight") { values in
        for i in values.indices { values[i] *= Float((2 / 64.0).squareRoot()) }
      }
    }
    let (_, found) = try await findings(file)
    let unknown = try #require(found.first { $0.id == "no-known-rule" })
    #expect(unknown.message.contains("σ is he-normal's variance"))
  }

  @Test("small types that keep few digits")
  func subnormal() async throws {
    // The smallest normal number of binary16 is 2^−14 (IEEE 754).
    #expect(StorageGrid(.float16)?.smallestNormal == 0x1p-14)
    var file = stack(2)
    file.isHalf = true
    #expect(!(try await findings(file)).1.contains { $0.id == "subnormal" })
    for layer in 0..<2 {
      file.change("layers.\(layer).weight") { values in
        for i in values.indices { values[i] *= 1e-4 }
      }
    }
    #expect(try await findings(file).1.contains { $0.id == "subnormal" })
  }
}
