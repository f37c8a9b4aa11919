import Study

extension Chapter {
  /// What a finite width leaves to chance.
  static let finiteWidth = Chapter(
    number: 11, id: "finite-width",
    experiments: [
      MeanAndMedian(), LogNormLaw(), WidthSum(), ShatteredGradients(), JacobianSpectra(),
      BornDeadNetworks(), WidthEnough(),
    ])
}
