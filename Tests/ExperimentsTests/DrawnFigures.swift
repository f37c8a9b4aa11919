import Charts
import Figures
import Study

@testable import Publishing

/// The charts of an outcome with the built-in words, as the report shows them.
func charts<E: Experiment>(of experiment: E, _ outcome: E.Outcome, study: StudyConfiguration) throws
  -> [Chart]
{
  let words = try ChartWords(.builtIn, study: study)
  let facts = experiment.facts(of: outcome, study: study)
  let charts = try ReportCatalog().figures(of: experiment).map {
    try words.chart(of: $0, outcome, facts: facts, study: study)
  }
  let order = experiment.chartIDs
  return charts.sorted { order.firstIndex(of: $0.id) ?? 0 < order.firstIndex(of: $1.id) ?? 0 }
}
