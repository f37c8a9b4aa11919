import Study

extension Chapter {
  /// What the notes leave open, answered.
  static let openQuestions = Chapter(
    number: 12, id: "open-questions",
    experiments: [MeansInTraining(), StartScale(), VeryDeepNetworks(), RateTransfer()])
}
