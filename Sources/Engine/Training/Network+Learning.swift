import Networks

extension Network {
  /// The same network with a task's samples going in and the task's loss at the end, if it has none.
  ///
  /// Whether the two fit is seen when they are trained.
  public func learning(_ task: LearningTask) -> Network {
    var result = self
    if input.shape != task.shape {
      // A network of vectors sees an image as one.
      if input.shape.positions.isEmpty, !task.shape.positions.isEmpty {
        result.stages.insert(NamedStage(Flatten(), name: "pixels"), at: 0)
      }
      result.input = NetworkInput(task.shape)
    }
    if !(result.stages.last?.stage is ReadOut) {
      result.stages.append(
        NamedStage(ReadOut(task.classCount == nil ? .squared : .crossEntropy), name: "loss"))
    }
    return result
  }
}
