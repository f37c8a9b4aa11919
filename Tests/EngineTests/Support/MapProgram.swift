import Testing
import Kernels
import Numerics

@testable import Engine
@testable import Networks

/// How a matrix is used: rows that meet it from either side, later ones depending on what came of earlier.
struct MapProgram: Sendable, CustomTestStringConvertible {
  var name: String
  var inputs: Int
  /// Columns, by block, with the deviation of each block for normal weights.
  var blocks: [(columns: Int, deviation: Double)]
  var use: MapUse
  var body: @Sendable (_ multiply: (Side, [Double]) -> [Double], _ fixed: (Int) -> [Double]) -> Void
  var testDescription: String { name }

  var outputs: Int { blocks.reduce(0) { $0 + $1.columns } }

  init(
    _ name: String, _ inputs: Int, _ blocks: [(columns: Int, deviation: Double)], _ use: MapUse,
    _ body:
      @escaping @Sendable (
        _ multiply: (Side, [Double]) -> [Double], _ fixed: (Int) -> [Double]
      ) -> Void
  ) {
    self.name = name
    self.inputs = inputs
    self.blocks = blocks
    self.use = use
    self.body = body
  }
}

extension MapProgram {
  /// What a program saw: the rows of every call and what came back.
  struct Trace {
    var calls: [(side: Side, input: [Double], output: [Double])] = []
  }

  enum Kind { case exact, dense }

  /// Runs the program on fresh matrices; `fixed` rows are the same for all.
  ///
  /// `twoMaps` gives rows from the left a matrix of their own: the assumption of independent gradients.
  func run(
    _ rule: any WeightInitializer, _ kind: Kind, trials: Int, seed: SeedTree, use: MapUse? = nil,
    twoMaps: Bool = false, deviationFactor: Double = 1
  ) -> [Trace] {
    let builder = PassBuilder<Double>(
      samples: 1, source: .dense, arithmetic: .float64, residualCount: 0, isCounting: false)
    func map(_ stream: Int) -> any LinearMap<Double> {
      let blocks = blocks.map {
        ColumnBlock(
          "", columns: $0.columns,
          tensor: WeightTensor(
            rule, fanIn: inputs, fanOut: outputs, gain: $0.deviation * deviationFactor))
      }
      let use = use ?? self.use
      switch kind {
      case .dense:
        return DenseMap(builder, inputs: inputs, blocks: blocks, isReused: true, stream: stream)
      case .exact where rule.law == .orthogonal:
        return HaarMap(
          builder, inputs: inputs, outputs: outputs, tensor: blocks[0].tensor, use: use,
          stream: stream)
      case .exact:
        return GaussianMap(builder, inputs: inputs, blocks: blocks, use: use, stream: stream)
      }
    }
    let right = map(1)
    let left = twoMaps ? map(2) : right
    return (0..<trials).map { trial in
      let own = seed.child(trial)
      right.begin(own)
      if twoMaps { left.begin(own) }
      var trace = Trace()
      var drawn = 0
      body(
        { side, input in
          let (from, to) = side == .right ? (inputs, outputs) : (outputs, inputs)
          let rows = input.count / from
          var output = [Double](repeating: .nan, count: rows * to)
          (side == .right ? right : left).multiply(input, rows: rows, side: side, into: &output)
          trace.calls.append((side, input, output))
          return output
        },
        { count in
          drawn += 1
          return normals(count, SeedTree(seed: 77).child(drawn))
        })
      return trace
    }
  }

  /// What is compared: all that came back, every call's squared length, and products of calls of one side.
  static func statistics(_ trace: Trace) -> [Double] {
    var all: [Double] = trace.calls.flatMap(\.output)
    for call in trace.calls { all.append(call.output.reduce(0) { $0 + $1 * $1 }) }
    for (i, a) in trace.calls.enumerated() {
      for b in trace.calls[(i + 1)...] where b.output.count == a.output.count {
        all.append(zip(a.output, b.output).reduce(0) { $0 + $1.0 * $1.1 })
      }
    }
    // x·g of each input and each gradient: what the assumption of independent gradients leaves out.
    for a in trace.calls where a.side == .right {
      for b in trace.calls where b.side == .left && b.output.count == a.input.count {
        all.append(zip(a.input, b.output).reduce(0) { $0 + $1.0 * $1.1 })
      }
    }
    return all
  }

