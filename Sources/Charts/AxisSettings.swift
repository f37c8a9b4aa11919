/// What is decided about one axis; parts left out follow the panel's row, the chart, the data.
public struct AxisSettings: Sendable {
  /// The title in markup; an empty one leaves the axis untitled.
  public var title: String?
  /// How values become places; nil for the scale that the data suggest.
  public var scale: (any ContinuousScale)?
  /// The values at the two ends.
  public var domain: ClosedRange<Double>?
  /// The decimal logarithms of the values at the two ends.
  public var log10Domain: ClosedRange<Double>?
  /// The categories in their order.
  public var categories: [String]?
  /// Whether values grow to the left or downwards.
  public var isReversed: Bool?
  /// Where the ticks are, with their labels in `tickLabels`.
  public var tickValues: [Double]?
  /// Words in place of the numbers at the ticks.
  public var tickLabels: [String]?
  /// How the numbers at the ticks are written.
  public var format: NumberFormat?
  /// Whether lines cross the panel at the ticks.
  public var showsGrid: Bool?
  /// Whether short lines stand at the labelled values; of the x axis only, y axes have none.
  public var showsTicks: Bool?
  /// Whether the ticks carry numbers.
  public var showsLabels: Bool?
  /// What is written at a value, in markup; nil for the number.
  public var labelText: (@Sendable (Double) -> String)?
  /// Whether there is neither axis nor label.
  public var isHidden: Bool?
  /// The side of the panel.
  public var position: AxisPosition?

  /// Makes settings that decide nothing.
  public init() {}

  /// These settings, completed by more general ones.
  func over(_ general: AxisSettings) -> AxisSettings {
    var result = self
    result.title = title ?? general.title
    result.scale = scale ?? general.scale
    if domain == nil, log10Domain == nil {
      result.domain = general.domain
      result.log10Domain = general.log10Domain
    }
    result.categories = categories ?? general.categories
    result.isReversed = isReversed ?? general.isReversed
    if tickValues == nil {
      result.tickValues = general.tickValues
      result.tickLabels = tickLabels ?? general.tickLabels
    }
    result.format = format ?? general.format
    result.showsGrid = showsGrid ?? general.showsGrid
    result.showsTicks = showsTicks ?? general.showsTicks
    result.showsLabels = showsLabels ?? general.showsLabels
    result.labelText = labelText ?? general.labelText
    result.isHidden = isHidden ?? general.isHidden
    result.position = position ?? general.position
    return result
  }

  /// Whether the range of values is settled here, so that sharing it makes no sense.
  var decidesDomain: Bool {
    domain != nil || log10Domain != nil || scale != nil || categories != nil
  }
}

/// On which side of the panel an axis stands.
public enum AxisPosition: String, Equatable, Sendable {
  case bottom, top, leading, trailing
}

/// What has axes: a chart, a row of panels, a panel.
///
/// Settings of the part override those of the whole.
public protocol HasAxes {
  /// The horizontal axis.
  var xAxis: AxisSettings { get set }
  /// The vertical axis.
  var yAxis: AxisSettings { get set }
}

extension HasAxes {
  private func with(_ change: (inout Self) -> Void) -> Self {
    var copy = self
    change(&copy)
    return copy
  }

  /// Sets the scale of the x axis: `.chartXScale(type: .log, domain: 1...1000)`.
  public func chartXScale(
    type: some ContinuousScale, domain: ClosedRange<Double>? = nil, reversed: Bool? = nil
  ) -> Self {
    with { $0.xAxis.set(type, domain, reversed) }
  }

  /// Sets the range of the x axis, or turns it round.
  public func chartXScale(domain: ClosedRange<Double>? = nil, reversed: Bool? = nil) -> Self {
    with { $0.xAxis.set(nil, domain, reversed) }
  }

  /// Sets the range of the x axis and its scale: `.chartXScale(domain: 1...1000, type: .log)`.
  public func chartXScale(domain: ClosedRange<Double>, type: some ContinuousScale) -> Self {
    chartXScale(type: type, domain: domain)
  }

  /// Makes the x axis logarithmic, with ends given as decimal logarithms.
  public func chartXScale(log10Domain: ClosedRange<Double>) -> Self {
    with {
      $0.xAxis.scale = LogScale()
      $0.xAxis.log10Domain = log10Domain
      $0.xAxis.domain = nil
    }
  }

  /// Sets the categories of the x axis and their order.
  public func chartXScale(categories: [String]) -> Self {
    with { $0.xAxis.categories = categories }
  }

  /// Sets the scale of the y axis: `.chartYScale(type: .log, domain: 1...1000)`.
  public func chartYScale(
    type: some ContinuousScale, domain: ClosedRange<Double>? = nil, reversed: Bool? = nil
  ) -> Self {
    with { $0.yAxis.set(type, domain, reversed) }
  }

  /// Sets the range of the y axis, or turns it round.
  public func chartYScale(domain: ClosedRange<Double>? = nil, reversed: Bool? = nil) -> Self {
    with { $0.yAxis.set(nil, domain, reversed) }
  }

  /// Sets the range of the y axis and its scale: `.chartYScale(domain: 1...1000, type: .log)`.
  public func chartYScale(domain: ClosedRange<Double>, type: some ContinuousScale) -> Self {
    chartYScale(type: type, domain: domain)
  }

  /// Makes the y axis logarithmic, with ends given as decimal logarithms.
  public func chartYScale(log10Domain: ClosedRange<Double>) -> Self {
    with {
      $0.yAxis.scale = LogScale()
      $0.yAxis.log10Domain = log10Domain
      $0.yAxis.domain = nil
    }
  }

  /// Sets the categories of the y axis, from the bottom up.
  public func chartYScale(categories: [String]) -> Self {
    with { $0.yAxis.categories = categories }
  }

  /// Sets the ticks, their writing and the grid of the x axis.
  public func chartXAxis(
    values: [Double]? = nil, labels: [String]? = nil, format: NumberFormat? = nil,
    grid: Bool? = nil, position: AxisPosition? = nil, isHidden: Bool? = nil
  ) -> Self {
    with { $0.xAxis.set(values, labels, format, grid, position, isHidden) }
  }

  /// Sets the ticks, their writing and the grid of the y axis.
  public func chartYAxis(
    values: [Double]? = nil, labels: [String]? = nil, format: NumberFormat? = nil,
    grid: Bool? = nil, position: AxisPosition? = nil, isHidden: Bool? = nil
  ) -> Self {
    with { $0.yAxis.set(values, labels, format, grid, position, isHidden) }
  }

  /// Sets the title of the x axis; the arrow is added.
  public func chartXAxisLabel(_ title: String) -> Self { with { $0.xAxis.title = title } }

  /// Sets the title of the y axis; the arrow is added.
  public func chartYAxisLabel(_ title: String) -> Self { with { $0.yAxis.title = title } }
}

extension AxisSettings {
  fileprivate mutating func set(
    _ scale: (any ContinuousScale)?, _ domain: ClosedRange<Double>?, _ reversed: Bool?
  ) {
    self.scale = scale ?? self.scale
    self.domain = domain ?? self.domain
    isReversed = reversed ?? isReversed
  }

  fileprivate mutating func set(
    _ values: [Double]?, _ labels: [String]?, _ format: NumberFormat?, _ grid: Bool?,
    _ position: AxisPosition?, _ isHidden: Bool?
  ) {
    tickValues = values ?? tickValues
    tickLabels = labels ?? tickLabels
    self.format = format ?? self.format
    showsGrid = grid ?? showsGrid
    self.position = position ?? self.position
    self.isHidden = isHidden ?? self.isHidden
  }
}
