/// Why a file of weights, or a part of it, cannot be read.
///
/// Facts first: the file, the byte and the ``WeightFault``; ``description`` is their one sentence,
/// which ends with the way out where there is one.
public struct WeightFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's path, as it was given.
  public let file: String

  /// The place of the fault in bytes from the start of the file, where one byte is to blame.
  public let offset: Int?

  /// What is wrong.
  public let fault: WeightFault

  /// An error of the file at `offset`.
  public init(_ file: String, at offset: Int? = nil, _ fault: WeightFault) {
    (self.file, self.offset, self.fault) = (file, offset, fault)
  }

  /// One sentence that begins with the file.
  public var description: String {
    let place =
      if let offset, fault.tellsPlace { " (byte \(offset))" } else { "" }
    return (file + fault.predicate + place + (fault.wayOut.map { "; \($0)" } ?? "") + ".").visible
  }
}

/// What can be wrong with a file of weights, with the values that show it.
public enum WeightFault: Hashable, Sendable {
  // The file.
  /// No such file.
  case missing
  /// A folder where a file was expected.
  case folder
  /// The system's own reason.
  case unreadable(String)
  /// A file of no bytes.
  case empty
  /// The file ends before `part` does, by so many bytes.
  case cutOff(part: String, missing: Int)
  /// The file had `from` bytes when it was opened, and has fewer now.
  case shrank(from: Int)

  // Something else.
  /// A pointer of Git LFS; the weights have so many bytes.
  case gitLFSPointer(bytes: Int?)
  /// A page of HTML, with its first words.
  case webPage(start: String)
  /// A format that is known and not read, and how to save its numbers readably.
  case unreadFormat(String, wayOut: String)
  /// Nothing that is known; the first bytes.
  case unknownFormat(start: [UInt8])

  // The structure.
  /// A header longer than the limit or the file.
  case headerTooLong(bytes: UInt64, limit: Int)
  /// Text that is not the JSON it should be.
  case notJSON(String)
  /// Two tensors, entries or keys of one name.
  case duplicateName(String)
  /// Bytes that belong to two tensors or entries.
  case overlap(String, String, from: Int, to: Int)
  /// Bytes that belong to none.
  case hole(from: Int, to: Int)
  /// A product of the shape that no integer holds.
  case shapeOverflow(tensor: String, shape: [Int])
  /// A negative size.
  case negativeDimension(tensor: String, value: Int)
  /// Shape and type ask for other bytes than there are.
  case sizeMismatch(tensor: String, shape: [Int], type: String, expected: Int, found: Int)
  /// Numbers of a type that is listed but not read.
  case unreadType(tensor: String, type: String)
  /// Far more numbers than the bytes behind them could hold.
  case bomb(part: String, declared: Int, stored: Int)
  /// A limit that honest files stay below.
  case limit(String, value: Int, limit: Int)
  /// Anything else that cannot be; the words continue "name …: ".
  case damaged(String)
  /// A part of the format that is not read, and how to do without it.
  case unsupported(String, wayOut: String)

  // Shards.
  /// A shard's name that leads out of the folder.
  case shardOutside(String)
  /// A shard that is not there.
  case shardMissing(String)
  /// A tensor that its shard does not hold.
  case notInShard(tensor: String, shard: String)

  // Code.
  /// What the file would call when loaded; it was not called.
  case foreignCode([String])
  /// A step of a pickle that weights do not need.
  case pickleStep(String)
  /// An array of Python objects.
  case objectArray
}
