import Study

/// Everything `report.html` shows, as plain values.
public struct ReportDocument: Sendable {
  /// The language of the prose, as in `lang="en"`.
  public var language = "en"
  /// Whether the page is light, dark, or as the reader's system is.
  public var theme = StudyPlan.Theme.auto
  /// A line above the title.
  public var kicker = ""
  /// The title, plain text.
  public var title: String
  /// The result in one or two sentences; Markdown.
  public var lede: String
  /// Facts about the report itself: seed, version, number of figures; plain text.
  public var meta: [(label: String, value: String)] = []
  /// Numbers at the top; Markdown within each part.
  public var findings: [Finding] = []
  /// The chapters in reading order.
  public var chapters: [Chapter] = []
  /// Figures by id; a paragraph `[[figure:ID]]` of a chapter shows one.
  public var figures: [String: Figure] = [:]
  /// The CSS rules that the drawings of the figures share.
  public var chartStyle = ""
  /// What stands below the last chapter; Markdown.
  public var colophon = ""

  /// Makes a document.
  public init(title: String, lede: String) {
    self.title = title
    self.lede = lede
  }

  /// One of the numbers at the top.
  public struct Finding: Sendable {
    /// The number.
    public var value: String
    /// Its unit, or what is counted.
    public var unit: String
    /// What it says.
    public var text: String
    /// Its interval, or what it is taken over.
    public var interval: String
    /// A link to where it is shown; Markdown.
    public var evidence: String

    /// Makes a finding.
    public init(value: String, unit: String, text: String, interval: String, evidence: String = "")
    {
      self.value = value
      self.unit = unit
      self.text = text
      self.interval = interval
      self.evidence = evidence
    }
  }

  /// A chapter: Markdown with formulas; headings start at `##`.
  public struct Chapter: Sendable {
    /// The number as printed, or an empty text for parts without one.
    public var number: String
    /// The id, which links lead to.
    public var id: String
    /// One line of Markdown.
    public var title: String
    /// The text below the title.
    public var markdown: String
    /// The template the text comes from, for error messages.
    public var file: String
    /// The line that it starts at there, from 1.
    public var firstLine: Int

    /// Makes a chapter.
    public init(
      number: String, id: String, title: String, markdown: String, file: String, firstLine: Int = 1
    ) {
      self.number = number
      self.id = id
      self.title = title
      self.markdown = markdown
      self.file = file
      self.firstLine = firstLine
    }
  }

  /// A chart with all that stands around it.
  public struct Figure: Sendable {
    /// The number as printed, such as 2.1.
    public var number: String
    /// The finding, which stands above the chart; Markdown.
    public var title: String
    /// What is plotted, below the finding; Markdown.
    public var subtitle: String
    /// Method, sample size, interval, theory line; Markdown.
    public var caption: String
    /// The chart as inline SVG, with ids of its own.
    public var svg: String
    /// The chart laid out anew for a phone; nil shows the wide one there too.
    public var phoneSVG: String?
    /// The chart laid out anew for paper; nil prints the wide one.
    public var printSVG: String?
    /// The name and the text of the data file.
    public var data: (name: String, csv: String)?
    /// The command that makes the figure again.
    public var command: String?

    /// Makes a figure.
    public init(
      number: String, title: String, subtitle: String = "", caption: String, svg: String,
      phoneSVG: String? = nil,
      printSVG: String? = nil, data: (name: String, csv: String)? = nil,
      command: String? = nil
    ) {
      self.number = number
      self.title = title
      self.subtitle = subtitle
      self.caption = caption
      self.svg = svg
      self.phoneSVG = phoneSVG
      self.printSVG = printSVG
      self.data = data
      self.command = command
    }
  }
}
