/// One example of each mark, scale and layout: the module's pictures, and the source of its snapshot
/// tests.
public enum Gallery {
  /// The examples, each under the id of its chart.
  public static let examples: [Chart] = [
    gradientDecay, activationDerivatives, claimedAgainstMeasured, initActivationHeatmap,
    spectrum, ridgelines, lines, bars, lyingBars, distributions, scatter, fan, scales, logTicks,
    phaseDiagram, facetWrap, manySeries, crowdedEnds, categories, freeScales,
  ].map(styled)
}
