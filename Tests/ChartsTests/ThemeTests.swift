import Charts
import Graphics
import Testing

/// Contrast as WCAG 2 asks: 3 for lines, 4.5 for words, on light and on dark paper.
@Suite struct ThemeTests {
  private let theme = Theme.report

  @Test(arguments: Appearance.allCases)
  func linesAndWordsStandOut(appearance: Appearance) {
    let paper = theme.paper[appearance]
    for style in theme.palette.cycle + Self.named + Palette.okabeIto.cycle {
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

  @Test func fixedSeriesAreFoundWithoutMarkupOrCase() {
    let palette = Palette(fixed: ["N(0, 0.01²)": .fixedNormal, "he": .he], cycle: [.xavier])
    #expect(palette["N(0, 0.01^{2})"] == .fixedNormal)
    #expect(palette["**He**"] == .he)
    #expect(palette["unheard of"] == nil)
  }

  @Test func markupAndMarksMayNameALookThatNoSeriesHas() throws {
    let color = Color(0x123456, 0x123456)
    let chart = Chart("looks") {
      LineMark(x: .value("x", [0.0, 1]), y: .value("y", [0.0, 1])).foregroundStyle(.series("mine"))
    }
    .chartTitle("[word](mine)").chartForegroundStyleScale(["mine": SeriesStyle(line: color)])
    let svg = try chart.drawing(measuring: FixedWidthMeasurer()).drawing
    #expect(svg.commands.filter { "\($0)".contains("\(color)") }.count >= 2)
  }

  private static let initialisers: [SeriesStyle] = [
    .fixedNormal, .xavier, .xavierUniform, .he, .heUniform, .geometric, .quadratic, .leCun,
    .orthogonal,
  ]
  /// All looks that have a name.
  private static let named: [SeriesStyle] =
    initialisers + [
      .harmonic, .unitNormal, .frameworkDefault, .lsuv, .sigmoid, .tanh, .relu, .identity,
      .scaledSigmoid, .gelu, .selu, .leakyReLU,
    ]

  @Test func initialisersDifferInMoreThanColour() {
    let shapes = Self.initialisers.map { "\($0.symbol?.rawValue ?? "none") \($0.isHollow)" }
    #expect(Set(shapes).count == shapes.count)
  }
}
