/// A `.npy` file, or an entry of a `.npz` archive.
enum NumPyArray {
  /// One array in a file of its own; its name is the file's, without folder and ending.
  static func read(_ file: ByteRegion) throws(WeightFileError) -> WeightFile.Contents {
    var contents = WeightFile.Contents(.numpy)
    var name = file.source.name.split(separator: "/").last.map(String.init) ?? ""
    if name.hasSuffix(".npy") { name.removeLast(4) }
    let packed = PackedBytes(region: file, isDeflated: false, count: file.count)
    contents.tensors = [try tensor(name, packed)]
    return contents
  }

  /// The array in these bytes.
  static func tensor(_ name: String, _ packed: PackedBytes) throws(WeightFileError) -> StoredTensor
  {
    let start =
      if packed.isDeflated {
        // Enough for the header of any array of numbers.
        ByteRegion(
          try InflateStream(packed, "'\(name)'").bytes(min(packed.count, 4_096)),
          name: packed.region.source.name)
      } else {
        packed.region
      }
    let header = try NumPyHeader(start, name: "'\(name)'")
    let left = packed.count - header.dataStart
    if let expected = try header.byteCount(name, packed.region), expected != left {
      guard expected < left || packed.isDeflated else {
        throw packed.region.error(.cutOff(part: "'\(name)'", missing: expected - left))
      }
      throw packed.region.error(
        .sizeMismatch(
          tensor: name, shape: header.shape, type: header.type.name, expected: expected, found: left
        ))
    }
    return StoredTensor(
      name: name, shape: header.shape, count: header.count, type: header.type,
      byteOrder: header.byteOrder, storage: try storage(header, packed, left, name))
  }

  private static func storage(
    _ header: NumPyHeader, _ packed: PackedBytes, _ left: Int, _ name: String
  ) throws(WeightFileError) -> TensorStorage {
    guard let width = header.type.width else { return .unread(packed.region) }
    if header.isFortran, header.shape.count(where: { $0 > 1 }) > 1, header.count > 0 {
      // The first axis is fastest.
      let strides = Array(ElementCount.strides(header.shape.reversed()).reversed())
      if packed.isDeflated {
        // Element places must be whole: NumPy aligns its headers to 64 bytes, and 16 before.
        guard header.dataStart % width == 0 else {
          throw packed.region.error(.damaged("the header of '\(name)' is not aligned"))
        }
        return .strided(packed, offset: header.dataStart / width, strides: strides)
      }
      let data = try packed.region.part(at: header.dataStart, count: left, "'\(name)'")
      return .strided(
        PackedBytes(region: data, isDeflated: false, count: left), offset: 0, strides: strides)
    }
    if packed.isDeflated { return .deflated(packed, skip: header.dataStart) }
    return .span(try packed.region.part(at: header.dataStart, count: left, "'\(name)'"))
  }
}

/// An `.npz` archive: a zip of arrays, stored or deflated.
enum NumPyArchive {
  static func read(_ archive: ZipArchive) throws(WeightFileError) -> WeightFile.Contents {
    var contents = WeightFile.Contents(.numpyZip)
    for entry in archive.entries {
      guard entry.name.hasSuffix(".npy") else {
        contents.notes.append(.skipped(entry.name, reason: "it is not an array"))
        continue
      }
      do throws(WeightFileError) {
        contents.tensors.append(
          try NumPyArray.tensor(String(entry.name.dropLast(4)), entry.packed))
      } catch {
        // Names of archives are often saved as objects beside the numbers.
        guard error.fault == .objectArray, archive.entries.count > 1 else { throw error }
        contents.notes.append(.skipped(entry.name, reason: "it holds Python objects"))
      }
    }
    return contents
  }
}
