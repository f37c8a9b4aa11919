import Kernels
import Numerics

/// Closed forms for linear networks without biases.
///
/// One layer multiplies the variance by fan-in · σ² forward and by fan-out · σ² backward, so the
/// whole network by the products; they are exact expectations at every width. Their logarithms are
/// returned: a thousand layers leave the range of floating point.
public enum LinearNetwork {
  /// ln ∏ mᵢσᵢ² after each layer: the variance of activations for an input of unit variance.
  ///
  /// `widths` begins with the input's; `weightVariances` has one σ² for each layer.
  public static func logForwardVariances(
    widths: [Int], weightVariances: [Double]
  ) throws(TheoryError) -> [Double] {
    try MeanFieldPass.check(widths: widths, weightVariances: weightVariances)
    var sum = 0.0
    return zip(widths, weightVariances).map { fanIn, variance in
      sum += Double.log(Double(fanIn) * variance)
      return sum
    }
  }

  /// ln of the gradient variance at the output of each layer 0 … L, 0 being the input, for a unit
  /// gradient at layer L: ln ∏ nᵢσᵢ² over the layers above.
  public static func logBackwardVariances(
    widths: [Int], weightVariances: [Double]
  ) throws(TheoryError) -> [Double] {
    try MeanFieldPass.check(widths: widths, weightVariances: weightVariances)
    var result = [0.0]
    for (fanOut, variance) in zip(widths.dropFirst(), weightVariances).reversed() {
      result.append(result[result.count - 1] + Double.log(Double(fanOut) * variance))
    }
    return result.reversed()
  }
}
