import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The held-out loss by step, a line for each value of what varies.
struct OwnTrainingFigure: Figure {
  typealias Subject = OwnTraining

  let id: String
  /// Which of the study's trainings.
  let index: Int

  var wordsID: String { "own-training" }

  func facts(of outcome: [OwnTraining.Trained], study: StudyConfiguration) -> [Fact] {
    let trained = outcome[index]
    let diverged = trained.runs.filter { $0.diverged > 0 }
    return [
      Fact("network", text: RichText.escaped(trained.plan.network)),
      Fact("best", text: RichText.escaped(trained.best)), Fact("steps", trained.plan.steps),
      Fact("batch", trained.plan.batch), Fact("networks", trained.plan.networks),
      Fact("goal", trained.goal, .significant(3)),
      Fact("task", text: RichText.escaped(trained.plan.task)),
      Fact("length", trained.plan.length ?? LearningPlan.usualLength),
      Fact(
        "task-file", text: LearningPlan.madeTasks.contains(trained.plan.task) ? "" : "yes"),
      Fact("diverged", text: diverged.map { RichText.escaped($0.value) }.joined(separator: ", ")),
    ]
      + LearningPlan.Axis.allCases.map {
        Fact("axis-\($0.rawValue)", text: $0 == trained.plan.axis ? "yes" : "")
      }
      + LearningPlan.madeTasks.map {
        Fact("task-\($0)", text: $0 == trained.plan.task ? "yes" : "")
      }
  }

  func chart(of outcome: [OwnTraining.Trained], study: StudyConfiguration, words: FigureWords)
    -> Chart
  {
    let trained = outcome[index]
    let finite = trained.runs.flatMap { $0.low + $0.median }.filter { $0.isFinite && $0 > 0 }
    let bottom = Elementary.log10(min(finite.min() ?? 1, trained.goal)) - 0.05
    // Twice as bad as guessing has left the picture.
    let top = Elementary.log10(4 * trained.goal)
    return Chart(id) {
      RuleMark(y: .log10(words["goal"], [Elementary.log10(trained.goal)]))
        .foregroundStyle(.axis)
      for run in trained.runs {
        LineMark(
          x: .value(words["x"], run.steps),
          y: .log10(
            words["y"],
            run.median.map {
              $0.isFinite ? max(bottom, min(top, Elementary.log10(max($0, 1e-12)))) : top
            }),
          series: .value(words["series"], RichText.escaped(run.value)))
      }
    }
    .chartXAxisLabel(words["x"])
    .chartXScale(domain: 0...Double(max(1, trained.plan.steps)))
    .chartYAxisLabel(words["y"])
    .chartYScale(log10Domain: bottom...max(top, bottom + 0.1))
    .chartPlotHeight(280)
  }
}
