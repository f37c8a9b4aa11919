import Graphics

/// Bars from zero to a value, standing on categories or lying along them.
///
///     BarMark(x: .value("Rule", rules), y: .value("Epochs", epochs), series: .value("Start", "He"))
///       .position(by: .value("Start", "He"))
///
/// Bars of several series in one place are stacked; `position(by:)` puts them side by side. Their
/// axis always shows zero, because their length is what is read; a log axis has no zero, so use
/// points there.
public struct BarMark: Mark {
  public var style: MarkStyle
  /// The places or names along the horizontal axis.
  public var x: PlottableValue
  /// The values or names along the vertical axis.
  public var y: PlottableValue
  /// Where each bar begins: the sum of those below it.
  var bases: [Double]?

  /// Makes bars, or one of them; they lie if y is a category and x a number.
  public init(x: PlottableValue, y: PlottableValue, series: PlottableValue? = nil) {
    self.x = x
    self.y = y
    style = MarkStyle()
    style.series = series
  }

  /// Whether the bars lie along the x axis.
  var isHorizontal: Bool {
    if case .categories = y.values { true } else { false }
  }

  var lengths: PlottableValue { isHorizontal ? x : y }

  var places: PlottableValue { isHorizontal ? y : x }

  /// The ends of the bars, above the bases.
  var ends: PlottableValue {
    var ends = lengths
    if let bases, case .numbers(let numbers) = lengths.values {
      ends.values = .numbers(zip(numbers, bases).map(+))
    }
    return ends
  }

  public var channels: [Channel] {
    let along: Axis = isHorizontal ? .x : .y
    let across: Axis = isHorizontal ? .y : .x
    var channels = [
      Channel(across, places), Channel(along, lengths, extendsDomain: bases == nil),
    ]
    if bases != nil { channels.append(Channel(along, ends, role: "stacked")) }
    return channels
  }

  public var spokenName: String? { "bars" }
  /// A number sits on the bar's end.
  public func labelRadius(in plot: PlotArea) -> Double { -1 }
  public var zeroAxes: Set<Axis> { isHorizontal ? [.x] : [.y] }

  public func draw(in plot: PlotArea) -> [DrawCommand] {
    let across = isHorizontal ? plot.y : plot.x
    let along = isHorizontal ? plot.x : plot.y
    let middles = across.positions(of: places)
    let tops = along.positions(of: ends)
    let starts = bases.map { $0.map(along.position(of:)) }
    let zero = along.position(of: 0)
    let slot = style.dodgeName.flatMap { plot.barSlots[$0] } ?? BarSlot(offset: 0, width: 1)
    let pitch = across.bandWidth > 0 ? across.bandWidth : Self.pitch(of: middles)
    let width = max(1, min(pitch * 0.72 * slot.width, 64))
    let color = plot.colors(of: style).line
    let namesEach = middles.count <= 400
    var commands: [DrawCommand] = []
    for (index, (middle, top)) in zip(middles, tops).enumerated() {
      let start = starts?[index] ?? (zero.isNaN ? along.start : zero)
      guard !middle.isNaN, !top.isNaN, !start.isNaN else { continue }
      let center = middle + slot.offset * pitch * 0.72
      let (low, high) = (min(start, top), max(start, top))
      let rect =
        isHorizontal
        ? Rect(x: low, y: center - width / 2, width: high - low, height: width)
        : Rect(x: center - width / 2, y: low, width: width, height: high - low)
      let bar = DrawCommand.fill(.rectangle(rect), color)
      commands.append(
        namesEach
          ? .group(DrawGroup(role: "bar", tooltip: tooltip(at: index), commands: [bar])) : bar)
    }
    return plot.group("bars", style, commands)
  }

  private func tooltip(at index: Int) -> String {
    let name = style.seriesName.map { RichText($0).plain + ": " } ?? ""
    return name + places.spoken(at: index) + ", " + lengths.spoken(at: index)
  }

  /// The least distance between neighbours.
  private static func pitch(of middles: [Double]) -> Double {
    let sorted = middles.filter { !$0.isNaN }.sorted()
    return zip(sorted, sorted.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }.min() ?? 40
  }

  public func combined(with others: [any Mark]) -> (any Mark)? {
    joined(with: others, [\.x, \.y])
  }

  /// Gives bars that share a place the sum of those below as their base; side by side ones have no
  /// others below.
  static func stacked(_ marks: [any Mark]) -> [any Mark] {
    let bars = marks.compactMap { $0 as? BarMark }.filter { $0.style.dodge == nil }
    guard bars.count > 1 else { return marks }
    // Sums upward and downward, by place.
    var up: [String: Double] = [:]
    var down: [String: Double] = [:]
    return marks.map { mark in
      guard var bar = mark as? BarMark, bar.style.dodge == nil,
        case .numbers(let lengths) = bar.lengths.values
      else { return mark }
      bar.bases = lengths.indices.map { index in
        let place =
          bar.places.category(at: index) ?? bar.places.number(at: index)?.description ?? ""
        let length = lengths[index].isFinite ? lengths[index] : 0
        let base = length < 0 ? down[place, default: 0] : up[place, default: 0]
        if length < 0 { down[place] = base + length } else { up[place] = base + length }
        return base
      }
      return bar
    }
  }
}

extension Mark {
  /// Puts bars, intervals and points of one category side by side, in the order of appearance.
  public func position(by value: PlottableValue) -> Self {
    var copy = self
    copy.style.dodge = value
    return copy
  }
}
