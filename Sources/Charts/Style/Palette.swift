import Graphics

/// How one series looks in every chart: the colour of its lines, of its words, and its symbol.
public struct SeriesStyle: Equatable, Hashable, Sendable {
  public var line: Color
  /// Darker than the line on light paper: text needs a contrast of 4.5, lines of 3.
  public var text: Color
  public var symbol: Symbol?
  public var isHollow: Bool

  /// Makes a style; the colour of words is the line's unless given.
  public init(line: Color, text: Color? = nil, symbol: Symbol? = nil, isHollow: Bool = false) {
    self.line = line
    self.text = text ?? line
    self.symbol = symbol
    self.isHollow = isHollow
  }

  private init(
    _ line: UInt32, _ text: UInt32, _ dark: UInt32, _ symbol: Symbol?, hollow: Bool = false
  ) {
    self.init(
      line: Color(line, dark), text: Color(text, dark), symbol: symbol, isHollow: hollow)
  }

  // Initialisers.
  public static let fixedNormal = SeriesStyle(0x6B7078, 0x5A5F67, 0xA9AEB6, .diamond)
  public static let xavier = SeriesStyle(0x0072B2, 0x00629A, 0x56B4E9, .circle)
  public static let xavierUniform = SeriesStyle(
    0x3A86B8, 0x20648F, 0x8CCBF2, .circle, hollow: true)
  public static let he = SeriesStyle(0xD55E00, 0xB04E00, 0xFF8F3F, .square)
  public static let heUniform = SeriesStyle(0xD9772E, 0xA65414, 0xFFB27A, .square, hollow: true)
  public static let geometric = SeriesStyle(0x009E73, 0x007A59, 0x3CCB9E, .triangle)
  public static let quadratic = SeriesStyle(0xA0477B, 0x8F3C6D, 0xE48DBB, .triangleDown)
  public static let leCun = SeriesStyle(0x8A7A00, 0x6F6200, 0xD6C64A, .plus)
  public static let orthogonal = SeriesStyle(0x5B5FC7, 0x4B4FB0, 0xA9ACF5, .cross)

  public static let harmonic = SeriesStyle(0x8F5A2A, 0x7D4C20, 0xD9A77C, .diamond)
  public static let unitNormal = SeriesStyle(0xA3312B, 0x8E2620, 0xF0958E, .diamond)
  public static let frameworkDefault = SeriesStyle(0x0B7F87, 0x076C73, 0x62C6CD, .triangleDown)
  public static let lsuv = SeriesStyle(0x4B7F2C, 0x3E6B24, 0x9ACB7C, .triangle)

  // Activations.
  public static let sigmoid = SeriesStyle(0x7B4FA6, 0x6E4498, 0xCDA8F0, nil)
  public static let tanh = SeriesStyle(0x00868B, 0x00747A, 0x4CC6C9, nil)
  public static let relu = SeriesStyle(0xB0720A, 0x8C5A06, 0xE3AE55, nil)
  public static let identity = SeriesStyle(0x6B7078, 0x5A5F67, 0xA9AEB6, nil)
  public static let scaledSigmoid = SeriesStyle(0xB5436B, 0x9C365A, 0xF29AB8, nil)
  public static let gelu = SeriesStyle(0x4B7F2C, 0x3E6B24, 0x9ACB7C, nil)
  public static let selu = SeriesStyle(0x2B73B3, 0x22609A, 0x7DB9F0, nil)
  public static let leakyReLU = SeriesStyle(0x9A5B2E, 0x844C24, 0xDBA67E, nil)
}

/// Which style a series has.
///
/// Names with a fixed style look the same in every chart; other names take the next colour of a cycle that
/// is not taken yet, in the order in which the chart first names them.
public struct Palette: Equatable, Sendable {
  /// Styles by name; names are compared as words, without markup or case.
  public private(set) var fixed: [String: SeriesStyle] = [:]
  /// Styles for all other names.
  public var cycle: [SeriesStyle]

  /// Makes a palette.
  public init(fixed: KeyValuePairs<String, SeriesStyle>, cycle: [SeriesStyle]) {
    self.cycle = cycle
    for (name, style) in fixed { self[name] = style }
  }

  /// The fixed style of a name.
  public subscript(name: String) -> SeriesStyle? {
    get { fixed[Self.key(name)] }
    set { fixed[Self.key(name)] = newValue }
  }

  static func key(_ name: String) -> String { RichText(name).plain.lowercased() }

  /// The report's palette: what has a look of its own says so, in `Chart.seriesStyles`.
  public static let report = Palette(
    fixed: [:],
    cycle: [
      .xavier, .he, .geometric, .quadratic, .orthogonal, .leCun, .fixedNormal, .leakyReLU,
    ])

  /// The eight colours of Okabe and Ito (2008), told apart with every kind of colour vision; orange,
  /// sky blue and yellow are darkened on light paper and black is bright on dark paper, so that lines
  /// stand out.
  public static let okabeIto = Palette(
    fixed: [:],
    cycle: zip(
      [
        Color(0x0072B2, 0x4FA8DE), Color(0xD55E00, 0xE8813A), Color(0x009E73, 0x2FBF95),
        Color(0xC0609A, 0xDB9BC0), Color(0xB07800, 0xE69F00), Color(0x2E8FC4, 0x56B4E9),
        Color(0x000000, 0xFFFFFF), Color(0x8F8600, 0xF0E442),
      ], Symbol.allCases + [.circle]
    ).map { color, symbol in
      SeriesStyle(
        line: color, text: .mix(color, Color(0x000000, 0xFFFFFF), 0.28), symbol: symbol)
    })

  /// Styles for all series of a chart, in their order of appearance.
  func styles(for names: [String]) -> [String: SeriesStyle] {
    var styles: [String: SeriesStyle] = [:]
    for name in names { styles[name] = self[name] }
    let free = cycle.filter { !styles.values.contains($0) }
    let pool = free.isEmpty ? cycle : free
    var next = 0
    for name in names where styles[name] == nil && !pool.isEmpty {
      var style = pool[next % pool.count]
      // The second time round the same colours come with hollow symbols.
      if next >= pool.count { style.isHollow = true }
      styles[name] = style
      next += 1
    }
    return styles
  }
}
