/// Finds what an axis shows: its scale and the range of its coordinates.
struct AxisResolver {
  let chart: String
  let axis: Axis

  /// An axis before it has pixels.
  struct Resolved {
    var kind: PositionScale.Kind
    var domain: ClosedRange<Double>
    var settings: AxisSettings
    /// Whether all values are whole numbers: layers, steps, counts have no ticks between them.
    var isWhole = false

    var isCategory: Bool {
      if case .category = kind { true } else { false }
    }

    /// Its pixels, from the start of the axis to its end.
    func scale(from start: Double, to end: Double) -> PositionScale {
      let isReversed = settings.isReversed ?? false
      return PositionScale(
        kind: kind, domain: domain, start: isReversed ? end : start, end: isReversed ? start : end)
    }
  }

  func resolve(_ marks: [any Mark], _ settings: AxisSettings) throws(ChartError) -> Resolved {
    let columns = marks.flatMap { mark in
      mark.channels.filter { $0.axis == axis && $0.extendsDomain }.map(\.value)
    }
    var names = settings.categories ?? []
    var known = Set(names)
    var hasNumbers = false
    for column in columns {
      guard case .categories(let values) = column.values else {
        hasNumbers = true
        continue
      }
      for name in values where known.insert(name).inserted { names.append(name) }
    }
    if !names.isEmpty {
      if hasNumbers, settings.categories == nil {
        throw .mixedAxis(chart: chart, axis: axis)
      }
      return Resolved(
        kind: .category(names), domain: 0...Double(names.count), settings: settings)
    }
    let scale = settings.scale ?? LinearScale()
    return Resolved(
      kind: .continuous(scale), domain: try domain(marks, columns, scale, settings),
      settings: settings, isWhole: scale is LinearScale && columns.allSatisfy(\.isWhole))
  }

  private func domain(
    _ marks: [any Mark], _ columns: [PlottableValue], _ scale: any ContinuousScale,
    _ settings: AxisSettings
  ) throws(ChartError) -> ClosedRange<Double> {
    if let given = settings.log10Domain {
      return try checked(
        scale.coordinate(ofLog10: given.lowerBound), scale.coordinate(ofLog10: given.upperBound))
    }
    if let given = settings.domain {
      return try checked(
        scale.coordinate(of: given.lowerBound), scale.coordinate(of: given.upperBound))
    }
    let probe = PositionScale(kind: .continuous(scale), domain: 0...1, start: 0, end: 1)
    var low = Double.infinity
    var high = -Double.infinity
    for column in columns {
      for coordinate in probe.coordinates(of: column) where !coordinate.isNaN {
        low = min(low, coordinate)
        high = max(high, coordinate)
      }
    }
    guard low <= high else { return 0...1 }
    let zero = scale.coordinate(of: 0)
    let showsZero = !zero.isNaN && marks.contains { $0.zeroAxes.contains(axis) }
    if showsZero {
      low = min(low, zero)
      high = max(high, zero)
    }
    if low == high {
      let pad = scale is LogScale ? 0.5 : max(abs(low) * 0.1, 0.5)
      let most = Double.greatestFiniteMagnitude
      return max(-most, low - pad)...min(most, high + pad)
    }
    let share = padding(marks)
    let span = high - low
    // A range too large for its own difference would become infinite.
    guard span.isFinite else { return low...high }
    let lowPad = showsZero && low == zero ? 0 : span * share
    let highPad = showsZero && high == zero ? 0 : span * share
    return (low - lowPad)...(high + highPad)
  }

  /// Lines may touch the sides of a panel; everything else keeps a distance.
  private func padding(_ marks: [any Mark]) -> Double {
    if axis == .y { return 0.05 }
    return marks.allSatisfy(\.isEdgeToEdge) ? 0 : 0.04
  }

  private func checked(_ low: Double, _ high: Double) throws(ChartError) -> ClosedRange<Double> {
    guard low.isFinite, high.isFinite, low < high else {
      throw .invalidDomain(chart: chart, axis: axis)
    }
    return low...high
  }
}

extension PlottableValue {
  fileprivate var isWhole: Bool {
    guard case .numbers(let numbers) = values else { return false }
    return numbers.allSatisfy { $0 == $0.rounded() || $0.isNaN }
  }
}

extension AxisResolver.Resolved {
  /// The ticks of the axis, for about so many labels.
  func ticks(count: Int) -> [Tick] {
    switch kind {
    case .category(let names):
      let labels = settings.tickLabels ?? names
      return names.indices.map {
        Tick(coordinate: Double($0) + 0.5, label: $0 < labels.count ? labels[$0] : names[$0])
      }
    case .continuous(let scale):
      var ticks = ticks(on: scale, count: count)
      if let text = settings.labelText {
        for index in ticks.indices where ticks[index].isMajor {
          ticks[index].label = text(scale.value(at: ticks[index].coordinate))
        }
      }
      return ticks
    }
  }

  private func ticks(on scale: any ContinuousScale, count: Int) -> [Tick] {
    let format = settings.format ?? .automatic
    guard let values = settings.tickValues else {
      var ticks = scale.ticks(domain, count: count, format: format)
      for fewer in stride(from: count - 1, to: 0, by: -1)
      where isWhole && domain.upperBound - domain.lowerBound >= 1
        && !ticks.allSatisfy({ $0.coordinate == $0.coordinate.rounded() })
      {
        ticks = scale.ticks(domain, count: fewer, format: format)
      }
      return ticks
    }
    let labels =
      settings.tickLabels ?? format.labels(for: values, decimals: Self.decimals(of: values))
    let slack = 1e-9 * (domain.upperBound - domain.lowerBound)
    return values.indices.map { index in
      Tick(
        coordinate: scale.coordinate(of: values[index]),
        label: index < labels.count ? labels[index] : nil)
    }.filter {
      $0.coordinate >= domain.lowerBound - slack && $0.coordinate <= domain.upperBound + slack
    }
  }

  /// How many decimals tell all values exactly, up to six.
  private static func decimals(of values: [Double]) -> Int {
    (0..<6).first { decimals in
      var scale = 1.0
      for _ in 0..<decimals { scale *= 10 }
      return values.allSatisfy { abs(($0 * scale).rounded() - $0 * scale) < 1e-7 * max(1, abs($0)) }
    } ?? 6
  }
}
