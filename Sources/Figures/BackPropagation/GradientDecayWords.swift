import Experiments
import Simulation
import Study

// Words of the figure that are made of others: lists, counts, coloured names.
extension GradientDecayFigure {
  /// States `usable`, `total`, `names` and `ends`, which title and alternative text quote.
  func stateWords(of outcome: GradientDecay.Outcome, _ panels: [[Case]], _ words: FigureWords) {
    let groups = outcome.groups(fed: .everyLayer)
    let usable = groups.reduce(0) { $0 + $1.starts.count }
    words.state(Fact("usable", text: words["if.count.\(usable)"]))
    words.state(Fact("total", text: words["total.\(outcome.cases.count)"]))
    let names = groups.map { group in
      words.text(
        "if.starts.\(group.starts.count)",
        [Fact("activation", text: words.name(group.activation))]
          + numbered(group.starts.map { words.name(GradientDecay.key(of: $0)) }))
    }
    words.state(
      Fact(
        "names",
        text: names.isEmpty ? "" : words.text("if.groups.\(names.count)", numbered(names))))
    let ends = panels.map { cases in
      words.text(
        "alt.panel", Fact("activation", text: words.name(cases[0].activation)),
        Fact(
          "ends",
          text: cases.map { one in
            words.text(
              "alt.end", Fact("start", text: words.name(GradientDecay.key(of: one.start))),
              Fact("bottom", one.weights.median[0], .fixed(0)),
              Fact("top", one.weights.median.last ?? .nan, .fixed(0)))
          }.joined(separator: ", ")))
    }
    words.state(Fact("panels", text: ends.joined(separator: "; ")))
  }

  /// "feeds every layer: Xavier, He", each name in the colour of its start.
  func fed(_ cases: [Case], _ words: FigureWords) -> String {
    let names = cases.filter { $0.supply == .everyLayer }.map { one in
      let key = GradientDecay.key(of: one.start)
      return "**[\(words.name(key))](\(key))**"
    }
    return names.isEmpty
      ? words["if.fed.none"]
      : words.text("if.fed", Fact("starts", text: names.joined(separator: ", ")))
  }

  /// Facts `first`, `second`, `third` of a few words.
  private func numbered(_ words: [String]) -> [Fact] {
    zip(["first", "second", "third"], words).map { Fact($0, text: $1) }
  }
}
