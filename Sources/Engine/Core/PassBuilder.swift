import Kernels
import Networks
import Numerics

/// Builds the passes of one thread: hands out memory, names, weights and places in the record.
///
/// Built once with `isCounting`, nothing is allocated, and `bytes` says what it would be.
public final class PassBuilder<Real: NetworkReal> {
  /// How many samples go through.
  public let samples: Int
  /// Where weights come from.
  public let source: WeightSource
  /// What numbers are held in.
  public let arithmetic: Arithmetic
  /// How many residual branches there are in the whole network, for scales that depend on it.
  public let residualCount: Int
  /// Bytes that the passes keep, and what gradients need beside them.
  public private(set) var bytes = 0.0
  let isCounting: Bool
  /// Whether weights change: then all are matrices, and gradients are kept.
  let isTrained: Bool
  /// What training changes, in the order of building.
  var parameters: [Parameter<Real>] = []
  /// What the read-out is to say.
  let targets = Targets<Real>()
  let workspace = Workspace<Real>()
  let recorder: Recorder<Real>
  private var memory: [Buffer<Real>] = []
  private let nothing = Buffer<Real>(count: 1)
  private var room: (base: UnsafeMutablePointer<Real>, count: Int)
  private var slab = 1 << 16

  private static var largestSlab: Int { 1 << 24 }
  private var path: [String] = []
  private var streams = 0
  private var widest = 0
  /// Where gains and shifts of normalisations come from, if not one and zero.
  var norms: StoredWeights?
  /// How many stored matrices each path has been given.
  var storedPlaces: [String: Int] = [:]
  /// The table of an embedding that a read-out will use again.
  var sharedTable: SharedTable<Real>?
  /// The place in the record of the stage that is being built.
  var index = 0
  /// The maps built so far, each with the place in the record of its stage: whoever has to see or to set
  /// weights finds them here.
  private(set) var maps: [(place: Int, map: any LinearMap<Real>)] = []

  init(
    samples: Int, source: WeightSource, arithmetic: Arithmetic, residualCount: Int,
    isCounting: Bool, isTrained: Bool = false
  ) {
    self.isTrained = isTrained
    self.samples = samples
    self.source = source
    self.arithmetic = arithmetic
    self.residualCount = residualCount
    self.isCounting = isCounting
    recorder = Recorder(arithmetic: arithmetic)
    room = (nothing.base, 0)
  }

  /// Room for numbers that live as long as the pass.
  ///
  /// Cut from large blocks: thousands of small ones would be paged in four kilobytes at a time.
  func allocate(_ count: Int) -> UnsafeMutablePointer<Real> {
    let padded = (max(1, count) + 15) / 16 * 16
    bytes += Double(padded) * Double(MemoryLayout<Real>.stride)
    guard !isCounting else { return nothing.base }
    if padded > room.count {
      let size = max(padded, slab)
      let block = Buffer<Real>(count: size)
      memory.append(block)
      room = (block.base, size)
      // A network of a few layers is not given more than it needs, a large one not thousands of blocks.
      slab = min(2 * slab, Self.largestSlab)
    }
    defer { room = (room.base + padded, room.count - padded) }
    return room.base
  }

  /// Refuses a stage's output that alone is beyond the memory there may be, before counts of numbers leave
  /// the range of integers.
  func checkRoom(_ shape: Shape) throws(NetworkError) {
    try checkRoom(Double(samples) * Double(shape.positionCount) * Double(shape.channels))
  }

  /// The same for so many numbers.
  func checkRoom(_ numbers: Double) throws(NetworkError) {
    let needed = bytes + numbers * Double(MemoryLayout<Real>.stride)
    let limit = Machine.memoryLimit
    guard needed <= limit else { throw .memory(bytes: needed, limit: limit) }
  }

  /// Room for the output of a stage.
  func signal(_ shape: Shape) -> Signal<Real> {
    signal(rows: samples * shape.positionCount, columns: shape.channels)
  }

  /// Room for a signal that lives as long as the pass.
  func signal(rows: Int, columns: Int) -> Signal<Real> {
    widest = max(widest, rows * columns)
    return Signal(base: allocate(rows * columns), rows: rows, columns: columns)
  }

  /// A stream of random numbers of its own: a child of each network's seed.
  func stream() -> Int {
    streams += 1
    return streams
  }

  /// Where the builder is: the names of the stages around it.
  var name: String { path.joined(separator: ".") }

  /// Builds what lies beneath a name.
  func within<Result>(
    _ name: String, _ body: () throws(NetworkError) -> Result
  ) throws(NetworkError) -> Result {
    path.append(name)
    defer { path.removeLast() }
    return try body()
  }

  /// Bytes in all, with three of the widest signal for gradients on their way.
  var totalBytes: Double {
    bytes + 3 * Double(widest) * Double(MemoryLayout<Real>.stride)
  }

  /// Notes a map of the stage that is being built.
  func keep<Map: LinearMap>(_ map: Map) -> Map where Map.Real == Real {
    maps.append((index, map))
    return map
  }
}
