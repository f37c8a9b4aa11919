import Kernels
import Networks
import Numerics

// Long because a stage is one file: its two passes are read together.

/// A recurrent cell over the positions of a sample, first to last, from a state of zeros.
///
/// One map of the inputs and one of the states, used at every step; gates are columns of both, as one tensor
/// or as one each. Elman 1990; Hochreiter and Schmidhuber 1997; Cho et al. 2014, with the reset gate after
/// the map of the state, as frameworks compute it.
public struct Recurrent: Stage {
  public static let kind = "recurrent"
  public func detail(for input: Shape) -> String { cell.word + " \(units)" }

  /// The cell.
  public enum Cell: Sendable {
    /// h = f(W x + U h + b).
    case plain(any Activation)
    /// Input, forget, candidate and output gate.
    case lstm
    /// Reset, update and candidate.
    case gru

    /// Its word in network files.
    var word: String {
      switch self {
      case .plain: "rnn"
      case .lstm: "lstm"
      case .gru: "gru"
      }
    }

    /// The gates' names, in the order of their columns.
    var gates: [String] {
      switch self {
      case .plain: [""]
      case .lstm: ["input", "forget", "candidate", "output"]
      case .gru: ["reset", "update", "candidate"]
      }
    }
  }

  /// The cell.
  public var cell: Cell
  /// The width of the state.
  public var units: Int
  /// The rule of the inputs' map.
  public var rule: any WeightInitializer
  /// The rule of the states' map.
  public var recurrentRule: any WeightInitializer
  /// What the states' weights are multiplied by.
  public var recurrentGain: Double
  /// The law of the inputs' biases.
  public var bias: BiasLaw
  /// The law of the states' biases.
  public var recurrentBias: BiasLaw
  /// Added to the forget gate's biases.
  public var forgetBias: Double
  /// Whether the gates are one tensor, with the fans of all.
  public var isFused: Bool
  /// Whether only the last state is handed on.
  public var givesLast: Bool

  /// A cell of so many units.
  public init(
    _ cell: Cell, units: Int, rule: any WeightInitializer,
    recurrentRule: (any WeightInitializer)? = nil, recurrentGain: Double = 1,
    bias: BiasLaw = .none, recurrentBias: BiasLaw = .none, forgetBias: Double = 0,
    isFused: Bool = true, givesLast: Bool = false
  ) {
    self.cell = cell
    self.units = units
    self.rule = rule
    self.recurrentRule = recurrentRule ?? rule
    self.recurrentGain = recurrentGain
    self.bias = bias
    self.recurrentBias = recurrentBias
    self.forgetBias = forgetBias
    self.isFused = isFused
    self.givesLast = givesLast
  }

  public func output(for input: Shape) throws(NetworkError) -> Shape {
    try checkUnits(units, stage: Self.kind)
    guard input.positions.count == 1 else {
      throw .shape(
        stage: Self.kind, input: input,
        reason: "a recurrent cell runs over one direction of positions (give the input steps)")
    }
    return Shape(positions: givesLast ? [] : input.positions, channels: units)
  }

  func blocks(inputs: Int, isState: Bool) -> [ColumnBlock] {
    let (rule, gain) = isState ? (recurrentRule, recurrentGain) : (rule, 1)
    let count = cell.gates.count
    if isFused {
      let tensor = WeightTensor(rule, fanIn: inputs, fanOut: count * units, gain: gain)
      return [
        ColumnBlock(isState ? "state" : "input", columns: count * units, tensor: tensor)
      ]
    }
    let tensor = WeightTensor(rule, fanIn: inputs, fanOut: units, gain: gain)
    return cell.gates.map { gate in
      ColumnBlock(
        (isState ? "state" : "input") + (gate.isEmpty ? "" : "-" + gate), columns: units,
        tensor: tensor)
    }
  }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    try RecurrentPass(builder, self, input: input, output: try output(for: input))
  }
}

/// The steps of a cell; rows are kept step by step, the samples of a step together.
final class RecurrentPass<Real: NetworkReal>: StagePass {
  private let samples: Int
  private let steps: Int
  private let units: Int
  private let inputs: Int
  private let columns: Int
  private let givesLast: Bool
  private let inputMap: any LinearMap<Real>
  private let stateMap: any LinearMap<Real>
  private let cell: any CellPass<Real>
  private let inputBias: BiasVector<Real>?
  private let stateBias: BiasVector<Real>?
  private let inputGradient: WeightGradient<Real>
  private let stateGradient: WeightGradient<Real>
  private let sorted: Signal<Real>  // inputs, step by step
  private let fromInputs: Signal<Real>
  private let fromStates: Signal<Real>
  private let states: Signal<Real>  // h₀ … h_T
  private let output: Signal<Real>
  private let workspace: Workspace<Real>
  private let recorder: Recorder<Real>
  private let index: Int

