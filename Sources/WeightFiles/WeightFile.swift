/// A file of weights: what its tensors are, and where.
///
/// The format is told by the content, never by the name's ending. Nothing in a file is executed, whatever
/// it asks for. Opening reads headers only; numbers are streamed by ``StoredTensor/withChunks(capacity:_:)``.
public struct WeightFile: Sendable {
  /// The path, as it was given.
  public let name: String

  /// The format that was found.
  public let format: WeightFormat

  /// The tensors in the file's order.
  public let tensors: [StoredTensor]

  /// What a reader should be told beside the tensors.
  public let notes: [WeightFileNote]

  /// Free text that the file carries, in its order.
  public let metadata: [(key: String, value: String)]

  /// The layers as Keras describes them: the JSON of `config.json` or the attribute `model_config`.
  public let kerasConfiguration: String?

  /// The steps of an ONNX graph, in its order.
  public let nodes: [GraphNode]

  /// Tensors beyond this number are refused.
  static let mostTensors = 1_000_000

  /// Opens the file at `path`.
  ///
  /// - Throws: ``WeightFileError`` for what is missing, damaged, hostile or not read.
  public init(path: String) throws(WeightFileError) {
    let file = ByteRegion(try FileSource(path: path, name: path))
    self.init(path, try Self.contents(file, beside: .folder(of: path)))
  }

  /// Opens bytes in memory; files beside it, as shards need them, do not exist.
  ///
  /// - Parameter name: what errors call it.
  /// - Throws: ``WeightFileError`` for what is damaged, hostile or not read.
  public init(bytes: [UInt8], name: String) throws(WeightFileError) {
    self.init(name, try Self.contents(ByteRegion(bytes, name: name), beside: .none))
  }

  private init(_ name: String, _ contents: Contents) {
    self.name = name
    format = contents.format
    tensors = contents.tensors
    notes = contents.notes
    metadata = contents.metadata
    kerasConfiguration = contents.kerasConfiguration
    nodes = contents.nodes
  }

  /// What a format's reader gives.
  struct Contents {
    var format: WeightFormat
    var tensors: [StoredTensor] = []
    var notes: [WeightFileNote] = []
    var metadata: [(key: String, value: String)] = []
    var kerasConfiguration: String?
    var nodes: [GraphNode] = []

    init(_ format: WeightFormat) { self.format = format }
  }
}

/// The formats that are read.
public enum WeightFormat: String, Sendable, CaseIterable {
  /// One file of safetensors, or an index of several files.
  case safetensors, shardIndex
  /// PyTorch since 1.6, the same with compiled code, and before 1.6.
  case torchZip, torchScript, torchLegacy
  /// One NumPy array, and an archive of them.
  case numpy, numpyZip
  /// Keras' archive, and HDF5 files as Keras writes them.
  case keras, hdf5
  /// A protocol buffer of ONNX, and llama.cpp's file.
  case onnx, gguf
}

/// What a reader should be told beside the tensors.
public enum WeightFileNote: Hashable, Sendable {
  /// Loading the file in its framework would call this; it was not called.
  case foreignCode(String)
  /// Something that holds numbers and was not read, and why.
  case skipped(String, reason: String)
}

/// A step of a graph: data, not code.
public struct GraphNode: Hashable, Sendable {
  /// The operator, as "Gemm" or "Relu".
  public let operation: String
  /// The node's own name; may be empty.
  public let name: String
  /// Names of what it reads: tensors of the file, or what other nodes give.
  public let inputs: [String]
  /// Names of what it gives.
  public let outputs: [String]
  /// Numbers among its attributes, as "transB" or "alpha", in the file's order.
  public let attributes: [GraphAttribute]
}

/// A number that belongs to a step of a graph.
public struct GraphAttribute: Hashable, Sendable {
  /// The attribute's name.
  public let name: String
  /// One number, or the numbers of a list.
  public let values: [Double]
}
