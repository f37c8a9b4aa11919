/// What theory knows of a signal in an infinitely wide network.
public struct StageMoments: Sendable, Equatable {
  /// The mean of an entry.
  public var mean: Double
  /// The mean square of an entry.
  public var secondMoment: Double
  /// The cosine of what a record compares: two samples or, of a single one, two positions; `nil` where it is
  /// not known.
  public var cosine: Double?
  /// Whether an entry is normal around zero, jointly for any two samples: what follows weights drawn afresh.
  public var isNormal: Bool
  /// Whether all positions of a sample have the same law and none of them says anything about another.
  public var hasIndependentPositions: Bool
  /// Whether weights drawn since a residual branch began give entries either sign alike, so that they are
  /// uncorrelated with what the branch is added to.
  public var isCentredByWeights = false
  /// The same position by position where they differ or depend on each other; `nil` where all are alike.
  public var kernel: PositionKernel?

  /// Makes moments.
  public init(
    mean: Double, secondMoment: Double, cosine: Double?, isNormal: Bool,
    hasIndependentPositions: Bool = true, isCentredByWeights: Bool = false
  ) {
    self.isCentredByWeights = isCentredByWeights
    self.mean = mean
    self.secondMoment = secondMoment
    self.cosine = cosine
    self.isNormal = isNormal
    self.hasIndependentPositions = hasIndependentPositions
  }
}

/// What theory knows of a gradient.
public struct GradientMoments: Sendable, Equatable {
  /// The mean square of an entry.
  public var secondMoment: Double
  /// Whether gradients at two rows (samples or positions) are uncorrelated, as those of a loss with
  /// independent terms are while nothing mixes rows.
  public var hasIndependentRows: Bool
  /// E g_t g_u at the positions of a sample where they differ or depend on each other; gradients of two
  /// samples never do.
  public var kernel: PositionMatrix?

  /// Makes moments.
  public init(secondMoment: Double, hasIndependentRows: Bool) {
    self.secondMoment = secondMoment
    self.hasIndependentRows = hasIndependentRows
  }

  /// The same, multiplied.
  func scaled(by factor: Double) -> GradientMoments {
    var result = self
    result.secondMoment *= factor
    result.kernel = kernel?.map { factor * $2 }
    return result
  }
}

/// A stage's theory: what comes out, and what a gradient becomes on its way back.
public struct TheoryStep {
  /// The moments of the output.
  public var output: StageMoments
  /// The gradient at the input from that at the output; `nil` where it is not known.
  public var backward: (GradientMoments, inout TheoryContext) -> GradientMoments?

  /// Makes a step.
  public init(
    output: StageMoments,
    backward: @escaping (GradientMoments, inout TheoryContext) -> GradientMoments?
  ) {
    self.output = output
    self.backward = backward
  }
}
