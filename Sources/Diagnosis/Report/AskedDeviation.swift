/// The standard deviation that a configuration asks of a model's matrices.
///
/// `initializer_range`, and for GPT-2 a 1/√(2L) of it for the projections onto the residual stream (Radford and
/// others 2019).
struct AskedDeviation {
  private let range: Double
  private let projections: Double?
  /// Where it is from, in words.
  let source: String

  /// What the configuration beside a file asks for; nil where it says nothing.
  init?(_ file: FileDiagnosis) {
    guard let configuration = file.configuration,
      let range = configuration.number("initializer_range"), range > 0
    else { return nil }
    self.range = range
    var source = "initializer_range \(RuleContext.text(range)) of config.json"
    projections = file.projectionDeviation
    if projections != nil, let depth = file.depth {
      source += ", over √(2·\(depth)) for c_proj"
    }
    self.source = source
  }

  /// What it asks of a tensor.
  func deviation(_ name: String) -> Double {
    name.hasSuffix("c_proj.weight") ? projections ?? range : range
  }
}

extension FileDiagnosis {
  /// σ that GPT-2's projections onto the residual stream should have; nil for other families, which have no such factor.
  var projectionDeviation: Double? {
    guard let configuration,
      ["gpt2", "gpt_bigcode"].contains(configuration.text("model_type") ?? ""),
      let range = configuration.number("initializer_range"), range > 0, let depth, depth > 1
    else { return nil }
    return range / (2 * Double(depth)).squareRoot()
  }
}
