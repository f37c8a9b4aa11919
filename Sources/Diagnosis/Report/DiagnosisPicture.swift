import Kernels
import Simulation
import TensorStatistics

/// What the report page of a diagnosis shows: numbers for its charts, nothing painted.
public struct DiagnosisPicture: Codable, Equatable, Sendable {
  /// The scale of one weight.
  public struct Scale: Codable, Equatable, Sendable {
    /// The tensor’s name.
    public var name: String
    /// The law; empty for a scale of no known rule, "no law" for none.
    public var law: String
    /// σ√in with its 99 % interval.
    public var low: Double
    /// σ√in.
    public var value: Double
    /// σ√in at the upper end.
    public var high: Double
  }

  /// The scales of one kind of weight by block: log₂ of σ over what is asked for, or of σ√in where nothing is.
  public struct Role: Codable, Equatable, Sendable {
    /// The name with a star for the block.
    public var name: String
    /// Block by block; nil where a block has no such weight.
    public var gains: [Double?]
  }

  /// A tensor's numbers beside the density of its law, in units of the law's deviation.
  public struct Density: Codable, Equatable, Sendable {
    /// The tensor’s name.
    public var name: String
    /// The law’s name.
    public var law: String
    /// The probability of a distance to the law as large as this.
    public var p: Double
    /// How many numbers lie in each bin of a fifth from −4 to 4.
    public var counts: [Int]
    /// How many lie outside.
    public var outside: Int
    /// The law's density at the forty-one borders.
    public var density: [Double]
  }

  /// A matrix's spectrum.
  public struct Spectrum: Codable, Equatable, Sendable {
    /// The tensor’s name.
    public var name: String
    /// Its eigenvalues and what they tell.
    public var reading: SpectrumReading
  }

  /// The rows of a matrix in at most 64 cells: log₂ of the root mean square of the most unusual row over the matrix's.
  public struct Rows: Codable, Equatable, Sendable {
    /// The tensor’s name.
    public var name: String
    /// Nil for rows that are dead, or not finite.
    public var cells: [Double?]
    /// How many rows repeat others.
    public var repeated: Int
    /// How many rows are zeros.
    public var dead: Int
    /// How many rows have numbers that are NaN or infinite.
    public var notFinite: Int
  }

  /// The file’s name without its folder.
  public var file: String
  /// Its format, as `safetensors`.
  public var format: String
  /// How many tensors were looked at.
  public var tensors: Int
  /// How many numbers they hold.
  public var numbers: Int
  /// Whether the numbers still are the draws of a start.
  public var start: FileDiagnosis.Start
  /// How many tests were made.
  public var tests: Int
  /// What was found.
  public var findings: [Finding]
  /// The scales of the weights, in the order of the network.
  public var scales: [Scale]
  /// The layers that a signal passes; empty without a chain.
  public var layers: [ChainPropagation.Layer]
  /// How many of the last layers are no part of the stack: a read-out, and the norm before it.
  public var tail: Int
  /// What the chain takes for granted, in words; empty without one.
  public var source: String
  /// The inputs of the chain, in words.
  public var inputs: String
  /// Where the band of theory is from, in words.
  public var bandSource: String
  /// The scales of weights of one kind from block to block.
  public var roles: [Role]
  /// Where the scales that roles are compared with are from; empty where nothing asks for any.
  public var rolesAsked: String
  /// The numbers of tensors beside their laws, worst fit first.
  public var densities: [Density]
  /// The spectra of some matrices.
  public var spectra: [Spectrum]
  /// The rows of the weights.
  public var rows: [Rows]

  /// Small multiples beyond these are not looked at.
  private static let panels = 6
  /// Larger spectra take seconds.
  private static let largestSide = 512

