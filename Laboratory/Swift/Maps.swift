// Mean-field theory of one activation, for the bench of chapter 8.

/// A setting of the two maps: an activation, and the variances of weights and biases.
struct MapSetting {
  private let length: LengthMap
  private let phase: MeanFieldPhase

  init(activation name: String, weightVariance: Double, biasVariance: Double) throws(Complaint) {
    let activation: AnyActivation
    do {
      activation = try ActivationCatalog.activation(named: name)
    } catch {
      throw Complaint(sentence: error.description)
    }
    do {
      length = try LengthMap(
        activation: activation, weightVariance: weightVariance, biasVariance: biasVariance)
      phase = try MeanFieldPhase(
        activation: activation, weightVariance: weightVariance, biasVariance: biasVariance)
    } catch {
      throw Complaint(sentence: error.description)
    }
  }

  /// Numbers that ``write(to:points:upTo:)`` writes for so many points of each map.
  static func size(points: Int) -> Int { 7 + 2 * points }

  /// The numbers of `report theory`, NaN for none, then V at lengths from 0 to `upTo`, then C at correlations
  /// from 0 to 1 where lengths have settled.
  func write(to output: UnsafeMutablePointer<Double>, points: Int, upTo: Double) {
    let phases: [MeanFieldPhase.Phase] = [.ordered, .critical, .chaotic]
    let head = [
      phase.qStar ?? .nan, phase.chi1, phase.cStar ?? .nan, phase.depthScale ?? .nan,
      phase.lengthDepthScale ?? .nan, phase.gradientDepthScale ?? .nan,
      Double(phases.firstIndex(of: phase.phase) ?? 0),
    ]
    for (index, number) in head.enumerated() { output[index] = number }
    let lengths = output + head.count
    let correlations = lengths + points
    var map: CorrelationMap?
    if let q = phase.qStar, q > 0 { map = try? CorrelationMap(length, length: q) }
    for index in 0..<points {
      let share = Double(index) / Double(points - 1)
      lengths[index] = (try? length.value(at: share * upTo)) ?? .nan
      correlations[index] = map.flatMap { try? $0.value(at: share) } ?? .nan
    }
  }
}

/// Writes a setting's numbers and maps; 0, or −1 with the sentence as the message.
@_cdecl("lab_maps")
public func maps(
  _ text: UnsafePointer<UInt8>, _ textLength: Int, _ weightVariance: Double,
  _ biasVariance: Double, _ points: Int, _ upTo: Double, _ output: UnsafeMutablePointer<Double>
) -> Int {
  let name = String(
    decoding: UnsafeBufferPointer(start: text, count: textLength), as: UTF8.self)
  do {
    try MapSetting(
      activation: name, weightVariance: weightVariance, biasVariance: biasVariance
    ).write(to: output, points: points, upTo: upTo)
    return 0
  } catch {
    complain(error.sentence)
    return -1
  }
}

/// Writes the critical weight variance at each of `count` bias variances up to `upTo`; NaN where there is none.
///
/// The variances are as squares: closer to each other near 0, where the edge bends.
@_cdecl("lab_edge")
public func edge(
  _ text: UnsafePointer<UInt8>, _ textLength: Int, _ count: Int, _ upTo: Double,
  _ output: UnsafeMutablePointer<Double>
) {
  let name = String(
    decoding: UnsafeBufferPointer(start: text, count: textLength), as: UTF8.self)
  let activation = try? ActivationCatalog.activation(named: name)
  for index in 0..<count {
    let place = Double(index) / Double(max(1, count - 1))
    let variance = upTo * place * place
    let point = activation.flatMap {
      try? EdgeOfChaos.criticalPoint(of: $0, biasVariance: variance)
    }
    output[index] = point?.weightVariance ?? .nan
  }
}
