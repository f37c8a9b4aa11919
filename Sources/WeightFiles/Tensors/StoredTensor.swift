/// A tensor of a file: its name, shape and type, and where its numbers are.
///
/// Nothing of its numbers is in memory; ``withChunks(capacity:_:)`` streams them.
public struct StoredTensor: Sendable {
  /// The name in the file; names in nested containers are joined by "." (PyTorch) or "/" (HDF5).
  public let name: String

  /// The sizes, slowest first.
  public let shape: [Int]

  /// The product of the sizes.
  public let count: Int

  /// The type of the stored numbers.
  public let type: ElementType

  /// The order of the bytes of one number.
  public let byteOrder: ByteOrder

  /// Whose habits the axes follow, where the file tells.
  public let convention: AxisConvention?

  let storage: TensorStorage

  init(
    name: String, shape: [Int], count: Int, type: ElementType, byteOrder: ByteOrder = .littleEndian,
    convention: AxisConvention? = nil, storage: TensorStorage
  ) {
    (self.name, self.shape, self.count, self.type) = (name, shape, count, type)
    (self.byteOrder, self.convention, self.storage) = (byteOrder, convention, storage)
  }

  /// Where the first of its bytes is; two tensors of one place and one shape are one (tied) tensor.
  public var place: StoredPlace { storage.place }

  /// The same numbers under another name.
  func renamed(_ name: String) -> StoredTensor {
    StoredTensor(
      name: name, shape: shape, count: count, type: type, byteOrder: byteOrder,
      convention: convention, storage: storage)
  }
}

/// The habit that the axes of a weight follow, as far as its container tells.
///
/// A hint, not a proof: a Conv1D of GPT-2 is stored by PyTorch and has the inputs first.
public enum AxisConvention: Hashable, Sendable {
  /// PyTorch: outputs, inputs, window (OIHW).
  case outputsFirst
  /// Keras, Flax and TensorFlow: window, inputs, outputs (HWIO).
  case outputsLast
}

/// Where a tensor's bytes begin.
public struct StoredPlace: Hashable, Sendable {
  /// The file, or for shards the shard.
  public let file: String
  /// Bytes from the start of the file; of unpacked parts, of their packed bytes.
  public let offset: Int
}

/// The ways in which files keep a tensor's bytes.
enum TensorStorage: Sendable {
  /// One after the other, the last axis fastest.
  case span(ByteRegion)
  /// A view into a storage: the first element's index and the distance along each axis, in elements.
  case strided(PackedBytes, offset: Int, strides: [Int])
  /// Deflated, after `skip` unpacked bytes of something else.
  case deflated(PackedBytes, skip: Int)
  /// Chunks of an HDF5 file.
  case chunked(ChunkedLayout)
  /// Numbers of protocol buffers, each of as many bytes as it needs.
  case varints(ByteRegion)
  /// Numbers that are listed, not read.
  case unread(ByteRegion)

  var place: StoredPlace {
    switch self {
    case .span(let region), .varints(let region), .unread(let region):
      StoredPlace(file: region.source.name, offset: region.start)
    case .strided(let packed, let offset, _):
      // The index in place of the byte: good enough to tell views of one storage apart.
      StoredPlace(file: packed.region.source.name, offset: packed.region.start + offset)
    case .deflated(let packed, _):
      StoredPlace(file: packed.region.source.name, offset: packed.region.start)
    case .chunked(let chunks):
      StoredPlace(file: chunks.file.source.name, offset: chunks.file.start + chunks.address)
    }
  }
}

/// Bytes as they are, or deflated.
struct PackedBytes: Sendable {
  /// The stored bytes.
  let region: ByteRegion
  let isDeflated: Bool
  /// How many bytes there are when unpacked.
  let count: Int

  /// All of them in memory.
  func bytes(_ what: @autoclosure () -> String) throws(WeightFileError) -> [UInt8] {
    guard isDeflated else { return try region.bytes(at: 0, count: count, what()) }
    let stream = try InflateStream(self, what())
    return try stream.bytes(count)
  }
}
