/// The graph of note 003: f(x; w, b) = 1/(exp(−(wx + b)) + 1), step by step.
///
///     h₁ = wx   h₂ = h₁ + b   h₃ = −h₂   h₄ = exp h₃   h₅ = h₄ + 1   h₆ = 1/h₅ = f
public struct LogisticGraph: Equatable, Sendable, Codable {
  /// One intermediate result with its derivatives.
  public struct Step: Equatable, Sendable, Codable {
    /// `h1` … `h6`.
    public let name: String
    /// The right-hand side.
    public let formula: String
    /// Its value.
    public let value: Double
    /// ∂hᵢ/∂w, from the forward sweep.
    public let forward: Double
    /// ∂f/∂hᵢ, from the reverse sweep.
    public let reverse: Double
  }

  /// h₁ to h₆.
  public let steps: [Step]
  /// f.
  public let value: Double
  /// ∂f/∂w, ∂f/∂b and ∂f/∂x by the reverse sweep.
  public let gradient: [String: Double]
  /// The same by one forward sweep for each input.
  public let forwardGradient: [String: Double]
  /// Multiplications of the single reverse sweep.
  public let reverseMultiplications: Int
  /// Multiplications of the forward sweep for w alone.
  public let forwardMultiplicationsForW: Int
  /// Multiplications of the three forward sweeps together.
  public let forwardMultiplications: Int

  /// Evaluates and differentiates; the note has x = 1, w = 0, b = 0.
  public init(x: Double = 1, w: Double = 0, b: Double = 0) {
    var graph = Graph()
    let (x, w, b) = (graph.input("x", x), graph.input("w", w), graph.input("b", b))
    let h1 = graph.multiply(w, x)
    let h2 = graph.add(h1, b)
    let h3 = graph.negate(h2)
    let h4 = graph.exp(h3)
    let h5 = graph.add(h4, graph.constant(1))
    let h6 = graph.reciprocal(h5)
    let reverse = graph.gradient(of: h6)
    let alongW = graph.tangent(along: w)
    let formulas = ["wx", "h1 + b", "-h2", "exp(h3)", "h4 + 1", "1/h5"]
    steps = zip([h1, h2, h3, h4, h5, h6], formulas).enumerated().map { index, step in
      Step(
        name: "h\(index + 1)", formula: step.1, value: graph.value(step.0),
        forward: alongW.derivative(step.0), reverse: reverse.derivative(step.0))
    }
    value = graph.value(h6)
    let inputs = [("w", w), ("b", b), ("x", x)]
    let sweeps = inputs.map { graph.tangent(along: $0.1) }
    gradient = Dictionary(
      uniqueKeysWithValues: inputs.map { ($0.0, reverse.derivative($0.1)) })
    forwardGradient = Dictionary(
      uniqueKeysWithValues: zip(inputs, sweeps).map { ($0.0, $1.derivative(h6)) })
    reverseMultiplications = reverse.multiplications
    forwardMultiplicationsForW = alongW.multiplications
    forwardMultiplications = sweeps.reduce(0) { $0 + $1.multiplications }
  }
}
