/// A dataset in chunks: a grid of equal boxes, each stored and filtered on its own.
struct ChunkedLayout: Sendable {
  /// A chunk that was written.
  struct Chunk: Sendable {
    let address: Int
    let stored: Int
    let mask: Int
  }

  let file: ByteRegion
  /// The address of the index.
  let address: Int
  let shape: [Int]
  /// The sizes of a chunk, as many as of the dataset.
  let box: [Int]
  let width: Int
  let filters: [HDF5Filter]
  /// The bytes of an element that was never written.
  let fill: [UInt8]
  /// By the chunk's number in the grid, last axis fastest.
  let chunks: [Int: Chunk]

  /// Chunks along each axis.
  var grid: [Int] { zip(shape, box).map { ($0 + $1 - 1) / $1 } }

  /// Bytes of a whole chunk.
  var boxBytes: Int { box.reduce(width, *) }
}

/// The numbers of a chunked dataset: a row of chunks at a time, put together in memory.
struct ChunkStream: ElementStream {
  private let layout: ChunkedLayout
  private let what: String
  /// The rows put together last, and how much of them was handed out.
  private var band: [UInt8] = []
  private var position = 0
  private var nextBand = 0

  init(_ layout: ChunkedLayout, _ what: String) { (self.layout, self.what) = (layout, what) }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(WeightFileError) {
    var done = 0
    while done < buffer.count {
      if position == band.count { try fillBand() }
      let count = min(buffer.count - done, band.count - position)
      band.withUnsafeBytes { band in
        UnsafeMutableRawBufferPointer(rebasing: buffer[done..<(done + count)])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: band[position..<(position + count)]))
      }
      done += count
      position += count
    }
  }

  private mutating func fillBand() throws(WeightFileError) {
    let (shape, box, width) = (layout.shape, layout.box, layout.width)
    let rows = min(box[0], shape[0] - nextBand * box[0])
    let rowBytes = shape.dropFirst().reduce(width, *)
    band = [UInt8](repeating: 0, count: rows * rowBytes)
    if layout.fill.contains(where: { $0 != 0 }) {
      for i in band.indices { band[i] = layout.fill[i % width] }
    }
    let grid = layout.grid
    let perBand = grid.dropFirst().reduce(1, *)
    for number in 0..<perBand {
      guard let chunk = layout.chunks[nextBand * perBand + number] else { continue }
      let region = try layout.file.part(at: chunk.address, count: chunk.stored, what)
      let bytes = try HDF5Filter.undo(
        layout.filters, mask: chunk.mask, region, count: layout.boxBytes, what)
      place(bytes, number, rows: rows, rowBytes: rowBytes)
    }
    nextBand += 1
    position = 0
  }

  /// Copies a chunk's lines that are inside the dataset to their places.
  private mutating func place(_ bytes: [UInt8], _ number: Int, rows: Int, rowBytes: Int) {
    let (shape, box, width) = (layout.shape, layout.box, layout.width)
    let rank = shape.count
    let grid = layout.grid
    // The chunk's first element along each axis, within the band.
    var origin = [Int](repeating: 0, count: rank)
    var rest = number
    for axis in (0..<rank).dropFirst().reversed() {
      origin[axis] = rest % grid[axis] * box[axis]
      rest /= grid[axis]
    }
    var limits = zip(zip(shape, origin), box).map { min($1, $0.0 - $0.1) }
    limits[0] = rows
    let strides = ElementCount.strides(shape)
    let boxStrides = ElementCount.strides(box)
    let line = (rank > 1 ? limits[rank - 1] : rows) * width
    // Every line along the last axis, by its index along the others.
    var index = [Int](repeating: 0, count: rank)
    while true {
      var (from, to) = (0, 0)
      for axis in 0..<rank {
        from += index[axis] * boxStrides[axis]
        to += (origin[axis] + index[axis]) * strides[axis]
      }
      band.replaceSubrange(
        (to * width)..<(to * width + line), with: bytes[(from * width)..<(from * width + line)])
      var axis = rank - 2
      while axis >= 0 {
        index[axis] += 1
        if index[axis] < limits[axis] { break }
        index[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}
