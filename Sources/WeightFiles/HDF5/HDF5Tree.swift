/// The first version of HDF5's B-trees, which index groups' members and datasets' chunks.
enum HDF5Tree {
  /// What a leaf points to, and the key before it.
  struct Leaf {
    let key: ByteRegion
    let child: Int
  }

  /// All leaves from left to right.
  ///
  /// - Parameters:
  ///   - kind: 0 for groups, 1 for chunks.
  ///   - keySize: bytes of a key.
  ///   - budget: how many nodes may still be read in this file; trees that lead back into themselves
  ///     use it up.
  static func leaves(
    _ file: HDF5File, at address: Int, kind: UInt8, keySize: Int, budget: inout Int
  ) throws(WeightFileError) -> [Leaf] {
    var leaves: [Leaf] = []
    // Children must be one level below their parent, so that no way is longer than 32 nodes.
    var open: [(address: Int, level: UInt8?)] = [(address, nil)]
    while let (address, expected) = open.popLast() {
      budget -= 1
      guard budget > 0 else {
        throw file.region.error(.damaged("its trees have nodes without end"), at: address)
      }
      var cursor = file.cursor(at: address, "a tree", block: 1_024)
      try file.expect("TREE", &cursor)
      guard try cursor.byte() == kind else {
        throw cursor.error(.damaged("a tree is of another kind"))
      }
      let level = try cursor.byte()
      guard level == expected ?? level, level < 32 else {
        throw cursor.error(.damaged("a tree's levels are out of order"))
      }
      let count = try cursor.uint16()
      try cursor.skip(2 * file.offsetSize)
      var children: [(address: Int, level: UInt8?)] = []
      for _ in 0..<count {
        let key = try file.region.part(at: cursor.position, count: keySize, "a tree")
        try cursor.skip(keySize)
        guard let child = try file.address(&cursor) else {
          throw cursor.error(.damaged("a tree's node points nowhere"))
        }
        if level == 0 {
          leaves.append(Leaf(key: key, child: child))
        } else {
          children.append((child, level - 1))
        }
      }
      budget -= count
      open += children.reversed()
    }
    return leaves
  }
}
