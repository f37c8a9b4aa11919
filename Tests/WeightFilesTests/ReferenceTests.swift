import Testing

@testable import WeightFiles

@Suite("Files that libraries wrote are read as the libraries read them")
struct ReferenceTests {
  @Test("the truth is there")
  func truthIsComplete() {
    #expect(Fixtures.names.count >= 36)
    #expect(Set(Fixtures.truths.values.map(\.format)) == Set(WeightFormat.allCases.map(\.rawValue)))
  }

  @Test("names, shapes, types and every bit of the values", arguments: Fixtures.names)
  func agreesWithLibrary(name: String) throws {
    let truth = try #require(Fixtures.truths[name])
    let file = try WeightFile(path: Fixtures.path(name))
    #expect(file.format.rawValue == truth.format)
    #expect(file.name == Fixtures.path(name))
    let found = try file.tensors.map(Fixtures.found)
    for (one, other) in zip(sorted(found), sorted(truth.tensors)) { #expect(one == other) }
    #expect(found.count == truth.tensors.count)
    #expect(file.kerasConfiguration == truth.configuration)
    if let nodes = truth.nodes { #expect(file.nodes.map(\.operation) == nodes) }
    if truth.convention == "outputsFirst" {
      #expect(file.tensors.allSatisfy { $0.convention == .outputsFirst })
    }
  }

  private func sorted(_ tensors: [Fixtures.Truth.Tensor]) -> [Fixtures.Truth.Tensor] {
    tensors.sorted { ($0.name, $0.type) < ($1.name, $1.type) }
  }

  @Test("runs of any length give the same numbers, as Float too", arguments: Fixtures.names)
  func runsOfAnyLength(name: String) throws {
    for tensor in try WeightFile(path: Fixtures.path(name)).tensors where tensor.type.width != nil {
      var exact: [Double] = []
      try tensor.withDoubleChunks(capacity: 1 << 20) { run throws(WeightFileError) in exact += run }
      #expect(exact.count == tensor.count)
      for capacity in [1, 7, 64] {
        var (floats, lengths) = ([Float](), [Int]())
        try tensor.withChunks(capacity: capacity) { run throws(WeightFileError) in
          floats += run
          lengths.append(run.count)
        }
        #expect(lengths.dropLast().allSatisfy { $0 == capacity })
        #expect((lengths.last ?? 1) <= capacity)
        #expect(floats.map(bits) == exact.map { bits(Float($0)) })
      }
    }
  }

  /// Every NaN is one: conversions between widths may quieten them.
  private func bits(_ value: Float) -> UInt32 { value.isNaN ? 0x7FC0_0000 : value.bitPattern }

  @Test("the same bytes from memory and from disk", arguments: Fixtures.names)
  func memoryAndDisk(name: String) throws {
    // Those two name other files beside them.
    guard !name.hasSuffix("index.json"), name != "onnx/external.onnx" else { return }
    let disk = try WeightFile(path: Fixtures.path(name))
    let memory = try WeightFile(bytes: try Fixtures.bytes(name), name: Fixtures.path(name))
    #expect(try memory.tensors.map(Fixtures.found) == disk.tensors.map(Fixtures.found))
    #expect(memory.tensors.map(\.place) == disk.tensors.map(\.place))
    #expect(memory.notes == disk.notes)
  }

  @Test("tied tensors are of one place, views are not")
  func tiedPlaces() throws {
    let file = try WeightFile(path: Fixtures.path("torch/zip.pt"))
    let places = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0.place) })
    #expect(places["weight"] == places["tied"])
    #expect(places["weight"] != places["view"])
    #expect(places["weight"] != places["half"])
  }

  @Test("a graph's steps with their inputs and numbers")
  func graph() throws {
    let nodes = try WeightFile(path: Fixtures.path("onnx/model.onnx")).nodes
    let gemm = try #require(nodes.first { $0.operation == "Gemm" })
    #expect(gemm.name == "first")
    #expect(gemm.inputs == ["x", "raw"])
    #expect(gemm.outputs == ["h"])
    #expect(
      Set(gemm.attributes) == [
        GraphAttribute(name: "transB", values: [1]), GraphAttribute(name: "alpha", values: [0.5]),
      ])
    let conv = try #require(nodes.first { $0.operation == "Conv" })
    #expect(conv.attributes == [GraphAttribute(name: "pads", values: [1, 2, 3, 4])])
  }

  @Test("text that files carry")
  func metadata() throws {
    let gguf = try WeightFile(path: Fixtures.path("gguf/model.gguf"))
    #expect(gguf.metadata.contains { $0 == ("general.name", "small") })
    let onnx = try WeightFile(path: Fixtures.path("onnx/model.onnx"))
    #expect(onnx.metadata.contains { $0 == ("producer", "weight_files.py") })
  }

  @Test("constructors of PyTorch are harmless, others are told")
  func harmlessPickles() throws {
    for name in Fixtures.names where name.hasPrefix("torch/") || name.hasPrefix("frameworks/") {
      #expect(try WeightFile(path: Fixtures.path(name)).notes == [], "\(name)")
    }
  }
}
