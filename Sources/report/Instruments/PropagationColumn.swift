import Foundation
import Simulation

/// What `report propagate` shows of each layer, in the table and in the CSV.
enum PropagationColumn: String, ColumnChoice {
  case activation, deviation, mean, preactivation, gradient
  case weightGradient = "weight-gradient"
  case acrossInputs = "across-inputs"
  case cosine
  case gradientCosine = "gradient-cosine"
  case log10
  case dead, zeros

  /// Without `--columns`.
  static let standard: [PropagationColumn] = [.activation, .gradient]

  var aliases: [String] {
    switch self {
    case .deviation: ["standard-deviation", "sd", "std"]
    case .preactivation: ["pre-activation"]
    case .zeros: ["zero"]
    default: []
    }
  }

  /// What help says.
  var meaning: String {
    switch self {
    case .activation: "mean of h²"
    case .deviation: "standard deviation of h over a layer's units"
    case .mean: "mean of h"
    case .preactivation: "mean of z²"
    case .gradient: "mean of (∂ℓ/∂z)²"
    case .weightGradient: "mean of (∂ℓ/∂w)²"
    case .acrossInputs: "variance of a unit over a batch"
    case .cosine: "cosine of two inputs' activations"
    case .gradientCosine: "cosine of their gradients"
    case .log10: "median and central 95 % of single networks, decimal logarithms"
    case .dead: "shares of networks whose activations are all zero, or overflow"
    case .zeros: "shares of entries that are zero, or lost, where they are counted"
    }
  }

  /// The columns' names in the CSV; the table's are `headers`.
  var csvNames: [String] {
    switch self {
    case .activation, .gradient:
      ["", "_low", "_high", "_log10_median", "_theory"].map { rawValue + $0 }
    case .preactivation: ["", "_low", "_high", "_theory"].map { rawValue + $0 }
    case .deviation, .mean, .cosine: ["", "_low", "_high"].map { rawValue + $0 }
    case .weightGradient, .acrossInputs, .gradientCosine:
      ["", "_low", "_high"].map { rawValue.replacing("-", with: "_") + $0 }
    case .log10:
      ["activation", "gradient"].flatMap { name in
        ["median", "low", "high"].map { "\(name)_log10_of_networks_\($0)" }
      }
    case .dead:
      ["activation_dead", "activation_overflowed", "gradient_dead", "gradient_overflowed"]
    case .zeros:
      ["zero_activations", "lost_activations", "zero_gradients", "lost_gradients"]
    }
  }

  /// The columns' names in the table.
  var headers: [String] {
    switch self {
    case .activation: ["activation h²", "95 %", "theory"]
    case .deviation: ["deviation of h", "95 %"]
    case .mean: ["mean of h", "95 %"]
    case .preactivation: ["pre-activation z²", "95 %", "theory"]
    case .gradient: ["gradient (∂ℓ/∂z)²", "95 %", "theory"]
    case .weightGradient: ["weights' gradient", "95 %"]
    case .acrossInputs: ["across inputs", "95 %"]
    case .cosine: ["cosine", "95 %"]
    case .gradientCosine: ["gradients' cosine", "95 %"]
    case .log10: ["log₁₀ h²", "networks", "log₁₀ (∂ℓ/∂z)²", "networks"]
    case .dead: ["dead", "overflow", "dead gradients", "overflow"]
    case .zeros: ["zeros", "lost", "zero gradients", "lost"]
    }
  }
}

