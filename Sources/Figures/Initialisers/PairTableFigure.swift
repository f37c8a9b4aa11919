import Charts
import Experiments
import Graphics
import Study

/// What twenty layers leave of the gradient or of the signal, for every pair of start and activation.
struct PairTableFigure: Figure {
  typealias Subject = PairTable
  typealias Cells = KeyPath<PairTable.Start, [PairTable.Cell]> & Sendable

  let id: String
  /// What is shown of each start.
  private let cells: Cells

  static let gradient = PairTableFigure(id: "pair-table-gradient", cells: \.gradient)
  static let signal = PairTableFigure(id: "pair-table-signal", cells: \.signal)

  func facts(of outcome: PairTable.Outcome, study: StudyConfiguration) -> [Fact] {
    let all = outcome.starts.flatMap { $0[keyPath: cells] }
    let distances = all.compactMap { cell in
      cell.median.flatMap { median in cell.theory.map { abs(median - $0) } }
    }
    let suitsAll = outcome.starts.contains { start in
      start[keyPath: cells].allSatisfy { abs($0.median ?? .infinity) <= 1 }
    }
    return [
      Fact("depth", outcome.depth), Fact("width", outcome.width),
      Fact("networks", text: String(outcome.networks)),
      Fact("dense-networks", text: String(PairTable.denseNetworks(outcome.networks))),
      Fact("margin", all.map(\.margin).max() ?? .nan, .significant(1)),
      Fact("distance", distances.max() ?? .nan, .fixed(1)),
      Fact("leak", PairTable.leak, .significant(1)),
      Fact("suits-all", text: suitsAll ? "yes" : ""),
    ]
  }

  func chart(of outcome: PairTable.Outcome, study: StudyConfiguration, words: FigureWords) -> Chart
  {
    let keys = outcome.starts.map { StartingRule.key(of: $0.rule) }
    let activations = outcome.activations.map { words.name(StoredActivation.key(of: $0)) }
    stateRows(of: outcome, activations, words)
    return Chart(id) {
      HeatmapMark(
        x: .value(words["activation"], activations),
        y: .value(words["start"], keys.map { words.name($0) + "\n" + words["formula.\($0)"] }),
        values: outcome.starts.map { $0[keyPath: cells].map { $0.median ?? -.infinity } },
        valueLabel: words["value"],
        scale: ColorScale(.diverging, domain: -30...30, type: .squareRoot)
      )
      .cellLabels(.signed(1)).outlined { abs($0) <= 1 }
    }
    .chartXAxis(position: .top)
    .chartXAxisLabel("").chartYAxisLabel("")
    .chartPlotHeight(41 * Double(outcome.starts.count))
    .chartColorBar(
      words["colours"], values: [-30, -10, -3, -1, 0, 1, 3, 10, 30],
      labels: [
        "10^{−30}", "10^{−10}", "10^{−3}", "10^{−1}", "1", "10^{1}", "10^{3}", "10^{10}", "10^{30}",
      ], low: words["colours.low"], high: words["colours.high"],
      outlined: words["colours.outlined"], noData: words["colours.none"])
  }

  /// States `activations` and `rows`, which the alternative text quotes.
  private func stateRows(
    of outcome: PairTable.Outcome, _ activations: [String], _ words: FigureWords
  ) {
    let rows = outcome.starts.map { start in
      let numbers = start[keyPath: cells].map { cell in
        cell.median.map { NumberFormat.fixed(1).text($0) } ?? words["alt.none"]
      }
      return words.text(
        "alt.row",
        Fact("start", text: RichText(words.name(StartingRule.key(of: start.rule))).plain),
        Fact("numbers", text: numbers.joined(separator: ", ")))
    }
    words.state(Fact("activations", text: activations.joined(separator: ", ")))
    words.state(Fact("rows", text: rows.joined(separator: "; ")))
  }
}
