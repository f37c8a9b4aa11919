extension KolmogorovSmirnov {
  /// The significance of a distance between a sample of this size and a law, found elsewhere.
  ///
  /// For distances on a grid, as of numbers that are stored in few bits.
  public init(distance: Double, samples: Int) {
    self.distance = distance
    pValue = Self.significance(distance, effectiveSamples: Double(samples))
  }
}
