/// An ONNX model: its initializers, constants and steps, as plain data.
///
/// Reference: `onnx.proto3`. Field numbers are those of `ModelProto`, `GraphProto`, `NodeProto` and
/// `AttributeProto`.
enum ONNXModel {
  /// Graphs inside nodes (If, Loop, Scan) inside graphs.
  private static let deepest = 8

  /// Whether these first bytes can be a model: its format's version, then another field.
  static func begins(_ start: [UInt8]) -> Bool {
    start.count > 4 && start[0] == 0x08 && (1...30).contains(start[1])
      && (start[2] & 7 == 0 || start[2] & 7 == 2) && start[2] >> 3 > 0 && start[2] < 0xD0
  }

  static func read(
    _ file: ByteRegion, beside folder: SiblingFiles
  ) throws(WeightFileError) -> WeightFile.Contents {
    var contents = WeightFile.Contents(.onnx)
    var model = ProtocolBuffer(file, "the model")
    var hasGraph = false
    while let (field, value) = try model.next() {
      switch (field, value) {
      case (7, .bytes(let graph)):
        hasGraph = true
        try read(graph: graph, folder, depth: 0, into: &contents)
      case (2, _):
        if let text = try value.text() { contents.metadata.append(("producer", text)) }
      default: break
      }
    }
    guard hasGraph else { throw file.error(.damaged("it has no graph, as a model of ONNX does")) }
    return contents
  }

  private static func read(
    graph: ByteRegion, _ folder: SiblingFiles, depth: Int, into contents: inout WeightFile.Contents
  ) throws(WeightFileError) {
    guard depth < deepest else { throw graph.error(.damaged("its graphs are nested without end")) }
    var fields = ProtocolBuffer(graph, "the graph")
    while let (field, value) = try fields.next() {
      switch (field, value) {
      case (1, .bytes(let node)): try read(node: node, folder, depth: depth, into: &contents)
      case (5, .bytes(let tensor)):
        try add(try ONNXTensor(tensor).stored(graph, folder), graph, to: &contents)
      case (15, _): contents.notes.append(.skipped("a sparse initializer", reason: "it is sparse"))
      default: break
      }
    }
  }

  private static func add(
    _ tensor: StoredTensor, _ graph: ByteRegion, to contents: inout WeightFile.Contents
  ) throws(WeightFileError) {
    guard contents.tensors.count < WeightFile.mostTensors else {
      throw graph.error(
        .limit("tensors", value: contents.tensors.count + 1, limit: WeightFile.mostTensors))
    }
    contents.tensors.append(tensor)
  }

  private static func read(
    node: ByteRegion, _ folder: SiblingFiles, depth: Int, into contents: inout WeightFile.Contents
  ) throws(WeightFileError) {
    var fields = ProtocolBuffer(node, "a node")
    var (operation, name) = ("", "")
    var (inputs, outputs, attributes) = ([String](), [String](), [GraphAttribute]())
    var constants: [ByteRegion] = []
    while let (field, value) = try fields.next() {
      switch (field, value) {
      case (1, _): if let text = try value.text() { inputs.append(text) }
      case (2, _): if let text = try value.text() { outputs.append(text) }
      case (3, _): name = try value.text() ?? name
      case (4, _): operation = try value.text() ?? operation
      case (5, .bytes(let body)):
        var attribute = try ONNXAttribute(body)
        if !attribute.values.isEmpty {
          attributes.append(GraphAttribute(name: attribute.name, values: attribute.values))
        }
        constants += attribute.tensors
        for graph in attribute.graphs {
          try read(graph: graph, folder, depth: depth + 1, into: &contents)
        }
        attribute.graphs = []
      default: break
      }
    }
    // Numbers that are written into the graph are weights under the name of what they give.
    for constant in constants where operation == "Constant" {
      let tensor = try ONNXTensor(constant).stored(node, folder)
      try add(tensor.renamed(outputs.first ?? tensor.name), node, to: &contents)
    }
    contents.nodes.append(
      GraphNode(
        operation: operation, name: name, inputs: inputs, outputs: outputs, attributes: attributes))
  }
}

/// An attribute of a node: its numbers, tensors and graphs.
private struct ONNXAttribute {
  var name = ""
  var values: [Double] = []
  var tensors: [ByteRegion] = []
  var graphs: [ByteRegion] = []

  /// More numbers than attributes of steps need (pads, strides, axes).
  private static let most = 4_096

  init(_ body: ByteRegion) throws(WeightFileError) {
    var fields = ProtocolBuffer(body, "an attribute")
    while let (field, value) = try fields.next() {
      switch (field, value) {
      case (1, _): name = try value.text() ?? name
      case (2, .fixed32(let bits)), (7, .fixed32(let bits)):
        add(Double(Float(bitPattern: bits)))
      case (3, .number(let bits)), (8, .number(let bits)):
        add(Double(Int64(truncatingIfNeeded: bits)))
      case (7, .bytes(let packed)):
        var cursor = ByteCursor(packed, "an attribute", block: 256)
        while !cursor.isAtEnd, values.count < Self.most {
          add(Double(Float(bitPattern: UInt32(try cursor.number(4)))))
        }
      case (8, .bytes(let packed)):
        var cursor = ByteCursor(packed, "an attribute", block: 256)
        while !cursor.isAtEnd, values.count < Self.most {
          add(Double(Int64(truncatingIfNeeded: try cursor.varint())))
        }
      case (5, .bytes(let tensor)): tensors.append(tensor)
      case (6, .bytes(let graph)), (11, .bytes(let graph)): graphs.append(graph)
      default: break
      }
    }
  }

  private mutating func add(_ value: Double) {
    if values.count < Self.most { values.append(value) }
  }
}
