/// A tensor as PyTorch's pickles describe it: a view into a storage.
struct TorchTensor {
  /// The name of the storage's bytes.
  let key: String
  let type: ElementType
  /// Elements of the storage.
  let storageCount: Int
  /// The index of the first element in the storage.
  let offset: Int
  let shape: [Int]
  let strides: [Int]

  /// The tensor's place in the bytes of its storage.
  ///
  /// - Throws: for views that leave their storage, negative strides and numbers repeated without end.
  func stored(
    _ name: String, in packed: PackedBytes, byteOrder: ByteOrder
  ) throws(WeightFileError) -> StoredTensor {
    let file = packed.region
    let count = try ElementCount.of(shape, tensor: name) { file.error($0) }
    guard let width = type.width else {
      return StoredTensor(
        name: name, shape: shape, count: count, type: type, convention: .outputsFirst,
        storage: .unread(file))
    }
    let (needed, overflow) = storageCount.multipliedReportingOverflow(by: width)
    guard storageCount >= 0, !overflow, needed <= packed.count else {
      throw file.error(
        .cutOff(part: "the storage of '\(name)'", missing: overflow ? .max : needed - packed.count))
    }
    guard strides.count == shape.count, offset >= 0, strides.allSatisfy({ $0 >= 0 }) else {
      throw file.error(.damaged("'\(name)' of shape \(shape) has the strides \(strides)"))
    }
    var last = offset
    for (size, stride) in zip(shape, strides) where count > 0 {
      let (step, overflow) = (size - 1).multipliedReportingOverflow(by: stride)
      let (sum, overflow2) = last.addingReportingOverflow(step)
      guard !overflow, !overflow2 else { throw file.error(outside(name)) }
      last = sum
    }
    guard count == 0 || last < storageCount else { throw file.error(outside(name)) }
    // Strides of zero repeat numbers, as after expand(); forged ones would do so for ever.
    guard count <= max(storageCount, 1 << 24) else {
      throw file.error(
        .bomb(part: "'\(name)'", declared: count * width, stored: storageCount * width))
    }
    return StoredTensor(
      name: name, shape: shape, count: count, type: type, byteOrder: byteOrder,
      convention: .outputsFirst, storage: try storage(packed, count, width))
  }

  private func outside(_ name: String) -> WeightFault {
    .damaged(
      "'\(name)' of shape \(shape), strides \(strides) and offset \(offset) leaves its storage of "
        + "\(storageCount) elements")
  }

  private func storage(
    _ packed: PackedBytes, _ count: Int, _ width: Int
  ) throws(WeightFileError) -> TensorStorage {
    let dense = ElementCount.strides(shape)
    let isDense =
      count == 0 || shape.indices.allSatisfy { shape[$0] == 1 || strides[$0] == dense[$0] }
    guard isDense else { return .strided(packed, offset: offset, strides: strides) }
    if packed.isDeflated { return .deflated(packed, skip: count == 0 ? 0 : offset * width) }
    let start = count == 0 ? 0 : offset * width
    return .span(try packed.region.part(at: start, count: count * width, "a tensor"))
  }
}
