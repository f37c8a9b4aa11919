import Charts
import Diagnosis
import Graphics
import Simulation
import Study

/// Scales by kind of weight and block: a factor that was forgotten is a row that stands out.
struct DiagnosisRoleFigure: DiagnosisFigure {
  let id = "diagnosis-roles"

  func has(_ picture: DiagnosisPicture) -> Bool { picture.roles.count >= 2 }

  func facts(of outcome: DiagnosisPicture, study: StudyConfiguration) -> [Fact] {
    func mean(_ role: DiagnosisPicture.Role) -> Double {
      let values = role.gains.compactMap(\.self)
      return values.reduce(0, +) / Double(max(1, values.count))
    }
    let sorted = outcome.roles.sorted { mean($0) < mean($1) }
    return [
      Fact("is-asked", text: outcome.rolesAsked.isEmpty ? "" : "yes"),
      Fact("asked", text: RichText.escaped(outcome.rolesAsked)),
      Fact("roles", outcome.roles.count), Fact("blocks", outcome.roles[0].gains.count),
      Fact("strongest", text: outcome.short(sorted.last?.name ?? "")),
      Fact("weakest", text: outcome.short(sorted.first?.name ?? "")),
    ]
  }

  func chart(
    of outcome: DiagnosisPicture, study: StudyConfiguration, words: FigureWords
  ) throws -> Chart {
    let blocks = outcome.roles[0].gains.count
    let largest = outcome.roles.flatMap(\.gains).compactMap(\.self).map(\.magnitude).max() ?? 1
    let end = max(1, largest.rounded(.up))
    let value = outcome.rolesAsked.isEmpty ? words["if.value"] : words["if.over"]
    let heatmap = HeatmapMark(
      x: .value(words["x"], (0..<blocks).map(String.init)),
      y: .value(words["y"], outcome.roles.map { outcome.short($0.name) }),
      values: outcome.roles.map { $0.gains.map { $0 ?? .nan } }, valueLabel: value,
      scale: ColorScale(.diverging, domain: -end...end))
    return Chart(id) {
      blocks <= 14 ? heatmap.cellLabels(.signed(1)) : heatmap
    }
    .chartXAxisLabel(words["x"]).chartYAxisLabel("")
    .chartPlotHeight(30 * Double(max(2, outcome.roles.count)))
    .chartColorBar(
      value, values: [-end, 0, end],
      labels: [-end, 0, end].map { NumberFormat.signed(0).text($0) }, low: words["low"],
      high: words["high"])
  }
}
