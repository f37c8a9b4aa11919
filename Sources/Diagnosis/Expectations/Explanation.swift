import Kernels

/// A mistake that would multiply a standard deviation by just the factor that is seen.
public struct Explanation: Equatable, Sendable, Codable {
  /// The factor that the mistake makes.
  public let ratio: Double
  /// The mistake, in words.
  public let text: String

  /// The mistakes whose factor lies within 3.5 standard errors of the one measured, likeliest first.
  static func all(
    measured: DeviationInterval, expected: Double, tensor: TensorDiagnosis, depth: Int?
  ) -> [Explanation] {
    guard measured.value > 0, expected > 0 else { return [] }
    let error = Double.log(measured.high / measured.low) / 5.15
    let tolerance = max(3.5 * error, 2e-4)
    let found = Double.log(measured.value / expected)
    guard found.magnitude > tolerance else { return [] }
    var candidates: [Explanation] = []
    func add(_ ratio: Double, _ text: String) {
      guard ratio > 0, ratio.isFinite, (Double.log(ratio) - found).magnitude <= tolerance,
        !candidates.contains(where: { $0.text == text })
      else { return }
      candidates.append(Explanation(ratio: ratio, text: text))
    }
    let isUniform = tensor.law.best?.family == "uniform"
    if let fans = tensor.fans {
      let (i, o) = (Double(fans.input), Double(fans.output))
      if isUniform {
        add(
          (1 / (3 * i)).squareRoot() / expected,
          "PyTorch's default U(±1/√in) was left in place")
      }
      if let depth, depth > 1 {
        let twice = (2 * Double(depth)).squareRoot()
        add(twice, "= √(2·\(depth)): the depth factor was not applied")
        add(1 / twice, "= 1/√(2·\(depth)): the depth factor was applied where it is not asked for")
        add(Double(depth).squareRoot(), "= √\(depth): a depth factor 1/√L was not applied")
        add(2.0.squareRoot(), "= √2: the depth factor counts L in place of 2L")
      }
      if fans.input != fans.output {
        add((i / o).squareRoot(), "= √(in/out): inputs and outputs were swapped")
      }
      if let stacked = tensor.layout?.stacked, stacked > 1 {
        add(1 / Double(stacked).squareRoot(), "= 1/√\(stacked): the stack was counted as a window")
      }
      if let packed = tensor.layout?.packed, packed > 1 {
        let (one, all) = (2 / (i + o), 2 / (i + Double(packed) * o))
        add((all / one).squareRoot(), "the \(packed) packed matrices were counted as one")
      }
      for reading in tensor.layout?.readings ?? [] where !reading.isRight {
        let mistake = reading.mistake ?? ""
        add(
          (i / Double(reading.fans.input)).squareRoot(), "= √(in/in′): \(mistake)")
        add(((i + o) / Double(reading.fans.input + reading.fans.output)).squareRoot(), mistake)
      }
      let area = tensor.role == .convolution ? tensor.count / max(1, tensor.shape.sorted().suffix(2).reduce(1, *)) : 1
      if area > 1 { add(Double(area).squareRoot(), "= √\(area): the window was left out of the fan-in") }
    }
    add(0.8796256610342398, "= 0.8796: what cutting at two deviations takes was not put back")
    add(1 / 0.8796256610342398, "= 1/0.8796: a cut was made good that was not made")
    add(3.0.squareRoot(), "= √3: the deviation was used as the bound of a uniform law, or a bound as deviation")
    add(1 / 3.0.squareRoot(), "= 1/√3: the bound of a uniform law was set to the deviation")
    add(2.0.squareRoot(), "= √2: the gain of ReLU was applied where it is not asked for (He for LeCun)")
    add(1 / 2.0.squareRoot(), "= 1/√2: the gain √2 of ReLU is missing (LeCun in place of He)")
    add(5.0 / 3, "= 5/3: the gain of tanh was applied")
    add(0.6, "= 3/5: the gain of tanh is missing")
    add(1 / 6.0.squareRoot(), "= 1/√6: PyTorch's default was left in place of He")
    add(expected, "= σ: the variance was given where the deviation is asked for")
    return candidates.sorted {
      (Double.log($0.ratio) - found).magnitude < (Double.log($1.ratio) - found).magnitude
    }
  }
}
