import Charts
import Graphics
import Testing

/// Contrast as WCAG 2 asks: 3 for lines, 4.5 for words, on light and on dark paper.
@Suite struct ThemeTests {
  private let theme = Theme.report

  @Test(arguments: Appearance.allCases)
  func linesAndWordsStandOut(appearance: Appearance) {
    let paper = theme.paper[appearance]
    for style in theme.palette.cycle + Array(theme.palette.fixed.values) + Palette.okabeIto.cycle {
      #expect(style.line[appearance].contrast(with: paper) >= 3, "\(style.line)")
      #expect(style.text[appearance].contrast(with: paper) >= 4.5, "\(style.text)")
    }
    for color in [
      theme.ink, theme.muted, theme.theory, theme.accent, theme.confirmed, theme.imprecise,
      theme.refuted,
    ] {
      #expect(color[appearance].contrast(with: paper) >= 4.5, "\(color)")
    }
  }

  @Test func fixedSeriesLookTheSameEverywhere() {
    let palette = Palette.report
    #expect(palette["Xavier"] == palette["xavier normal"])
    #expect(palette["N(0, 0.01^{2})"] == .fixedNormal)
    #expect(palette["**He**"] == .he)
    #expect(palette["unheard of"] == nil)
  }

  @Test func initialisersDifferInMoreThanColour() {
    let styles: [SeriesStyle] = [
      .fixedNormal, .xavier, .xavierUniform, .he, .heUniform, .geometric, .quadratic, .leCun,
      .orthogonal,
    ]
    let shapes = styles.map { "\($0.symbol?.rawValue ?? "none") \($0.isHollow)" }
    #expect(Set(shapes).count == styles.count)
  }
}