  init(
    _ builder: PassBuilder<Real>, _ stage: Recurrent, input: Shape, output shape: Shape
  ) throws(NetworkError) {
    samples = builder.samples
    steps = input.positionCount
    units = stage.units
    inputs = input.channels
    givesLast = stage.givesLast
    workspace = builder.workspace
    recorder = builder.recorder
    index = builder.index
    columns = stage.cell.gates.count * units
    let rows = samples * steps
    let inputBlocks = stage.blocks(inputs: inputs, isState: false)
    let stateBlocks = stage.blocks(inputs: units, isState: true)
    inputMap = try builder.map(inputs: inputs, blocks: inputBlocks, use: .once(rows: rows))
    stateMap = try builder.map(
      inputs: units, blocks: stateBlocks,
      use: MapUse(rightRows: rows, leftRows: rows, isTied: true))
    let gates = stage.cell.gates.map {
      ColumnBlock($0, columns: stage.units, tensor: inputBlocks[0].tensor)
    }
    inputBias = try BiasVector(
      builder, blocks: gates,
      laws: stage.cell.gates.map { gate in
        var law = stage.bias
        if gate == "forget" { law.mean += stage.forgetBias }
        return law
      })
    stateBias = try BiasVector(
      builder, blocks: gates, laws: gates.map { _ in stage.recurrentBias })
    inputGradient = WeightGradient(
      builder, inputs: inputs, blocks: inputBlocks, terms: inputs,
      map: inputMap)
    stateGradient = WeightGradient(
      builder, inputs: units, blocks: stateBlocks, terms: units, map: stateMap)
    sorted = builder.signal(rows: rows, columns: inputs)
    fromInputs = builder.signal(rows: rows, columns: columns)
    fromStates = builder.signal(rows: rows, columns: columns)
    states = builder.signal(rows: rows + samples, columns: units)
    output = builder.signal(shape)
    cell =
      switch stage.cell {
      case .plain(let activation): PlainCell(builder, activation, samples, steps, units)
      case .lstm: LSTMCell(builder, samples, steps, units)
      case .gru: GRUCell(builder, samples, steps, units)
      }
  }

  func begin(_ network: SeedTree) {
    inputMap.begin(network)
    stateMap.begin(network)
    inputBias?.begin(network)
    stateBias?.begin(network)
  }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    // Gates bend: true numbers, without a common power of two.
    let factor = Real(powerOfTwo(input.exponent))
    for sample in 0..<samples {
      for step in 0..<steps {
        let target = sorted.base + (step * samples + sample) * inputs
        target.update(from: input.base + (sample * steps + step) * inputs, count: inputs)
        if input.exponent != 0 { Real.scale(target, by: factor, count: inputs) }
      }
    }
    inputMap.multiply(sorted.base, rows: sorted.rows, side: .right, into: fromInputs.base)
    var all = fromInputs
    inputBias?.add(to: &all)
    unscale(all)
    states.base.update(repeating: 0, count: samples * units)
    cell.begin()
    for step in 0..<steps {
      let row = step * samples
      let own = fromStates.base + row * columns
      stateMap.multiply(states.base + row * units, rows: samples, side: .right, into: own)
      if let stateBias {
        var part = Signal(base: own, rows: samples, columns: columns)
        stateBias.add(to: &part)
        unscale(part)
      }
      cell.forward(
        step, fromInputs.base + row * columns, own, previous: states.base + row * units,
        into: states.base + (row + samples) * units)
    }
    for sample in 0..<samples {
      if givesLast {
        (output.base + sample * units).update(
          from: states.base + (steps * samples + sample) * units, count: units)
      } else {
        for step in 0..<steps {
          (output.base + (sample * steps + step) * units).update(
            from: states.base + ((step + 1) * samples + sample) * units, count: units)
        }
      }
    }
    return output
  }

  private func unscale(_ signal: Signal<Real>) {
    guard signal.exponent != 0 else { return }
    Real.scale(signal.base, by: Real(powerOfTwo(signal.exponent)), count: signal.count)
  }

  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    let rows = samples * steps
    let toInputs = workspace.take(rows: rows, columns: columns)
    let toStates = workspace.take(rows: rows, columns: columns)
    let state = workspace.take(rows: samples, columns: units)
    let before = workspace.take(rows: samples, columns: units)
    state.base.update(repeating: 0, count: state.count)
    for step in (0..<steps).reversed() {
      for sample in 0..<samples {
        let to = state.base + sample * units
        if !givesLast {
          Real.add(gradient.base + (sample * steps + step) * units, to: to, count: units)
        } else if step == steps - 1 {
          Real.add(gradient.base + sample * units, to: to, count: units)
        }
      }
      let row = step * samples
      // What reaches the state before past the map (in `before`), and the gradients at both maps.
      cell.backward(
        step, state.base, previous: states.base + row * units,
        current: states.base + (row + samples) * units, fromStates.base + row * columns,
        toInputs: toInputs.base + row * columns, toStates: toStates.base + row * columns,
        past: before.base)
      stateMap.multiply(
        toStates.base + row * columns, rows: samples, side: .left, into: state.base)
      Real.add(before.base, to: state.base, count: state.count)
    }
    var known = Signal(base: states.base, rows: rows, columns: units)
    var delta = toStates
    delta.exponent = gradient.exponent
    stateGradient.note(known, delta)
    stateBias?.note(delta)
    known = sorted
    delta = toInputs
    delta.exponent = gradient.exponent
    inputGradient.note(known, delta)
    inputBias?.note(delta)
    let bySteps = workspace.take(rows: rows, columns: inputs)
    inputMap.multiply(toInputs.base, rows: rows, side: .left, into: bySteps.base)
    var noted = bySteps
    noted.exponent = gradient.exponent
    recorder.noteStepGradients(noted, steps: steps, at: index)
    var result = workspace.take(rows: rows, columns: inputs)
    for sample in 0..<samples {
      for step in 0..<steps {
        (result.base + (sample * steps + step) * inputs).update(
          from: bySteps.base + (step * samples + sample) * inputs, count: inputs)
      }
    }
    result.exponent = gradient.exponent
    for signal in [toInputs, toStates, state, before, bySteps, gradient] { workspace.give(signal) }
    return result
  }
}
