import Graphics

/// A chart as a value: data, marks, scales and words; nothing measured, nothing painted.
///
///     let chart = Chart("gradient-decay") {
///       PanelRow("Gradient rms, layer 50 = 1") {
///         for activation in outcome.activations {
///           Panel(activation.name, detail: "leaves fp16 at layer [38](Xavier)") {
///             for start in activation.starts {
///               RibbonMark(x: .value("Layer", layers), lower: .log10("Gradient rms", start.low),
///                          upper: .log10("Gradient rms", start.high),
///                          series: .value("Start", start.name))
///               LineMark(x: .value("Layer", layers), y: .log10("Gradient rms", start.median),
///                        series: .value("Start", start.name))
///                 .endLabel(detail: "×0.23")
///               LineMark(x: .value("Layer", layers), y: .log10("Theory", start.theory),
///                        series: .value("Start", start.name))
///                 .lineStyle(.theoryOverlay)
///             }
///           }
///         }
///       }
///       RectangleMark(yStart: .value("fp16", 6e-8), yEnd: .value("fp16", 65504))  // in every panel
///     }
///     .chartXScale(reversed: true)
///     .chartXAxisLabel("Layer, from the output back to the input")
///     .chartYScale(log10Domain: -80...4.6)
///     .chartTitle("Only three of nine starts bring a usable gradient back")
///     .chartSubtitle("Gradient rms at each layer, log axis.")
///     .chartCaption("**Method.** Square layers of width 128. **Ribbon:** central 95 % of networks.")
///
///     let (drawing, warnings) = try chart.drawing(measuring: fonts)
///
/// Marks alone make one panel; panels alone make a grid; marks beside panels appear in every panel
/// of the first row. All words are markup (`RichText`). The same chart gives a page of 800 px, a
/// phone (`width: 390`), and a figure without words (`frame: .inline`).
public struct Chart: HasAxes, Sendable {
  /// The stable name: file names, element ids.
  public let id: String
  public var xAxis = AxisSettings()
  public var yAxis = AxisSettings()
  /// The finding, one sentence.
  public var title: String?
  /// What is plotted, in which unit.
  public var subtitle: String?
  /// Method, sample size, interval, source; lead words bold.
  public var caption: String?
  /// The alternative text; nil lets the chart write its own.
  public var altText: String?
  public var legend = LegendSetting.automatic
  /// How panels share axes.
  public var facetScales = FacetScales.shared
  /// How many panels stand side by side; nil lets the layout choose.
  public var columns: Int?
  /// The height of the plots in pixels; nil lets the layout choose.
  public var plotHeight: Double?
  /// Above the column of numbers at the right.
  public var asideTitle: String?
  /// The key of a heat map's colours; nil for a plain one.
  public var colorBar: ColorBar?
  /// Looks of series that differ from the palette's, and of other names that markup may colour by.
  public var seriesStyles: [String: SeriesStyle] = [:]
  /// The words of the alternative text where the chart has none of its own.
  public var spokenWords = SpokenWords.english
  var parts: [ChartPart]

  /// Makes a chart.
  ///
  /// Its id is lowercase words joined by hyphens, unique in a report.
  public init(_ id: String = "chart", @ChartBuilder content: () -> [ChartPart]) {
    self.id = id
    parts = content()
  }

  /// Makes a chart with a mark for each element of a collection.
  public init<Data: Sequence>(
    _ id: String, _ data: Data, @ChartBuilder content: (Data.Element) -> [ChartPart]
  ) {
    self.id = id
    parts = data.flatMap(content)
  }
}

extension Chart {
  /// Makes a chart with a mark for each element of a collection: `Chart(runs) { run in … }`.
  public init<Data: RandomAccessCollection>(
    _ data: Data, @ChartBuilder content: (Data.Element) -> [ChartPart]
  ) {
    self.init("chart", data, content: content)
  }
}

/// Which axes the panels of a chart have in common.
public enum FacetScales: String, Equatable, Sendable {
  case shared, freeX, freeY, free
}

/// Where series are named.
public enum LegendSetting: String, Equatable, Sendable {
  /// At the line ends for up to six series, otherwise above the panels.
  case automatic
  /// At the line ends.
  case direct
  /// Above the panels, in the order of the line ends.
  case top
  case hidden
}

/// Which parts a drawing has.
public enum ChartFrame: String, Equatable, Hashable, Sendable, CaseIterable {
  /// Title, subtitle and caption around the panels, with margins on paper: a file of its own.
  case standalone
  /// Only the panels, without margins, on transparent ground: for a page that carries the words.
  case inline
}

extension Chart {
  private func with(_ change: (inout Chart) -> Void) -> Chart {
    var copy = self
    change(&copy)
    return copy
  }

  /// Sets the finding.
  public func chartTitle(_ title: String) -> Chart { with { $0.title = title } }

  /// Sets what is plotted.
  public func chartSubtitle(_ subtitle: String) -> Chart { with { $0.subtitle = subtitle } }

  /// Sets method, sample size, interval and source.
  public func chartCaption(_ caption: String) -> Chart { with { $0.caption = caption } }

  /// Replaces the automatic alternative text.
  public func chartAltText(_ text: String) -> Chart { with { $0.altText = text } }

  /// Sets where series are named.
  public func chartLegend(_ setting: LegendSetting) -> Chart { with { $0.legend = setting } }

  /// Names series at the ends of their lines, however many there are.
  public func chartDirectLabels() -> Chart { chartLegend(.direct) }

  /// Sets how many panels stand side by side; the others wrap.
  public func chartFacet(columns: Int) -> Chart { with { $0.columns = columns } }

  /// Sets which axes the panels have in common.
  public func chartFacetScales(_ scales: FacetScales) -> Chart { with { $0.facetScales = scales } }

  /// Sets the height of the plots in pixels.
  public func chartPlotHeight(_ height: Double) -> Chart { with { $0.plotHeight = height } }

  /// Titles the column of numbers at the right.
  public func chartAsideTitle(_ title: String) -> Chart { with { $0.asideTitle = title } }

  /// Gives series colours of their own, in the order of their names.
  public func chartForegroundStyleScale(domain: [String], range: [Color]) -> Chart {
    with { chart in
      for (name, color) in zip(domain, range) {
        chart.seriesStyles[name] = SeriesStyle(line: color)
      }
    }
  }

  /// Gives series looks of their own.
  public func chartForegroundStyleScale(_ styles: KeyValuePairs<String, SeriesStyle>) -> Chart {
    with { chart in for (name, style) in styles { chart.seriesStyles[name] = style } }
  }
}
