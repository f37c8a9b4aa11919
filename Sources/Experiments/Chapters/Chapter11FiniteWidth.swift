import Study

extension Chapter {
  /// What a finite width leaves to chance.
  static let finiteWidth = Chapter(
    number: 11, id: "finite-width",
    experiments: [
      LogNormLaw(), WidthSum(), MeanAndMedian(), ShatteredGradients(), JacobianSpectra(),
      BornDeadNetworks(), WidthEnough(),
    ])
}
