extension Chapter {
  /// The id of the chapter of built-in charts that a study file picks.
  package static let ownChartsID = "own-charts"
}

extension StudyPlan {
  /// Whether a chart of a chapter is to be shown.
  public func shows(_ chart: String, of chapter: Chapter) -> Bool {
    switch chapter.id {
    case Chapter.ownChartsID: charts?.contains(chart) == true
    case "own-networks":
      charts.map {
        $0.contains(chart) || (chart.hasPrefix("own-sweep-") && $0.contains("own-sweeps"))
      }
        ?? true
    case "own-training": charts.map { $0.contains("own-training") } ?? true
    default: true
    }
  }

  /// The ids that `charts:` takes beside those of the built-in charts.
  public static let ownChartIDs = ["own-networks", "own-ends", "own-sweeps", "own-training"]
}
