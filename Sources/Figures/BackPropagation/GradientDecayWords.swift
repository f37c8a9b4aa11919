import Experiments
import Study

// Words of the figure that are made of others: lists, counts, coloured numbers.
extension GradientDecayFigure {
  /// States `usable`, `total`, `names` and `ends`, which title and alternative text quote.
  func stateWords(of outcome: GradientDecay.Outcome, _ panels: [[Case]], _ words: FigureWords) {
    let groups = outcome.usableGroups
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
              Fact("decades", one.end, .fixed(1)))
          }.joined(separator: ", ")))
    }
    words.state(Fact("panels", text: ends.joined(separator: "; ")))
  }

  /// "leaves fp16 at layer 45, 38, 35", each number in the colour of its start.
  func exits(_ cases: [Case], _ words: FigureWords) -> String {
    let numbers = cases.compactMap { one in
      one.fp16Exit.map { "**[\($0)](\(GradientDecay.key(of: one.start)))**" }
    }
    return numbers.isEmpty
      ? words["if.inside"]
      : words.text("if.exits", Fact("layers", text: numbers.joined(separator: ", ")))
  }

  /// Facts `first`, `second`, `third` of a few words.
  private func numbered(_ words: [String]) -> [Fact] {
    zip(["first", "second", "third"], words).map { Fact($0, text: $1) }
  }
}
