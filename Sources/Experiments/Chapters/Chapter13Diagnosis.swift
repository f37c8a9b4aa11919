import Study

extension Chapter {
  /// Which start is in a checkpoint, read off its numbers.
  static let diagnosis = Chapter(
    number: 13, id: "diagnosis",
    experiments: [FamilyRecovery(), ScaleDetection(), PlantedDefects()])
}
