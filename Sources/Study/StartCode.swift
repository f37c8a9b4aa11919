/// The lines of code for a start, in three frameworks.
///
/// A variance is written with four significant digits: fewer than it has, more than any network can tell.
package struct StartCode: Equatable, Sendable, Codable {
  package let pyTorch: String
  package let keras: String
  package let jax: String

  /// Writes the lines for weights N(0, weightVariance/fan-in) and biases N(0, biasVariance).
  package init(weightVariance: Double, biasVariance: Double) {
    let scale = Self.short(weightVariance)
    let deviation = Self.short(biasVariance.squareRoot())
    let hasBiases = biasVariance > 0
    pyTorch =
      "nn.init.normal_(layer.weight, std=(\(scale) / layer.in_features) ** 0.5); "
      + (hasBiases
        ? "nn.init.normal_(layer.bias, std=\(deviation))" : "nn.init.zeros_(layer.bias)")
    keras =
      "Dense(units, kernel_initializer=VarianceScaling(\(scale), \"fan_in\", \"untruncated_normal\")"
      + (hasBiases ? ", bias_initializer=RandomNormal(stddev=\(deviation)))" : ")")
    jax =
      "nn.Dense(features, kernel_init=variance_scaling(\(scale), \"fan_in\", \"normal\")"
      + (hasBiases ? ", bias_init=normal(\(deviation)))" : ")")
  }

  /// Four significant digits, without the zeros of a round number.
  private static func short(_ number: Double) -> String {
    let text = NumberFormat.significant(4).text(number)
    guard text.contains(".") else { return text }
    let digits = text.reversed().drop { $0 == "0" }
    return String((digits.first == "." ? digits.dropFirst() : digits).reversed())
  }
}