  // MARK: Programs

  static func once(_ inputs: Int, _ blocks: [(columns: Int, deviation: Double)]) -> MapProgram {
    MapProgram("\(inputs) to \(blocks.map(\.columns)), once", inputs, blocks, .once(rows: 1)) {
      multiply, fixed in
      let y = multiply(.right, fixed(inputs))
      let g = fixed(y.count)
      _ = multiply(.left, zip(y, g).map { Double.tanh($0) + 0.3 * $1 })
    }
  }

  /// Four rows of which two are the same and one is a combination.
  static func batch(_ inputs: Int, _ outputs: Int) -> MapProgram {
    MapProgram("\(inputs) to \(outputs), dependent rows", inputs, [(outputs, 0.7)], .once(rows: 4))
    {
      multiply, fixed in
      let (a, b) = (fixed(inputs), fixed(inputs))
      let y = multiply(.right, a + b + a + zip(a, b).map { 2 * $0 - $1 })
      let g = fixed(y.count)
      _ = multiply(.left, zip(y, g).map { Double.tanh($0) * $1 })
    }
  }

  /// Forward T times, backward T times: a recurrent cell.
  static func recurrent(_ size: Int, rows: Int = 1, steps: Int = 3) -> MapProgram {
    MapProgram(
      "\(size) to \(size), \(steps) steps of \(rows)", size, [(size, 1.2)],
      MapUse(rightRows: rows * steps, leftRows: rows * steps, isTied: true)
    ) { multiply, fixed in
      var h = [fixed(rows * size)]
      for step in 0..<steps { h.append(multiply(.right, h[step]).map { Double.tanh($0) }) }
      var g = fixed(rows * size)
      for step in (0..<steps).reversed() {
        let slopes = h[step + 1].map { 1 - $0 * $0 }
        g = multiply(.left, zip(g, slopes).map { $0 * $1 })
      }
    }
  }

  /// From both sides in turn, as an embedding that is the read-out too.
  static func alternating(_ inputs: Int, _ outputs: Int) -> MapProgram {
    MapProgram(
      "\(inputs) to \(outputs), both sides in turn", inputs, [(outputs, 0.6)],
      MapUse(rightRows: 2, leftRows: 3, isTied: true)
    ) { multiply, fixed in
      let g = multiply(.left, fixed(outputs))
      let y = multiply(.right, g.map { Double.tanh($0) })
      let h = multiply(.left, y)
      let z = multiply(.right, zip(g, h).map { $0 + $1 })
      _ = multiply(.left, z)
    }
  }

  static let gaussian: [MapProgram] = [
    once(12, [(12, 0.3)]), once(5, [(9, 0.5)]), once(9, [(5, 0.5)]), once(1, [(1, 1)]),
    once(4, [(1, 1)]), once(6, [(4, 0.3), (3, 2), (2, 0.01)]), batch(9, 9), batch(5, 9),
    batch(9, 5),
    batch(3, 8), batch(8, 2), recurrent(8), recurrent(7, rows: 2), recurrent(4, rows: 2, steps: 4),
    alternating(7, 7), alternating(6, 10), alternating(10, 6), alternating(2, 3),
  ]

  static let haar: [MapProgram] = [
    once(9, [(9, 1.3)]), once(5, [(9, 1)]), once(9, [(5, 1)]), once(6, [(1, 1)]), once(1, [(6, 1)]),
    batch(9, 9), batch(5, 9), batch(9, 5), batch(8, 8), recurrent(8), recurrent(13, rows: 2),
    alternating(7, 7), alternating(6, 10), alternating(10, 6),
  ]
}