  /// Measures what the charts show; the tensors of spectra are read again.
  ///
  /// - Throws: `WeightFileError` where bytes fail.
  public init(
    _ file: FileDiagnosis, propagation: ChainPropagation?, findings: [Finding]
  ) throws {
    self.file = file.name.split(separator: "/").last.map(String.init) ?? file.name
    format = file.format.rawValue
    tensors = file.tensors.count
    numbers = file.parameterCount
    start = file.start
    tests = file.testCount
    self.findings = findings
    let weights = file.weightsInOrder.filter { ($0.forwardFactor ?? 0) > 0 }
    scales = weights.map { tensor in
      let interval = tensor.forwardInterval ?? DeviationInterval(exactly: 0)
      return Scale(
        name: tensor.name, law: tensor.law.word == .noLaw ? "no law" : tensor.law.names.first ?? "",
        low: interval.low, value: interval.value, high: interval.high)
    }
    layers = propagation?.layers ?? []
    tail = propagation?.tail ?? 1
    source = propagation?.source ?? ""
    inputs = propagation?.inputWords ?? ""
    bandSource = propagation?.bandSource ?? ""
    let asked = AskedDeviation(file)
    roles = Self.roles(weights, asked)
    rolesAsked = roles.isEmpty ? "" : asked?.source ?? ""
    densities = Self.densities(file)
    rows = Self.rows(file.weightsInOrder)
    spectra = []
    let small = weights.filter { tensor in
      let view = tensor.measurement.view
      return min(view.rows, view.columns) <= Self.largestSide && tensor.count <= 1 << 20
        && min(view.rows, view.columns) >= 8
    }.sorted { ($0.isDraw == false ? 0 : 1, -$0.count) < ($1.isDraw == false ? 0 : 1, -$1.count) }
    for tensor in small.prefix(Self.panels) {
      guard let place = file.stored.firstIndex(where: { $0.name == tensor.name }) else { continue }
      let values = try file.stored[place].values()
      if let reading = SpectrumReading(values, tensor.measurement.view) {
        spectra.append(Spectrum(name: tensor.name, reading: reading))
      }
    }
  }

  private static func roles(_ weights: [TensorDiagnosis], _ asked: AskedDeviation?) -> [Role] {
    var roles: [(name: String, gains: [Int: Double])] = []
    for tensor in weights {
      let name = TensorName(tensor.name)
      guard name.pattern.contains("*"), let block = name.parts.lazy.compactMap({ Int($0) }).first,
        let factor = asked.map({ (tensor.deviation?.value ?? 0) / $0.deviation(tensor.name) })
          ?? tensor.forwardFactor, factor > 0
      else { continue }
      let gain = Double.log(factor) / Double.log(2.0)
      if let place = roles.firstIndex(where: { $0.name == name.pattern }) {
        roles[place].gains[block] = gain
      } else {
        roles.append((name.pattern, [block: gain]))
      }
    }
    let blocks = (roles.flatMap { $0.gains.keys }.max() ?? -1) + 1
    guard blocks > 1, blocks <= 256 else { return [] }
    return roles.filter { $0.gains.count > 1 }.prefix(16).map { role in
      Role(name: role.name, gains: (0..<blocks).map { role.gains[$0] })
    }
  }

  private static func densities(_ file: FileDiagnosis) -> [Density] {
    let able = file.tensors.filter {
      $0.measurement.spread.count >= 200 && $0.law.best != nil && $0.fit != nil
        && ($0.role.multiplies || $0.role == .embedding)
    }.sorted { ($0.fit?.pValue ?? 1, $0.name) < ($1.fit?.pValue ?? 1, $1.name) }
    return able.prefix(panels).compactMap { tensor in
      guard let best = tensor.law.best,
        let family = FamilyPosterior.families.first(where: { $0.name == best.family }),
        best.deviation > 0
      else { return nil }
      let shift = tensor.shift ?? 0
      var (counts, outside) = ([Int](repeating: 0, count: 40), 0)
      for value in tensor.measurement.spread {
        let place = ((Double(value) - shift) / best.deviation + 4) * 5
        if place >= 0, place < 40 { counts[Int(place)] += 1 } else { outside += 1 }
      }
      let scale = 1 / family.deviationOfUnitScale
      let density = (0...40).map { index -> Double in
        let (x, h) = (Double(index) / 5 - 4, 1e-4)
        return (family.cumulative(x + h, scale: scale) - family.cumulative(x - h, scale: scale))
          / (2 * h)
      }
      return Density(
        name: tensor.name, law: best.names.first ?? best.family, p: tensor.fit?.pValue ?? 1,
        counts: counts, outside: outside, density: density)
    }
  }

  private static func rows(_ weights: [TensorDiagnosis]) -> [Rows] {
    weights.filter { $0.measurement.rowSquares.count >= 4 }.prefix(24).map { tensor in
      let squares = tensor.measurement.rowSquares
      let length = Double(max(1, tensor.measurement.view.columns))
      let size = tensor.deviation?.value ?? 1
      let bad = Set(tensor.zeroRows + tensor.notFiniteRows)
      let cells = min(64, squares.count)
      let values = (0..<cells).map { cell -> Double? in
        let range = (cell * squares.count / cells)..<((cell + 1) * squares.count / cells)
        if range.contains(where: bad.contains) { return nil }
        let logs = range.map { row in
          Double.log(max(1e-300, squares[row] / length) / (size * size)) / Double.log(4.0)
        }
        return logs.max { $0.magnitude < $1.magnitude }.map { max(-8, min(8, $0)) }
      }
      return Rows(
        name: tensor.name, cells: values, repeated: tensor.repeated?.pairs.count ?? 0,
        dead: tensor.zeroRows.count, notFinite: tensor.notFiniteRows.count)
    }
  }
}