extension PropagationReport.Layer {
  /// The column's numbers as the CSV has them: `inf` for what overflowed, empty for what is not there.
  func csvNumbers(_ column: PropagationColumn) -> [Double?] {
    func three(_ moment: PropagationReport.Moment?) -> [Double?] {
      [moment?.exact(\.value), moment?.exact(\.low), moment?.exact(\.high)]
    }
    func three(_ estimate: PropagationReport.FiniteEstimate?) -> [Double?] {
      [estimate?.value, estimate?.low, estimate?.high]
    }
    func quantiles(_ moment: PropagationReport.Moment) -> [Double?] {
      let law = moment.log10.quantiles
      return [law.median, law.low, law.high]
    }
    switch column {
    case .activation:
      return three(activationSecondMoment)
        + [activationSecondMoment.log10.quantiles.median, theory?.activationSecondMoment]
    case .gradient:
      return three(gradientSecondMoment)
        + [gradientSecondMoment.log10.quantiles.median, theory?.gradientSecondMoment]
    case .preactivation:
      return three(preactivationSecondMoment) + [theory?.preactivationSecondMoment]
    case .deviation: return three(activationVariance).map { $0?.squareRoot() }
    case .mean: return three(activationMean)
    case .weightGradient: return three(weightGradientSecondMoment)
    case .acrossInputs: return three(varianceAcrossInputs)
    case .cosine: return three(activationCosine)
    case .gradientCosine: return three(gradientCosine)
    case .log10: return quantiles(activationSecondMoment) + quantiles(gradientSecondMoment)
    case .dead:
      return [activationSecondMoment, gradientSecondMoment].flatMap {
        [$0.shareDead, $0.shareOverflowed]
      }
    case .zeros:
      return [
        irregular?.zeroActivations.value, irregular?.lostActivations.value,
        irregular?.zeroGradients.value, irregular?.lostGradients.value,
      ]
    }
  }

  /// The column's cells as people read them.
  func cells(_ column: PropagationColumn) -> [String] {
    func plain(_ numbers: [Double?]) -> [String] {
      guard let value = numbers[0] else { return Array(repeating: "–", count: 2) }
      return [
        PropagationText.number(value, 5), PropagationText.interval(value, numbers[1], numbers[2]),
      ]
    }
    switch column {
    case .activation:
      return activationSecondMoment.cells
        + [PropagationText.theory(theory?.activationSecondMoment, theory?.activationLog10)]
    case .gradient:
      return gradientSecondMoment.cells
        + [PropagationText.theory(theory?.gradientSecondMoment, theory?.gradientLog10)]
    case .preactivation:
      return (preactivationSecondMoment?.cells ?? ["–", ""])
        + [PropagationText.theory(theory?.preactivationSecondMoment, nil)]
    case .deviation:
      guard activationVariance.status == .estimated else { return activationVariance.cells }
      return plain(csvNumbers(.deviation))
    case .weightGradient: return weightGradientSecondMoment.cells
    case .acrossInputs: return varianceAcrossInputs?.cells ?? ["–", ""]
    case .mean, .cosine, .gradientCosine: return plain(csvNumbers(column))
    case .log10:
      return [activationSecondMoment, gradientSecondMoment].flatMap { moment in
        let law = moment.log10.quantiles
        let texts = [law.median, law.low, law.high].map(PropagationText.logarithm)
        return [texts[0], "\(texts[1]) … \(texts[2])"]
      }
    case .dead, .zeros:
      return csvNumbers(column).map { $0.map { PropagationText.number($0, 3) } ?? "–" }
    }
  }
}

extension PropagationReport.Moment {
  /// A number of the estimate; infinite where it overflowed.
  fileprivate func exact(_ number: KeyPath<Self, Double?>) -> Double? {
    self[keyPath: number] ?? (status == .overflow ? .infinity : nil)
  }

  /// The mean and its interval; a word or the median where there is no mean.
  fileprivate var cells: [String] {
    let median = log10.quantiles.median
    func medianOnly(_ why: String) -> [String] {
      [median == -.infinity ? "median 0" : "median 10^" + PropagationText.decimal(median, 1), why]
    }
    switch status {
    case .undefined: return ["–", ""]
    case .zero: return ["0", ""]
    case .overflow:
      // A double may overflow where the networks do not.
      return median.isFinite && shareOverflowed == 0 ? medianOnly("") : ["overflow", ""]
    case .noMean: return medianOnly("no mean")
    case .ruledByFew: return medianOnly("mean unknown")
    case .estimated:
      guard let value, value > 0 else { return medianOnly("") }
      return [PropagationText.number(value, 5), PropagationText.interval(value, low, high)]
    }
  }
}
